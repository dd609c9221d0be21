"""Due times in Chromium: waiting by key, and their pages light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Project
from tests.browser.screens import on_screens
from tests.browser.working import leave, visit
from tests.builders import make_issue, make_member, make_project
from triage.models import MemberNotice
from triage.notices.operations import tell_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def waited() -> Project:
    """An issue, and a manager who was told of it."""
    project, now = make_project("alpha"), timezone.now()
    issue = make_issue(project, "Where is the form for parental leave?", complaints=3, now=now)
    manager = make_member(project, "manager")
    words = "75% of the time for its first response is gone: it is due 2026-06-17 12:00 UTC."
    due = MemberNotice.Kind.DUE
    tell_member(member=manager, issue=issue, kind=due, words=words, actor="system:test", now=now)
    return project


def test_an_issue_waits_and_goes_on_by_key(
    browser: Browser, live_server: LiveServer, waited: Project
) -> None:
    page = visit(browser, live_server, waited.members.get(), "queue/")
    page.keyboard.press("w")
    page.keyboard.type("Payroll")
    page.keyboard.press("Enter")
    expect(page.locator(".issues")).to_contain_text("Waits on Payroll")
    page.keyboard.press("w")
    expect(page.locator(".issues")).not_to_contain_text("Waits on Payroll")
    page.keyboard.press("u")
    expect(page.locator(".issues")).to_contain_text("Waits on Payroll")
    leave(page)


@on_screens
def test_the_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, waited: Project, scheme: str, width: int
) -> None:
    page = visit(
        browser,
        live_server,
        waited.members.get(),
        "due/",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    for path in ("due/", "owners/triage/hours/", "notices/"):
        page.goto(f"{live_server.url}/p/alpha/{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    leave(page)
