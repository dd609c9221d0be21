"""A project to work on, and a page of it as a member who is signed in sees it."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from feedback.capture.messages import CitationMessage, SpanMessage
from feedback.models import Member, Project
from tests.builders import make_project, place_all, say, send_answer
from triage.routing.operations import add_owner

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
QUESTIONS = {
    "How many days of annual leave do I have?": ("You have 28 days of annual leave.", 5),
    "Who approves travel expenses above 500 euros?": ("Your team lead approves them.", 4),
    "Where do I report a stolen laptop?": ("Write to the service desk by e-mail.", 3),
    "How do I reset my VPN password?": ("Call extension 4711 and wait.", 3),
    "Which discount may I give a returning customer?": ("Up to 25% without approval.", 2),
    "What is the notice period during probation?": ("Four weeks to the end of the month.", 1),
}


def make_worked() -> Project:
    """A project whose queue has six issues, some weeks old."""
    project = make_project("alpha")
    now = timezone.now()
    add_owner(project=project, slug="hr", name="People team", actor="system:test", now=now)
    for place, (question, (text, complaints)) in enumerate(QUESTIONS.items()):
        for number in range(complaints):
            when = now - timedelta(days=11 * number + place, hours=2)
            source = CitationMessage(
                source=f"handbook/{place}",
                title=f"Handbook, part {place + 1}",
                owner="People team",
                status="approved",
                approved_until=(now - timedelta(days=40 - 20 * place)).date(),
            )
            answer = send_answer(
                project,
                question=question,
                text=text,
                citations=[source],
                release=f"2026.{number}",
                tags=["intranet", "first weeks"][: number % 3],
                confidence=0.9,
                now=when,
            )
            corrects = number == 0 and "28 days" in text
            say(
                project,
                answer,
                comment=["That was changed last year.", "Nobody answers there.", ""][number % 3],
                correction="You have 30 days of annual leave." if corrects else "",
                spans=[SpanMessage(start=9, end=16)] if corrects else [],
                reasons=[["out_of_date"], ["wrong", "unclear"], ["couldnt_verify"]][number % 3],
                person=f"person-{number}",
                team=["Sales", "Support", "Finance"][(number + place) % 3],
                cohort="Pilot",
                now=when,
            )
    place_all(project, now=now)
    return project


TOPICS = """
How many days of annual leave do I have?|Who approves travel expenses above 500 euros?
Where do I report a stolen laptop?|How do I reset my VPN password?
Which discount may I give a returning customer?|What is the notice period during probation?
When does the canteen open on Fridays?|Is parking free for visitors?
What does the pump NP-60 weigh?|Which forklift licence do I need?
How is overtime paid at weekends?|Where are the first-aid kits kept?
Who signs contracts with suppliers?|Can I bring my dog to the office?
What is the per diem for Gdansk?|How long do we keep customer e-mails?
Which printer prints posters?|Do we ship to Iceland?
What colour is the emergency exit sign?|Who waters the plants in the lobby?
When is the year-end close?|How do I book the video room?
Which font does the brand use?|Where can I charge an electric car?
""".replace("\n", "|")


def make_busy() -> Project:
    """A project with more than twenty issues to work off, each of one complaint."""
    project = make_project("alpha")
    now = timezone.now()
    for question in filter(None, TOPICS.split("|")):
        answer = send_answer(project, question=question, text="Ask at the desk.", now=now)
        say(project, answer, comment="Nobody there knows.", now=now)
    place_all(project, now=now)
    return project


def visit(
    browser: Browser, live_server: LiveServer, member: Member, path: str, **options: object
) -> Page:
    """A page of somebody who is signed in."""
    client = Client()
    client.force_login(member.user)
    name = django_settings.SESSION_COOKIE_NAME
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{member.project.slug}/{path}")
    return page


def leave(page: Page) -> None:
    """Close it, once the issue's detail is there: the server must not answer when the test's
    database is gone."""
    arrived(page)
    page.context.close()


def arrived(page: Page) -> None:
    """Wait until all that was asked for is there, the issue's detail too."""
    expect(page.locator("#detail [aria-busy], .htmx-request, .htmx-settling")).to_have_count(0)
