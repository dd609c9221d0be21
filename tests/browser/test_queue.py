"""Working the queue in Chromium: by keyboard, in light and dark, wide and narrow."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Member, Project
from tests.browser.screens import on_screens
from tests.browser.working import PICTURES, arrived, leave, make_worked, visit
from tests.builders import make_member
from triage.issues.operations import comment
from triage.models import Issue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worked() -> Project:
    return make_worked()


@pytest.fixture
def triager(worked: Project) -> Member:
    return make_member(worked, "triager")


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
    leave(page)
    assert Issue.objects.filter(status="resolved").count() == 5


def test_undo_by_keyboard_brings_an_issue_back(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.keyboard.press("s")
    page.keyboard.press("w")
    expect(page.locator("#outcome")).to_contain_text("Archived")
    page.keyboard.press("u")
    expect(page.locator("#outcome")).to_contain_text("taken back")
    leave(page)
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
    leave(page)
    assert Issue.objects.filter(status="merged").count() == 1


def test_keys_that_are_switched_off_do_nothing(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.keyboard.press("?")
    page.get_by_label("Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    for key in "sg":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    leave(page)
    assert not Issue.objects.filter(status="archived").exists()


def test_going_on_before_an_issue_came_is_no_error(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    said: list[str] = []
    passed: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: passed.append(request.url))
    page.keyboard.press("j")
    page.keyboard.press("j")
    arrived(page)
    third = page.locator(".issues .open").nth(2)
    expect(page.locator("#detail .issue-title")).to_have_text(third.locator(".title").inner_text())
    assert passed
    assert not [text for text in said if "htmx" in text]
    leave(page)


def test_filters_offer_all_there_is_once_they_are_opened(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    all_rows = page.locator(".issues .open").count()
    page.get_by_text("Filters", exact=True).click()
    for name in ("Finance", "Sales"):
        page.locator("#f-team").select_option(name)
        expect(page).to_have_url(re.compile(f"team={name.lower()}"))
        arrived(page)
        expect(page.locator("#f-team option:checked")).to_have_text(name)
    assert page.locator(".issues .open").count() < all_rows
    expect(page.locator("#tags option").first).to_have_attribute("value", "intranet")
    expect(page.locator("#f-tag")).to_have_attribute("list", "tags")
    leave(page)


def test_the_picked_are_given_to_a_colleague_by_keyboard(
    browser: Browser, live_server: LiveServer, worked: Project, triager: Member
) -> None:
    make_member(worked, "triager", email="ben@alpha.example")
    page = visit(browser, live_server, triager, "queue/")
    for key in "xa":
        page.keyboard.press(key)
    expect(page.locator("#bulk-owner")).to_be_focused()
    for key in ["Tab", *"ben", "Enter"]:
        page.keyboard.press(key)
    expect(page.locator("#outcome")).to_contain_text("Assigned")
    leave(page)
    assert Issue.objects.filter(assignee__user__email="ben@alpha.example").count() == 1


def test_the_picked_wait_on_others_by_keyboard(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    for key in "xjxw":
        page.keyboard.press(key)
    expect(page.locator("#bulk-on")).to_be_focused()
    page.keyboard.type("Payroll")
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_contain_text("Paused 2 issues")
    assert Issue.objects.filter(waiting_on="Payroll").count() == 2
    page.keyboard.press("u")
    expect(page.locator("#outcome")).to_contain_text("Took back acts on 2 issues")
    leave(page)
    assert not Issue.objects.filter(waiting_on="Payroll").exists()


def test_acts_work_without_script(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/", java_script_enabled=False)
    page.get_by_role("link", name="by itself").click()
    page.get_by_role("button", name="Archive", exact=True).click()
    page.get_by_role("button", name="For good").click()
    expect(page.locator("#outcome")).to_contain_text("Archived")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#outcome")).to_contain_text("taken back")
    leave(page)
    assert not Issue.objects.filter(status="archived").exists()


@on_screens
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
        "issue-alike": f"issues/{issue.short_id}/alike/",
        "issue-origins": f"issues/{issue.short_id}/origins/",
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
        arrived(page)
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        leave(page)
