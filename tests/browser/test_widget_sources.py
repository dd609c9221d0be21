"""Where an answer comes from, under the answer; and what a reader can say of its sources."""

import json
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from feedback.capture.messages import CitationMessage
from feedback.models import Feedback, Project
from tests.browser.widget import (
    Visit,
    down,
    expect_recorded,
    expect_told,
    glance,
    token_for,
    up,
)
from tests.builders import send_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sourced(asked: Project) -> Project:
    """The answer rests on a handbook that stands and on a circular that has run out."""
    handbook = CitationMessage(
        source="handbook",
        title="Staff handbook",
        uri="https://intranet.example/handbook",
        version="7",
        status="approved",
        approved_until=date(2099, 12, 31),
        reviewed_at=date(2026, 5, 3),
        passage="Everybody has 28 days.",
    )
    circular = CitationMessage(source="circular", approved_until=date(2020, 1, 31))
    send_answer(asked, "a-1", confidence=0.7, citations=[handbook, circular])
    return asked


def open_sources(page: Page) -> None:
    glance(page).click()


def test_a_known_person_sees_at_a_glance_what_an_answer_rests_on(
    visit: Visit, sourced: Project
) -> None:
    page = visit(token=token_for(sourced, "u-1"))
    expect(glance(page)).to_have_text("Fairly sure · Sources: 2 · Not current: 1")


def test_sources_that_come_late_move_no_button(visit: Visit, sourced: Project) -> None:
    page = visit()
    held: list[Route] = []
    page.context.route("**/api/v1/mine?*", lambda route: held.append(route))  # noqa: PLW0108
    page = visit(token=token_for(sourced, "u-1"))
    before = up(page).bounding_box()
    held[-1].continue_()
    expect(glance(page)).to_be_visible()
    assert up(page).bounding_box() == before


def test_each_source_says_version_approval_freshness_and_passage(
    visit: Visit, sourced: Project
) -> None:
    page = visit(token=token_for(sourced, "u-1"))
    open_sources(page)
    handbook, circular = page.get_by_role("listitem").all()
    expect(handbook).to_contain_text("version 7 · approved until Dec 31, 2099")
    expect(handbook).to_contain_text("reviewed on May 3, 2026")
    expect(handbook).to_contain_text("Everybody has 28 days.")
    link = handbook.get_by_role("link", name="Staff handbook")
    expect(link).to_have_attribute("href", "https://intranet.example/handbook")
    expect(circular).to_contain_text("approval ended on Jan 31, 2020")


def test_a_stranger_sees_no_sources_unless_the_project_shows_them(
    visit: Visit, sourced: Project
) -> None:
    page = visit()
    up(page).click()
    expect_recorded(page)
    expect(glance(page)).to_be_hidden()
    page.close()
    Project.objects.filter(pk=sourced.pk).update(shows_sources=True)
    expect(glance(visit())).to_contain_text("Sources: 2")


def test_flagging_a_source_is_recorded_by_one_choice(visit: Visit, sourced: Project) -> None:
    page = visit(token=token_for(sourced, "u-1"))
    open_sources(page)
    flag = page.get_by_label("Flag this source: circular")
    flag.select_option("Is out of date")
    expect_recorded(page)
    word = Feedback.objects.get()
    assert [str(one) for one in word.flags.all()] == ["circular: This source is out of date"]
    assert word.complains
    flag.select_option("Flag this source")
    expect_told(page, "Taken back.")
    assert Feedback.objects.get().withdrawn


def test_a_flag_goes_with_a_thumb_and_is_there_again_after_a_reload(
    visit: Visit, sourced: Project
) -> None:
    token = token_for(sourced, "u-1")
    page = visit(token=token)
    down(page).click()
    expect_recorded(page)
    open_sources(page)
    page.get_by_label("Flag this source: Staff handbook").select_option("Doesn't say that")
    expect(page.get_by_role("status")).not_to_have_text("Sending…")
    page.close()
    page = visit(token=token)
    open_sources(page)
    expect(page.get_by_label("Flag this source: Staff handbook")).to_have_value("doesnt_say")
    expect(down(page)).to_have_attribute("aria-pressed", "true")


def host_states(provenance: dict[str, object]) -> str:
    stated = json.dumps(provenance).replace('"', "&quot;")
    return f'<errata-feedback answer="a-1" provenance="{stated}"></errata-feedback>'


def test_a_host_can_state_the_provenance_itself(visit: Visit) -> None:
    sources = [{"source": "wiki", "title": "The wiki", "status": "draft"}]
    page = visit(body=host_states({"confidence": 0.2, "sources": sources}))
    expect(glance(page)).to_have_text("Unsure · Sources: 1 · Not current: 1")
    open_sources(page)
    expect(page.get_by_role("listitem")).to_contain_text("draft")


def test_an_answer_that_abstained_says_so(visit: Visit) -> None:
    page = visit(body=host_states({"confidence": 0.9, "abstained": True}))
    expect(glance(page)).to_have_text("It says that it doesn't know · Sources: 0")


def test_only_web_addresses_become_links(visit: Visit) -> None:
    sources = [{"source": "s", "title": "Trap", "uri": "javascript:alert(1)"}]
    page = visit(body=host_states({"sources": sources}))
    open_sources(page)
    expect(page.get_by_role("listitem")).to_contain_text("Trap")
    expect(page.get_by_role("link")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sources_are_accessible(scheme: str, visit: Visit, sourced: Project) -> None:
    page = visit(token=token_for(sourced, "u-1"), scheme=scheme, width=320)
    open_sources(page)
    down(page).click()
    expect(page.get_by_label("It is wrong")).to_be_visible()
    results = Axe().run(page)
    assert results.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
