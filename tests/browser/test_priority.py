"""Weighing what makes an issue urgent, in Chromium: tried and saved by keyboard, light and dark,
wide and narrow, also without script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Member, Project
from tests.browser.screens import on_screens
from tests.browser.working import PICTURES, make_worked, visit
from tests.builders import make_member
from triage.models import Issue
from triage.priority.queries import policy_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worked() -> Project:
    return make_worked()


@pytest.fixture
def manager(worked: Project) -> Member:
    return make_member(worked, "manager")


def type_over(page: Page, label: str, number: str) -> None:
    page.get_by_label(label, exact=True).fill(number)


@pytest.mark.parametrize("script", [True, False])
def test_weights_are_tried_and_then_saved(
    browser: Browser, live_server: LiveServer, worked: Project, manager: Member, script: bool
) -> None:
    page = visit(browser, live_server, manager, "priority/", java_script_enabled=script)
    expect(page.get_by_role("heading", name="As it is")).to_be_visible()
    type_over(page, "Age", "9")
    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    expect(page.get_by_label("Age", exact=True)).to_have_value("9")
    assert policy_of(worked).version == 0
    type_over(page, "High from", "10")
    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.locator(".errorlist")).to_contain_text("They rise from 1 to 100")
    type_over(page, "High from", "50")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#messages")).to_contain_text("Version 1 is in force")
    page.context.close()
    assert policy_of(worked).weights["age"] == 9


@on_screens
def test_the_page_and_an_issues_score_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, manager: Member, scheme: str, width: int
) -> None:
    issue = Issue.objects.select_related("project").order_by("number")[0]
    options: dict[str, Any] = {
        "color_scheme": scheme,
        "viewport": {"width": width, "height": 900},
    }
    for name, path in (("priority", "priority/"), ("score", f"issues/{issue.short_id}/")):
        page = visit(browser, live_server, manager, path, **options)
        if name == "score":
            if width < 768:  # the facts are folded there
                page.locator(".fold > summary").press("Enter")
            page.locator(".score-parts summary").press("Enter")
            expect(page.locator(".score-parts tfoot")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{scheme}-{width}.png", full_page=True)
        violations = Axe().run(page).response["violations"]
        assert not violations, [violation["id"] for violation in violations]
        page.context.close()
