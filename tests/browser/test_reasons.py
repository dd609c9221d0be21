"""Shaping the reasons in Chromium: without script, by keyboard, light and dark, wide and narrow."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from feedback.directory.reason_operations import MOST, add_reason, change_reason, retire_reason
from feedback.models import Member, Project, Reason
from tests.browser.screens import on_screens
from tests.builders import make_member, make_project, say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"

IS_LARGE = "all => all.every(b => b.offsetWidth >= 24 && b.offsetHeight >= 24)"


@pytest.fixture
def shaped() -> Project:
    """A project that reworded one reason, added one and retired another, with some votes."""
    project, now = make_project(), timezone.now()
    for number in range(24):
        reasons = [["wrong"], ["out_of_date", "couldnt_verify"], ["too_long"], []][number % 4]
        say(project, f"a-{number}", reasons=reasons, person=f"u-{number}", now=now)
    by = {"actor": "system:test", "now": now}
    add_reason(
        project=project,
        label="It answers for another country than the one where I work",
        cause="knowledge",
        **by,
    )
    for code, act in (("unclear", change_reason), ("too_long", retire_reason)):
        worded = {"label": "I don't get it", "cause": "model"} if act is change_reason else {}
        act(reason=Reason.objects.get(project=project, code=code), **worded, **by)
    return project


def visit(browser: Browser, live_server: LiveServer, member: Member, **options: object) -> Page:
    client = Client()
    client.force_login(member.user)
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto("/p/alpha/reasons/")
    return page


def living() -> list[str]:
    return list(Reason.objects.living().values_list("code", flat=True))


def test_reasons_are_shaped_without_script(
    browser: Browser, live_server: LiveServer, shaped: Project
) -> None:
    page = visit(browser, live_server, make_member(shaped, "manager"), java_script_enabled=False)
    page.get_by_label("What people read").fill("Wrong currency")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("“Wrong currency” is offered from now on.")).to_be_visible()
    page.get_by_role("link", name="Change: Wrong currency").click()
    page.get_by_label("What people read").fill("Wrong money")
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_role("button", name="Retire: Wrong money").click()
    page.get_by_text("2 retired").click()
    page.get_by_role("button", name="Bring back: Wrong money").click()
    expect(page.get_by_text("“Wrong money” is offered again, at the end.")).to_be_visible()
    page.context.close()
    assert living()[-1] == "wrong_currency"


def test_a_reason_is_moved_to_the_top_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, shaped: Project
) -> None:
    page = visit(browser, live_server, make_member(shaped, "manager"))
    up = page.get_by_role("button", name="Move up: The sources conflict")
    up.focus()
    for _ in range(3):
        expect(up).to_be_focused()  # a page gives its focus a moment after it is loaded
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move down: The sources conflict")).to_be_focused()
    page.context.close()
    assert living()[0] == "sources_conflict"


@on_screens
def test_the_page_is_accessible_and_fits(
    browser: Browser, live_server: LiveServer, shaped: Project, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page = visit(browser, live_server, make_member(shaped, "manager"), **options)

    def look(name: str) -> None:
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.locator("main button:visible").evaluate_all(IS_LARGE), name

    page.get_by_text("1 retired").click()
    look("reasons")
    page.get_by_role("link", name="Change: It is wrong").click()
    page.get_by_label("What people read").fill("It hides an assumption")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("is in the list already")).to_be_visible()
    expect(page.get_by_label("What people read")).to_be_focused()
    look("reasons-refused")
    for number in range(MOST - len(living())):
        add_reason(
            project=shaped,
            label=f"Reason {number}",
            cause="model",
            actor="system:test",
            now=timezone.now(),
        )
    page.goto("/p/alpha/reasons/")
    look("reasons-full")
    page.context.close()
