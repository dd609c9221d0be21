"""Working the queue in Chromium: by keyboard, in light and dark, wide and narrow."""

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from feedback.capture.messages import CitationMessage, SpanMessage
from feedback.models import Member, Project
from tests.builders import make_member, make_project, place_all, say, send_answer
from triage.issues.operations import comment
from triage.models import Issue
from triage.routing.operations import add_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
QUESTIONS = {
    "How many days of annual leave do I have?": ("You have 28 days of annual leave.", 5),
    "Who approves travel expenses above 500 euros?": ("Your team lead approves them.", 4),
    "Where do I report a stolen laptop?": ("Write to the service desk by e-mail.", 3),
    "How do I reset my VPN password?": ("Call extension 4711 and wait.", 3),
    "Which discount may I give a returning customer?": ("Up to 25% without approval.", 2),
    "What is the notice period during probation?": ("Four weeks to the end of the month.", 1),
}


@pytest.fixture
def worked() -> Project:
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


@pytest.fixture
def triager(worked: Project) -> Member:
    return make_member(worked, "triager")


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


def test_five_issues_are_worked_by_keyboard(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.locator("body").press("j")
    for _ in range(5):
        chosen = page.locator(".issues .open[aria-current]")
        short_id = chosen.locator(".id").inner_text()
        page.keyboard.press("e")
        expect(page.locator("#resolution")).to_be_focused()
        page.keyboard.type("The handbook says it right now")
        page.keyboard.press("Enter")
        expect(page.locator("#outcome")).to_contain_text(f"Resolved {short_id}")
        expect(page.locator(".issues .open")).not_to_have_count(0)
        expect(page.locator(".issues .open[aria-current]")).to_be_focused()
    page.context.close()
    assert Issue.objects.filter(status="resolved").count() == 5


def test_undo_by_keyboard_brings_an_issue_back(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.keyboard.press("s")
    expect(page.locator("#outcome")).to_contain_text("Archived")
    page.keyboard.press("u")
    expect(page.locator("#outcome")).to_contain_text("taken back")
    page.context.close()
    assert not Issue.objects.filter(status="archived").exists()


def test_picked_issues_are_merged_by_keyboard(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    for key in "xjx":
        page.keyboard.press(key)
    expect(page.locator(".pick:checked")).to_have_count(2)
    page.keyboard.press("m")
    expect(page.locator("#outcome")).to_contain_text("Merged")
    page.context.close()
    assert Issue.objects.filter(status="merged").count() == 1


def test_keys_that_are_switched_off_do_nothing(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.keyboard.press("?")
    page.get_by_label("Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    page.context.close()
    assert not Issue.objects.filter(status="archived").exists()


def test_acts_work_without_script(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/", java_script_enabled=False)
    page.get_by_role("button", name="Archive", exact=True).last.click()
    expect(page.locator("#outcome")).to_contain_text("Archived")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#outcome")).to_contain_text("taken back")
    page.context.close()
    assert not Issue.objects.filter(status="archived").exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, worked: Project, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    manager = make_member(worked, "manager")
    issue = Issue.objects.order_by("-complaints").first()
    assert issue
    comment(issue=issue, text="HR is on it.", actor="member:ann@example.org", now=timezone.now())
    paths = {
        "queue": "queue/",
        "queue-issue": f"queue/?issue={issue.short_id}",
        "issue": f"issues/{issue.short_id}/",
        "rules": "rules/",
        "queue-nothing": "queue/?q=zebra",
    }
    for name, path in paths.items():
        page = visit(
            browser,
            live_server,
            manager,
            path,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.context.close()
