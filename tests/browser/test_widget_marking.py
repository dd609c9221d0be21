"""Marking the words that are wrong, and a correction over the answer's own text."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Feedback, Project
from tests.browser.widget import (
    Visit,
    down,
    expect_recorded,
    send_details,
    token_for,
)
from tests.builders import send_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "You have 28 days of leave. 🌴 They end in March. Ask HR."


@pytest.fixture
def token(asked: Project) -> str:
    send_answer(asked, "a-1", text=TEXT)
    return token_for(asked, "u-1")


def opened(page: Page) -> Page:
    down(page).click()
    expect_recorded(page)
    expect(marking(page)).to_be_visible()
    return page


def marking(page: Page) -> Locator:
    return page.get_by_role("group", name="Mark what is wrong")


def pieces(page: Page) -> Locator:
    return marking(page).get_by_role("button")


def correction(page: Page) -> Locator:
    return page.get_by_label("What would be right?")


def quotes() -> list[tuple[str, str]]:
    """What each mark says, and what the answer says at that place."""
    marks = Feedback.objects.get().spans.order_by("start")
    return [(mark.quote, TEXT[mark.start : mark.end]) for mark in marks]


def twice(*words: str) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def test_a_sentence_is_marked_by_a_click_and_unmarked_by_another(visit: Visit, token: str) -> None:
    page = opened(visit(token=token))
    sentences = ["You have 28 days of leave. ", "🌴 They end in March. ", "Ask HR."]
    assert pieces(page).all_text_contents() == sentences
    pieces(page).nth(1).click()
    pieces(page).nth(2).click()
    pieces(page).nth(1).click()
    send_details(page)
    assert quotes() == twice("Ask HR.")


def test_characters_are_counted_as_the_api_counts_them(visit: Visit, token: str) -> None:
    page = opened(visit(token=token))
    pieces(page).nth(1).click()
    pieces(page).filter(has_text="Ask HR.").click()
    send_details(page)
    assert quotes() == twice("🌴 They end in March.", "Ask HR.")


def test_a_sentence_is_marked_by_keyboard_alone(visit: Visit, token: str) -> None:
    page = opened(visit(token=token))
    pieces(page).first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    marked = marking(page).locator("[aria-pressed=true]")
    expect(marked).to_be_focused()
    expect(marked).to_have_text("🌴 They end in March.")
    page.keyboard.press("Tab")
    expect(correction(page)).to_be_focused()
    send_details(page)
    assert quotes() == twice("🌴 They end in March.")


def drag(page: Page, element: Locator, words: str) -> None:
    """Select these words with the mouse."""
    ends = element.evaluate(
        """(element, words) => {
            const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
            const range = document.createRange();
            range.setStart(node, node.data.indexOf(words));
            range.setEnd(node, node.data.indexOf(words) + words.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return [left, right, (top + bottom) / 2];
        }""",
        words,
    )
    page.mouse.move(ends[0] + 1, ends[2])
    page.mouse.down()
    page.mouse.move(ends[1] - 1, ends[2], steps=5)
    page.mouse.up()


def test_words_are_marked_by_selecting_them(visit: Visit, token: str) -> None:
    page = opened(visit(token=token))
    drag(page, pieces(page).first, "28 days")
    expect(marking(page).locator("[aria-pressed=true]")).to_have_text("28 days")
    send_details(page)
    assert quotes() == twice("28 days")


def test_what_was_selected_on_the_page_is_marked(visit: Visit, token: str) -> None:
    body = f'<p id="text">{TEXT}</p><errata-feedback answer="a-1" for="text"></errata-feedback>'
    page = visit(token=token, body=body)
    drag(page, page.locator("#text"), "end in March")
    opened(page)
    expect(marking(page).locator("[aria-pressed=true]")).to_have_text("end in March")
    send_details(page)
    assert quotes() == twice("end in March")


def test_marks_are_there_again_after_a_reload(visit: Visit, token: str) -> None:
    page = opened(visit(token=token))
    drag(page, pieces(page).nth(1), "in March")
    send_details(page)
    page.close()
    page = visit(token=token)
    page.get_by_role("button", name="Say more").click()
    expect(marking(page).locator("[aria-pressed=true]")).to_have_text("in March")


def test_a_correction_starts_from_the_answer_and_shows_what_changed(
    visit: Visit, token: str
) -> None:
    page = opened(visit(token=token))
    expect(correction(page)).to_have_value(TEXT)
    correction(page).fill(TEXT.replace("28", "30").replace("HR", "Human Resources"))
    changes = page.locator("errata-feedback [part=changes]")
    assert changes.locator("del").all_text_contents() == ["28", "HR"]
    assert "".join(changes.locator("ins").all_text_contents()) == "30Human Resources"
    send_details(page)
    word = Feedback.objects.get()
    assert word.correction.text.startswith("You have 30 days")


def test_the_answers_own_text_is_no_correction(visit: Visit, token: str) -> None:
    page = opened(visit(token=token))
    page.get_by_label("Comment").fill("Hm.")
    send_details(page)
    word = Feedback.objects.get()
    assert (word.comment, hasattr(word, "correction")) == ("Hm.", False)


def test_where_the_text_is_not_told_the_page_tells_it(visit: Visit) -> None:
    page = visit(body='<errata-feedback answer="a-9" for="shown"></errata-feedback>')
    down(page).click()
    expect(correction(page)).to_have_value("You have 28 days of leave.")


def test_without_the_text_there_is_nothing_to_mark(visit: Visit) -> None:
    page = visit()
    down(page).click()
    expect(correction(page)).to_have_value("")
    expect(marking(page)).to_be_hidden()


CHANGES = [
    ["", ""],
    ["a b", "a b"],
    ["a b c d", "a c d"],
    ["one two", "two one two"],
    ["今天下雨。", "明天下雪。"],
    ["x", ""],
    ["", "x y"],
    ["the cat sat on the mat", "the dog sat on a mat, the end"],
]


def test_changes_tell_both_texts_whole(live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{live_server}/livez")
    told = page.evaluate(
        """async (cases) => {
            const { changes } = await import("/static/feedback/widget/text.js");
            return cases.map(([before, after]) => {
                const parts = changes(before, after);
                const but = (out) =>
                    parts.filter(([kind]) => kind !== out).map(([, text]) => text).join("");
                return [but("ins"), but("del")];
            });
        }""",
        CHANGES,
    )
    page.close()
    assert told == CHANGES
