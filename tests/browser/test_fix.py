"""The panel that resolves, and what is said of a fix, in Chromium."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.screens import on_screens
from tests.browser.working import PICTURES, leave, make_worked, visit
from tests.builders import make_member
from tests.triage.acting import resolve
from triage.models import Fix, Issue
from triage.resolution.measured import measured
from triage.resolution.proof import Count, Day

expect.set_options(timeout=20_000)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_fix_is_named_by_keyboard_alone(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, live_server, make_member(make_worked(), "triager"), "queue/")
    expect(page.locator("#detail [aria-busy]")).to_have_count(0)
    for key in ["e", *"The law says so", "Tab", "w", "Enter"]:
        page.keyboard.press(key)
    expect(page.locator("#outcome")).to_contain_text("Resolved")
    leave(page)
    fix = Fix.objects.get()
    assert (fix.kind, fix.says, fix.in_force_at) == ("wont_fix", "The law says so", None)


def test_what_a_kind_names_is_asked_for_with_it(browser: Browser, live_server: LiveServer) -> None:
    page = visit(browser, live_server, make_member(make_worked(), "triager"), "queue/")
    expect(page.locator("#detail [aria-busy]")).to_have_count(0)
    page.keyboard.press("e")
    for kind, asked in {
        "prompt": "Prompt version",
        "source": "Source",
        "release": "Release",
    }.items():
        page.locator("#fix").select_option(kind)
        for label in ("Prompt version", "Source", "Release"):
            field = page.locator("#resolve").get_by_label(label, exact=True)
            (expect(field).to_be_visible if label == asked else expect(field).to_be_hidden)()
    leave(page)


@on_screens
def test_panel_and_proof_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    triager = make_member(make_worked(), "triager")
    measured_fix()
    short_id = Issue.objects.filter(status="resolved").get().short_id
    open_id = Issue.objects.filter(status="unresolved")[0].short_id
    screen = {"width": width, "height": 900}
    shown = {"viewport": screen, "color_scheme": scheme}
    page = visit(browser, live_server, triager, f"issues/{open_id}/", **shown)
    page.get_by_role("button", name="Resolve", exact=True).click()
    page.locator("#resolve summary").click()
    _look_at(page, f"panel-resolve-{width}-{scheme}")
    page.goto(page.url.replace(open_id, short_id))
    page.locator(".fix summary").click()
    expect(page.locator(".fix")).to_contain_text("Too early to tell (about")
    _look_at(page, f"fix-{width}-{scheme}")
    leave(page)


def measured_fix() -> None:
    """One that was looked at, and can't be told yet."""
    issue = Issue.objects.order_by("-complaints")[0]
    resolve(issue)
    before = [Day(Count(4, 15), Count(9, 300))] * 28
    proof = measured(before, [Day(Count(1, 15), Count(9, 300))] * 2)
    since = timezone.now() - timedelta(days=4)
    Fix.objects.update(outcome=proof["outcome"], proof=proof, looked_at=since, in_force_at=since)


def _look_at(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
