"""From typed words to the issues nearest in meaning, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.screens import on_screens
from tests.browser.working import PICTURES, make_worked, visit
from tests.builders import make_member
from tests.triage.reading import reading_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = "How much vacation am I entitled to per year?"
MEANT = "How many days of annual leave do I have?"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker loads its model first."""
    monkeypatch.setattr("triage.issues.queries.meaning.WAIT_S", 60.0)


@on_screens
def test_typed_words_lead_to_what_means_the_same(
    browser: Browser, live_server: LiveServer, patient: None, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    member = make_member(make_worked(), "triager")
    page = visit(
        browser,
        live_server,
        member,
        "queue/",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    with reading_worker():
        page.keyboard.press("/")
        page.keyboard.type(TYPED)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
        page.get_by_role("link", name="Nearest in meaning to what you wrote").press("Enter")
        nearest = page.locator(".issues .open").first
        expect(nearest).to_contain_text(MEANT)
        expect(nearest).to_contain_text("alike")
    found = Axe().run(page)
    page.screenshot(path=PICTURES / f"meaning-{width}-{scheme}.png", full_page=True)
    fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()
    assert found.violations_count == 0, found.generate_report()
    assert fits
