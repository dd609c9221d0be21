"""The demonstration chat in Chromium, as a first-time visitor uses it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from feedback.capture.messages import CitationMessage
from feedback.directory.operations import PersonEntry, sync_people
from feedback.models import Feedback, Project
from tests.browser.screens import on_the_narrowest_too
from tests.builders import NOW, make_project, send_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "How many days of leave do I have?"


@pytest.fixture
def demonstration(transactional_db: None, settings: Any, tmp_path: Path) -> Project:
    settings.VAR = tmp_path  # the host's keys are kept there
    project = make_project("demo")
    sync_people(project=project, entries=[PersonEntry("u-1", "HR", "Pilot")], now=NOW)
    sources = [
        CitationMessage(
            source="hr/leave",
            title="Leave policy",
            version="6",
            owner="HR",
            status="approved",
            approved_until=date(2026, 1, 1),
            passage="28 days.",
        ),
        CitationMessage(source="hr/faq", title="Questions about leave", status="draft"),
    ]
    send_answer(project, "a-1", citations=sources, confidence=0.9, language="en", release="2.3")
    return project


@pytest.fixture
def page(demonstration: Project, live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    errors: list[str] = []
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_a_visitor_asks_and_corrects_the_answer(page: Page) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=QUESTION).click()
    page.get_by_text("Very sure · Sources: 2 · Not current: 2").click()
    expect(page.get_by_text("version 6 · approval ended on Jan 1, 2026")).to_be_visible()
    page.get_by_role("button", name="Not helpful").click()
    page.get_by_label("What would be right?").fill("You have 30 days.")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_label("What would be right?")).to_be_hidden()
    word = Feedback.objects.get()
    assert (word.person.external_id, word.correction.text) == ("u-1", "You have 30 days.")
    assert word.answer.external_id.startswith("chat-")


def test_a_typed_question_empties_the_field_and_keeps_the_focus(page: Page) -> None:
    page.goto("/demo/")
    field = page.get_by_label("Your question")
    field.fill("How much leave have I got?")
    field.press("Enter")
    expect(page.get_by_text("You have 28 days of leave.")).to_be_visible()
    expect(field).to_have_value("")
    expect(field).to_be_focused()


@on_the_narrowest_too
def test_the_chat_is_accessible_and_fits(scheme: Any, width: int, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/demo/")
    page.get_by_role("button", name=QUESTION).click()
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_label("It is wrong")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.django_db(transaction=True)
def test_the_empty_page_is_accessible(live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/demo/")
    expect(page.get_by_role("heading")).to_have_text("There is no demonstration project")
    results = Axe().run(page)
    page.close()
    assert results.violations_count == 0, results.generate_report()
