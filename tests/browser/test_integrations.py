"""Integrations in Chromium: without script, by keyboard, light and dark, wide and narrow."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from config.networks import networks_in
from feedback.models import Project
from tests.browser.screens import on_screens
from tests.builders import make_issue, make_member, make_project
from tests.triage.acting import LEAVE, PRINTER, resolve
from tests.triage.hooks import add, send_due
from tests.triage.recording import LOOPBACK, Recorder, Reply, recorder
from tests.triage.their_trackers import GitHub, running
from tests.triage.tracking import keep
from triage.integrations.operations import ping, switch_off
from triage.integrations.trackers.keeping import READ_EVERY

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
IS_LARGE = "all => all.every(b => b.offsetWidth >= 24 && b.offsetHeight >= 24)"


@pytest.fixture(autouse=True)
def loopback_open(settings: Any) -> None:
    settings.PRIVATE_NETWORKS = networks_in(LOOPBACK)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    with recorder() as heard:
        yield heard


def visit(browser: Browser, live_server: LiveServer, project: Project, **options: Any) -> Page:
    client = Client()
    client.force_login(make_member(project, "manager").user)
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(base_url=live_server.url, **options)
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto("/p/alpha/integrations/")
    return page


def look(page: Page, name: str, width: int, scheme: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert page.locator("main button:visible").evaluate_all(IS_LARGE), name


def test_a_webhook_is_set_up_and_tried_without_script_and_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, heard: Recorder
) -> None:
    page = visit(browser, live_server, make_project(), java_script_enabled=False)
    page.get_by_label("Name").focus()
    page.keyboard.type("Archive")
    page.keyboard.press("Tab")
    page.keyboard.type(heard.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Secret")).to_have_value(re.compile("^whsec_"))
    page.get_by_role("link", name="I have stored it").click()
    page.get_by_role("button", name="Send a test").click()
    send_due(timezone.now())
    page.reload()
    page.get_by_text("ping").click()
    expect(page.get_by_text("200", exact=True)).to_be_visible()
    page.context.close()
    assert heard.requests[0].json["type"] == "ping"


@on_screens
def test_the_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, heard: Recorder, width: int, scheme: str
) -> None:
    project, now = make_project(), timezone.now()
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page = visit(browser, live_server, project, **options)

    look(page, "integrations-empty", width, scheme)
    heard.answers = lambda r: Reply(200) if b"AL-1" in r.body else Reply(500, b"x" * 400)
    endpoint = add(project, f"{heard.url}/errata/hooks/inbound?team=knowledge").endpoint
    by: dict[str, Any] = {"actor": "system:test", "now": now}
    switch_off(
        endpoint=add(project, heard.url, name="Chat of the team", kind="slack").endpoint, **by
    )
    for question in (LEAVE, PRINTER):
        resolve(make_issue(project, question))
    send_due(now)
    ping(endpoint=endpoint, **by)
    page.reload()
    look(page, "integrations", width, scheme)
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Name").fill("Inside")
    page.get_by_label("Address").fill("https://10.0.0.1/")
    page.get_by_label("opened", exact=True).check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("inside a network")).to_be_visible()
    look(page, "integrations-refused", width, scheme)
    page.get_by_role("link", name="Hook").click()
    for summary in page.locator("details.log").all():
        summary.locator("summary").click()
    look(page, "endpoint", width, scheme)
    page.get_by_role("button", name="Make a new secret").click()
    look(page, "endpoint-secret", width, scheme)
    page.context.close()


@on_screens
def test_the_pages_of_trackers_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, width: int, scheme: str
) -> None:
    project = make_project()
    issue = make_issue(project, LEAVE)
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page = visit(browser, live_server, project, **options)
    page.get_by_role("link", name="Trackers").click()
    look(page, "trackers-empty", width, scheme)
    with running(GitHub(start=timezone.now())) as server:
        page.get_by_label("Name").fill("Handbook")
        page.get_by_label("Address of its API").fill(server.url)
        page.get_by_label("Place").fill(server.place)
        page.get_by_label("Token:", exact=True).fill("token-1")
        page.get_by_role("button", name="Connect").click()
        look(page, "trackers", width, scheme)
        page.goto(f"/p/alpha/issues/{issue.short_id}/")
        look(page, "issue-to-track", width, scheme)
        page.get_by_role("button", name="Create", exact=True).click()
        keep(timezone.now())
        server.move("closed")
        keep(timezone.now() + READ_EVERY)
    page.reload()
    expect(page.get_by_text("It is closed there")).to_be_visible()
    look(page, "issue-tracked", width, scheme)
    page.goto("/p/alpha/integrations/trackers/")
    page.get_by_role("link", name="Handbook").click()
    look(page, "tracker", width, scheme)
    page.context.close()
