"""The widget tells what became of a word, marks what is new, and asks whether it is right now."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from feedback.models import Project
from tests.browser.widget import Visit, expect_told, token_for, up
from tests.builders import place_all, say
from tests.triage.acting import ANN
from tests.triage.telling import tell_all
from triage.issues.operations import NewFix, resolve
from triage.models import FollowUp, Issue, ReporterNotice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAYS = "The handbook says 30 days since May."


@pytest.fixture
def mended(asked: Project) -> Issue:
    """An issue of u-1's complaint, resolved, and u-1 told so."""
    say(asked, "a-1", person="u-1", comment="It is 30.", now=timezone.now())
    place_all(asked, now=timezone.now())
    return close(Issue.objects.get(), "source")


def close(issue: Issue, kind: str) -> Issue:
    fix: Any = NewFix(kind=kind)
    resolve(issue=issue, fix=fix, resolution=SAYS, version=None, actor=ANN, now=timezone.now())
    tell_all(now=timezone.now() + timedelta(hours=1))
    return issue


def news(page: Page) -> Any:
    return page.locator("errata-feedback").locator("[part=news]")


def test_what_is_new_is_marked_until_it_was_seen(
    visit: Visit, asked: Project, mended: Issue
) -> None:
    token = token_for(asked, "u-1")
    page = visit(token=token)
    with page.expect_response("**/notices/read"):
        expect(news(page)).to_have_text(f"New: What changed: {SAYS}")
    assert ReporterNotice.objects.get().read_at
    page.close()

    page = visit(token=token)
    expect(news(page)).to_have_text(f"What changed: {SAYS}")


def test_a_state_without_words_is_marked_too(visit: Visit, asked: Project) -> None:
    say(asked, "a-1", person="u-1", now=timezone.now())
    place_all(asked, now=timezone.now())
    close(Issue.objects.get(), "release")
    token = token_for(asked, "u-1")
    page = visit(token=token)
    with page.expect_response("**/notices/read"):
        expect_told(page, "New: You said this: being fixed")
    page.close()

    page = visit(token=token)
    expect_told(page, "You said this: being fixed")


def test_a_reader_says_by_keyboard_whether_it_is_right_now(
    visit: Visit, asked: Project, mended: Issue
) -> None:
    token = token_for(asked, "u-1")
    page = visit(token=token)
    wrong = page.get_by_role("button", name="No, still wrong")
    page.get_by_role("button", name="Yes").focus()
    page.keyboard.press("Tab")
    expect(wrong).to_be_focused()
    page.keyboard.press("Enter")
    expect_told(page, "Recorded. Thank you.")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(wrong).to_be_focused()
    assert not FollowUp.objects.get().right
    page.close()

    page = visit(token=token)
    expect(page.get_by_role("button", name="No, still wrong")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Yes").click()
    expect_told(page, "Recorded. Thank you.")
    assert FollowUp.objects.get().right


def test_an_answer_that_did_not_arrive_is_said(visit: Visit, asked: Project, mended: Issue) -> None:
    page = visit(token=token_for(asked, "u-1"))
    page.get_by_role("button", name="Yes").wait_for()
    page.context.route("**/follow-up", lambda route: route.abort("connectionrefused"))
    page.get_by_role("button", name="Yes").click()
    expect_told(page, "Not recorded. Please try again.")
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "false")


def test_nobody_else_is_told_or_asked(visit: Visit, asked: Project, mended: Issue) -> None:
    page = visit(token=token_for(asked, "u-2"))
    page.wait_for_load_state("networkidle")
    expect(news(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Yes")).to_have_count(0)


def test_what_is_said_anew_is_no_answer_to_what_was_told(
    visit: Visit, asked: Project, mended: Issue
) -> None:
    page = visit(token=token_for(asked, "u-1"))
    expect(news(page)).to_be_visible()
    up(page).click()
    expect(news(page)).to_have_count(0)


def test_why_something_is_declined_is_said_and_nothing_asked(visit: Visit, asked: Project) -> None:
    say(asked, "a-1", person="u-1", now=timezone.now())
    place_all(asked, now=timezone.now())
    close(Issue.objects.get(), "wont_fix")
    page = visit(token=token_for(asked, "u-1"))
    expect(news(page)).to_have_text(f"New: Why: {SAYS}")
    expect(page.get_by_role("button", name="Yes")).to_have_count(0)


@pytest.mark.parametrize("lang", ["ar", "de", "es", "fr", "zh"])
def test_it_is_told_in_the_pages_language(
    visit: Visit, asked: Project, mended: Issue, lang: str
) -> None:
    page = visit(token=token_for(asked, "u-1"), lang=lang)
    expect(news(page)).to_contain_text(SAYS)
    expect(news(page)).not_to_contain_text("What changed")
    expect(page.get_by_role("button", name="Yes")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(visit: Visit, asked: Project, mended: Issue, scheme: str) -> None:
    page = visit(token=token_for(asked, "u-1"), scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 700})
    expect(news(page)).to_be_visible()
    page.get_by_role("button", name="Yes").click()
    expect_told(page, "Recorded. Thank you.")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
