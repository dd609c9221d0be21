"""Reviewing corrections in Chromium: by keyboard, without script, in light and dark, wide and
narrow; and what they become."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Member, Project
from tests.browser.screens import on_the_narrowest_too
from tests.browser.working import PICTURES, visit
from tests.builders import make_member, make_project, place_all, say, send_answer
from triage.corrections.operations.regression import NewAnswer, run_regression
from triage.models import CorrectionReview, RegressionRun, VerifiedAnswer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAVE = "How many days of annual leave do I have?"


@pytest.fixture
def corrected() -> Project:
    """A project with three corrections: two of them compete."""
    project, now = make_project("alpha"), timezone.now()
    for n, (question, text) in enumerate(
        [
            (LEAVE, "You have 30 days of annual leave."),
            (LEAVE, "You have 25 days of annual leave."),
            ("Where is the printer?", "On the second floor."),
        ]
    ):
        answer = send_answer(project, question=question, sources=[f"handbook/{n}"], now=now)
        for person in range(3 - n):
            say(project, answer, correction=text, person=f"p-{n}-{person}", now=now)
    place_all(project, now=now)
    return project


@pytest.fixture
def triager(corrected: Project) -> Member:
    return make_member(corrected, "triager")


def test_corrections_are_reviewed_by_keyboard(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "corrections/")
    outcome, cards = page.locator("#outcome"), page.locator(".card")
    page.keyboard.press("a")  # nothing has the focus yet: it goes to the first, and decides nothing
    expect(cards.first).to_be_focused()
    page.keyboard.press("a")
    expect(outcome).to_contain_text("Accepted as the verified answer V-1.")
    expect(cards).to_have_count(2)
    expect(cards.first).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.type("Another correction was accepted")
    page.keyboard.press("Enter")
    expect(outcome).to_contain_text("Rejected.")
    expect(cards.first).to_be_focused()
    page.keyboard.press("e")
    words = cards.first.get_by_label("Verified answer")
    expect(words).to_be_focused()
    words.fill("On the third floor.")
    cards.first.get_by_role("button", name="Accept").click()
    expect(outcome).to_contain_text("Accepted as the verified answer V-2.")
    expect(page.locator(".empty")).to_contain_text("Nothing to review")
    page.keyboard.press("u")
    expect(page.locator("main")).to_contain_text("Taken back")
    page.context.close()
    decided = CorrectionReview.objects.filter(withdrawn_at=None).order_by("id")
    assert [one.decision for one in decided] == ["accept", "reject"]


def test_a_correction_is_accepted_and_its_issue_resolved_without_script(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "corrections/", java_script_enabled=False)
    page.get_by_role("button", name="Accept").first.click()
    page.get_by_role("link", name="Resolve").click()
    page.get_by_role("button", name="Resolve with it").click()
    page.get_by_label("What changed").fill("The assistant is given the right answer")
    page.locator("#resolve button.primary").click()
    expect(page.locator("main")).to_contain_text("The assistant is given the right answer")
    page.context.close()
    assert VerifiedAnswer.objects.get().fixes.count() == 1


@on_the_narrowest_too
def test_the_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, triager: Member, width: int, scheme: str
) -> None:
    page = visit(
        browser,
        live_server,
        triager,
        "corrections/",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator("#outcome")).to_contain_text("Accepted")
    run_regression(
        project=triager.project,
        release="2.4",
        answers=[NewAnswer("V-1", "You have 28 days of leave.")],
        actor="key:ci",
        now=timezone.now(),
    )
    run = RegressionRun.objects.get()
    for name, path in {
        "corrections": "corrections/",
        "decided": "corrections/?waits=decided",
        "verified-answers": "verified-answers/",
        "verified-answer": "verified-answers/V-1/",
        "regression-runs": "regression-runs/",
        "regression-run": f"regression-runs/{run.pk}/",
    }.items():
        page.goto(f"{live_server}/p/alpha/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{scheme}-{width}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    page.context.close()
