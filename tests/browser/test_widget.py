"""The widget in Chromium, on a page of another origin with a strict content policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route, expect

from feedback.models import Feedback, FeedbackRevision, Project
from tests.browser.widget import (
    API,
    Visit,
    down,
    expect_recorded,
    expect_told,
    token_for,
    up,
    verify,
    waiting_items,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_one_click_is_recorded(visit: Visit) -> None:
    page = visit()
    up(page).click()
    expect_recorded(page)
    word = Feedback.objects.get()
    assert (word.rating, word.channel, word.answer.external_id) == (1, "widget", "a-1")
    expect(page.get_by_role("status")).to_have_attribute("title", f"Receipt {word.id}")


def test_details_follow_as_a_second_event_with_the_whole_word(visit: Visit) -> None:
    page = visit()
    down(page).click()
    expect_recorded(page)
    page.get_by_label("It is out of date").check()
    page.get_by_label("What would be right?").fill("You have 30 days.")
    page.get_by_label("Comment").fill("See the new agreement.")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_label("Comment")).to_be_hidden()
    word = Feedback.objects.get()
    assert (word.rating, word.reasons) == (-1, ["out_of_date"])
    assert (word.comment, word.correction.text) == ("See the new agreement.", "You have 30 days.")
    assert len(set(word.revisions.values_list("event_id", flat=True))) == 2


def test_a_flipped_thumb_clears_what_belonged_to_the_other(visit: Visit) -> None:
    page = visit()
    down(page).click()
    page.get_by_label("It is wrong").check()
    page.get_by_label("What would be right?").fill("You have 30 days.")
    page.get_by_label("Comment").fill("See the agreement.")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_label("Comment")).to_be_hidden()
    up(page).click()
    expect_recorded(page)
    word = Feedback.objects.get()
    assert (word.rating, word.reasons, word.complains) == (1, [], False)
    assert word.comment == "See the agreement."
    assert not hasattr(word, "correction")
    down(page).click()
    expect(page.get_by_label("It is wrong")).not_to_be_checked()
    expect(page.get_by_label("What would be right?")).to_have_value("")


def test_couldnt_verify_needs_no_thumb(visit: Visit) -> None:
    page = visit()
    verify(page).click()
    expect_recorded(page)
    word = Feedback.objects.get()
    assert (word.rating, word.reasons, word.complains) == (0, ["couldnt_verify"], True)


def test_couldnt_verify_goes_with_a_thumb(visit: Visit) -> None:
    page = visit()
    verify(page).click()
    expect_recorded(page)
    down(page).click()
    expect(page.get_by_role("status")).not_to_have_text("Sending…")
    expect_recorded(page)
    word = Feedback.objects.get()
    assert (word.rating, word.reasons) == (-1, ["couldnt_verify"])


def test_a_word_can_be_taken_back(visit: Visit) -> None:
    page = visit()
    down(page).click()
    expect_recorded(page)
    page.get_by_role("button", name="Take it back").click()
    expect_told(page, "Taken back.")
    assert Feedback.objects.get().withdrawn
    expect(down(page)).to_have_attribute("aria-pressed", "false")
    expect(down(page)).to_be_focused()


def test_the_same_thumb_again_takes_it_back(visit: Visit) -> None:
    page = visit()
    up(page).click()
    expect_recorded(page)
    up(page).click()
    expect_told(page, "Taken back.")
    assert Feedback.objects.get().withdrawn


def test_the_word_is_the_persons_whom_the_host_vouches_for(visit: Visit, asked: Project) -> None:
    page = visit(token=token_for(asked, "u-17"))
    up(page).click()
    expect_recorded(page)
    word = Feedback.objects.get()
    assert (word.person.external_id, word.team.name) == ("u-17", "Sales")


def test_a_refusal_is_told_and_the_thumb_springs_back(visit: Visit) -> None:
    page = visit(token="nonsense")
    page.evaluate("addEventListener('errata:refused', (e) => { window.code = e.detail.code; })")
    down(page).click()
    expect_told(page, "Not recorded: The person's token can't be read.")
    expect(down(page)).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.code") == "identity_refused"
    assert waiting_items(page) == []


def test_the_host_hears_of_the_receipt(visit: Visit) -> None:
    page = visit()
    page.evaluate("addEventListener('errata:recorded', (e) => { window.receipt = e.detail; })")
    up(page).click()
    expect_recorded(page)
    assert page.evaluate("window.receipt.id") == str(Feedback.objects.get().id)


def test_a_word_waits_while_the_server_is_down_and_is_stored_once(visit: Visit) -> None:
    page = visit()
    page.route(API, lambda route: route.abort("connectionrefused"))
    down(page).click()
    expect_told(page, "Not sent yet, trying again…")
    assert not Feedback.objects.exists()
    page.unroute(API)
    expect_recorded(page)
    assert FeedbackRevision.objects.count() == 1


def test_a_lost_receipt_does_not_make_a_second_word(visit: Visit) -> None:
    page = visit()
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(API, lose, times=1)
    down(page).click()
    expect_recorded(page)
    assert lost == [201]
    assert FeedbackRevision.objects.count() == 1


def test_the_newest_word_wins_when_several_wait(visit: Visit) -> None:
    page = visit()
    page.route(API, lambda route: route.abort("connectionrefused"))
    down(page).click()
    expect_told(page, "Not sent yet, trying again…")
    up(page).click()
    page.unroute(API)
    expect_recorded(page)
    assert [word.rating for word in FeedbackRevision.objects.all()] == [1]


def test_an_unsent_word_outlives_its_page_and_leaves_nothing_behind(visit: Visit) -> None:
    page = visit()
    page.route(API, lambda route: route.abort("connectionrefused"))
    down(page).click()
    page.get_by_label("Comment").fill("Confidential.")
    page.get_by_role("button", name="Send details").click()
    expect_told(page, "Not sent yet, trying again…")
    page.unroute(API)
    page.close()
    page = visit()
    expect(down(page)).to_have_attribute("aria-pressed", "true")
    expect_recorded(page)
    assert Feedback.objects.get().comment == "Confidential."
    assert waiting_items(page) == []


def test_an_unsent_word_is_not_sent_as_somebody_elses(visit: Visit, asked: Project) -> None:
    page = visit(token=token_for(asked, "u-1"))
    page.route(API, lambda route: route.abort("connectionrefused"))
    down(page).click()
    expect_told(page, "Not sent yet, trying again…")
    page.close()
    page = visit(token=token_for(asked, "u-2"))
    up(page).click()
    expect_recorded(page)
    assert [word.person.external_id for word in Feedback.objects.all()] == ["u-2"]
    assert len(waiting_items(page)) == 1


def test_it_all_works_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(down(page)).to_be_focused()
    page.keyboard.press("Space")
    expect_recorded(page)
    expect(down(page)).to_be_focused()
    for _ in range(4):  # couldn't verify, say more, take it back, the first reason
        page.keyboard.press("Tab")
    expect(page.get_by_label("It is wrong")).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_label("Comment").press("Tab")
    expect(page.get_by_role("button", name="Send details")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Say more")).to_be_focused()
    assert Feedback.objects.get().reasons == ["wrong"]


def test_escape_closes_the_details_and_keeps_the_focus(visit: Visit) -> None:
    page = visit()
    down(page).click()
    page.get_by_label("Comment").press("Escape")
    expect(page.get_by_label("Comment")).to_be_hidden()
    expect(page.get_by_role("button", name="Say more")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(scheme: str, visit: Visit) -> None:
    page = visit(scheme=scheme)
    down(page).click()
    expect(page.get_by_label("It is wrong")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_it_fits_320_pixels_with_targets_large_enough(visit: Visit) -> None:
    page = visit(width=320)
    down(page).click()
    expect(page.get_by_label("It is wrong")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


def test_the_reasons_are_the_projects_own(visit: Visit, asked: Project) -> None:
    asked.reasons.filter(code="wrong").update(label="That's not so")
    page = visit()
    down(page).click()
    expect(page.get_by_label("That's not so")).to_be_visible()


def test_without_the_reasons_one_can_still_write(visit: Visit) -> None:
    page = visit()
    page.route("**/api/v1/reasons*", lambda route: route.abort())
    down(page).click()
    expect(page.get_by_text("The reasons could not be loaded.")).to_be_visible()
    page.get_by_label("Comment").fill("It is 30.")
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_label("Comment")).to_be_hidden()
    assert Feedback.objects.get().comment == "It is 30."


def test_moving_the_element_keeps_what_was_said(visit: Visit) -> None:
    page = visit()
    down(page).click()
    expect_recorded(page)
    page.evaluate("document.body.append(document.querySelector('errata-feedback'))")
    expect(down(page)).to_have_attribute("aria-pressed", "true")
