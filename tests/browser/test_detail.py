"""One issue in Chromium: what stands where on which screen."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.working import make_worked, visit
from tests.builders import make_issue, make_member, make_project
from tests.triage.acting import LEAVE, split
from triage.models import Issue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_on_a_narrow_screen_what_was_said_comes_before_the_facts_are_unfolded(
    browser: Browser, live_server: LiveServer
) -> None:
    triager = make_member(make_worked(), "triager")
    issue = Issue.objects.order_by("-complaints")[0]
    narrow = {"width": 390, "height": 844}
    page = visit(browser, live_server, triager, f"issues/{issue.short_id}/", viewport=narrow)

    said = page.get_by_role("heading", name="What was said").bounding_box()
    assert said
    assert said["y"] < 600
    expect(page.get_by_role("button", name="Take it")).to_be_hidden()

    page.locator(".fold > summary").press("Enter")
    expect(page.get_by_role("button", name="Take it")).to_be_visible()
    page.context.close()


def test_on_a_wide_screen_the_facts_stand_open(browser: Browser, live_server: LiveServer) -> None:
    triager = make_member(make_worked(), "triager")
    issue = Issue.objects.order_by("-complaints")[0]
    page = visit(browser, live_server, triager, f"issues/{issue.short_id}/")

    page.get_by_role("button", name="Take it").press("Enter")

    expect(page.locator("#outcome")).to_contain_text(f"Assigned {issue.short_id}")
    page.context.close()
    issue.refresh_from_db()
    assert issue.assignee == triager


def test_like_issues_come_with_the_panel_that_merges_and_with_scrolling(
    browser: Browser, live_server: LiveServer
) -> None:
    project = make_project("alpha")
    split(make_issue(project, LEAVE, complaints=2))
    triager = make_member(project, "triager")
    page = visit(browser, live_server, triager, "queue/", viewport={"width": 1280, "height": 300})
    expect(page.get_by_role("button", name="Merge", exact=True)).to_be_visible()
    expect(page.locator("#alike option")).to_have_count(0)

    page.keyboard.press("m")

    expect(page.locator("#alike option")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#alike option")).to_have_count(0)
    page.get_by_role("link", name="Issues like this one").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", name="Issues like this one")).to_be_visible()
    page.context.close()


def test_an_issues_own_page_is_worked_by_keys(browser: Browser, live_server: LiveServer) -> None:
    project = make_project("alpha")
    issue = make_issue(project, LEAVE, complaints=2)
    triager = make_member(project, "triager")
    page = visit(browser, live_server, triager, f"issues/{issue.short_id}/")

    page.keyboard.press("e")
    page.keyboard.type("It says 18 weeks now")
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_contain_text(f"Resolved {issue.short_id}")
    page.keyboard.press("u")
    expect(page.get_by_text("took back: resolved")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    expect(page).to_have_url(f"{live_server.url}/p/alpha/queue/?issue={issue.short_id}")
    page.context.close()
