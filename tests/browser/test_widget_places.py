"""The widget where hosts put it: many at once, streamed, in dialogs, in six languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Feedback
from feedback.widget.files import widget
from tests.browser.conftest import HostSite
from tests.browser.widget import WIDGET, Visit, down, expect_recorded, expect_told, up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HELPFUL = {
    "ar": "مفيدة",
    "de": "Hilfreich",
    "en": "Helpful",
    "es": "Útil",
    "fr": "Utile",
    "zh": "有帮助",
}


def accessible(page: Page) -> None:
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("lang", HELPFUL)
def test_it_speaks_the_pages_language(lang: str, visit: Visit) -> None:
    page = visit(lang=lang, width=320)
    page.get_by_role("button", name=HELPFUL[lang], exact=True).click()
    expect(page.get_by_role("status")).not_to_be_empty()
    page.locator("errata-feedback button").nth(1).click()
    expect(page.get_by_role("checkbox").first).to_be_visible()
    direction = "getComputedStyle(document.querySelector('errata-feedback').shadowRoot"
    rtl = page.evaluate(f"{direction}.firstChild).direction")
    assert rtl == ("rtl" if lang == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    accessible(page)


@pytest.mark.parametrize(("lang", "words"), [("de-AT", "Hilfreich"), ("nl", "Helpful")])
def test_a_dialect_speaks_its_language_and_an_unknown_one_english(
    lang: str, words: str, visit: Visit
) -> None:
    page = visit(lang=lang)
    expect(page.get_by_role("button", name=words, exact=True)).to_be_visible()


def test_the_nearest_lang_decides_and_can_change(visit: Visit) -> None:
    page = visit(body=f'<section lang="fr">{WIDGET}</section>')
    expect(page.get_by_role("button", name="Utile", exact=True)).to_be_visible()
    page.evaluate("document.querySelector('errata-feedback').lang = 'es'")
    expect(page.get_by_role("button", name="Útil", exact=True)).to_be_visible()


def test_without_its_language_it_speaks_english(visit: Visit) -> None:
    page = visit()
    page.route("**/widget/fr.js", lambda route: route.abort())
    page.evaluate("document.querySelector('errata-feedback').lang = 'fr'")
    expect(up(page)).to_be_visible()


def test_a_host_can_say_it_in_its_own_words(visit: Visit) -> None:
    own = '{"en": {"up": "Spot on", "reasons": {"wrong": "That is not so"}}}'
    page = visit(head=f'<script type="application/json" id="errata-words">{own}</script>')
    expect(page.get_by_role("button", name="Spot on")).to_be_visible()
    down(page).click()
    expect(page.get_by_label("That is not so")).to_be_visible()


def test_a_hundred_on_a_page_ask_together(visit: Visit) -> None:
    page = visit()
    page.wait_for_load_state("networkidle")
    asks: list[str] = []

    def heard(request: Request) -> None:
        if "/mine?" in request.url and request.method == "GET":
            asks.append(request.url)

    page.on("request", heard)
    page.evaluate(
        """() => {
            const all = Array.from({ length: 100 }, (_, n) => {
                const element = document.createElement("errata-feedback");
                element.setAttribute("answer", `a-${n}`);
                return element;
            });
            document.querySelector("main").append(...all);
        }"""
    )
    expect(up(page)).to_have_count(101)
    for _ in range(100):
        if len(asks) >= 2:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)  # for one too many
    assert len(asks) == 2


def test_a_streamed_answer_has_no_widget_until_it_has_an_id(visit: Visit) -> None:
    page = visit(body="<errata-feedback for='shown'></errata-feedback>")
    expect(up(page)).to_be_hidden()
    page.evaluate("document.querySelector('#shown').textContent += ' And more.'")
    page.evaluate("document.querySelector('errata-feedback').setAttribute('answer', 'a-5')")
    down(page).click()
    expect_recorded(page)
    corrected = page.get_by_label("What would be right?")
    expect(corrected).to_have_value("You have 28 days of leave. And more.")
    assert Feedback.objects.get().answer.external_id == "a-5"


def test_an_element_that_is_reused_forgets_the_answer_before(visit: Visit) -> None:
    page = visit()
    down(page).click()
    page.get_by_label("Comment").fill("About the first.")
    expect_recorded(page)
    page.evaluate("document.querySelector('errata-feedback').setAttribute('answer', 'a-2')")
    expect(down(page)).to_have_attribute("aria-pressed", "false")
    expect_told(page, "")
    down(page).click()
    expect(page.get_by_label("Comment")).to_have_value("")


def test_an_element_taken_away_and_put_back_goes_on(visit: Visit) -> None:
    page = visit()
    page.evaluate(
        """() => {
            const element = document.querySelector("errata-feedback");
            const parent = element.parentNode;
            element.remove();
            parent.append(element);
        }"""
    )
    up(page).click()
    expect_recorded(page)


def test_in_a_dialog_escape_closes_the_details_first(visit: Visit) -> None:
    page = visit(body=f"<dialog aria-label='Answer'>{WIDGET}</dialog>")
    page.evaluate("document.querySelector('dialog').showModal()")
    down(page).click()
    page.get_by_label("Comment").press("Escape")
    expect(page.get_by_label("Comment")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_in_a_shadow_of_the_hosts_the_answer_is_found_there(visit: Visit) -> None:
    page = visit(body="<div></div>" + WIDGET)
    page.evaluate(
        """() => {
            const root = document.querySelector("main div").attachShadow({ mode: "open" });
            const text = document.createElement("p");
            text.id = "inner";
            text.textContent = "Inside.";
            const element = document.querySelector("errata-feedback");
            element.setAttribute("for", "inner");
            element.setAttribute("answer", "a-6");
            root.append(text, element);
        }"""
    )
    down(page).click()
    expect(page.get_by_label("What would be right?")).to_have_value("Inside.")


def test_a_page_can_pin_the_very_script(visit: Visit, live_server: LiveServer) -> None:
    found = widget()
    address = f"{live_server}/widget/{found.version}/errata.js"
    integrity = found.files["errata.js"].integrity
    page = visit(script=f'src="{address}" integrity="{integrity}" crossorigin')
    up(page).click()
    expect_recorded(page)
    assert Feedback.objects.exists()


def test_a_host_can_serve_the_files_itself(
    visit: Visit, live_server: LiveServer, host_site: HostSite
) -> None:
    files = widget().files
    host_site.files = {f"/own/{name}": file.content for name, file in files.items()}
    host_site.policy = f"script-src 'self'; connect-src {live_server}"
    page = visit(
        head=f'<meta name="errata-server" content="{live_server}">', script='src="/own/errata.js"'
    )
    up(page).click()
    expect_recorded(page)


def test_hosts_theme_it_by_properties_and_parts(visit: Visit) -> None:
    page = visit()
    down(page).click()
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`errata-feedback { --errata-accent: rgb(1, 2, 3); }
                errata-feedback::part(status) { letter-spacing: 7px; }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    style = "(element) => getComputedStyle(element)"
    send = page.get_by_role("button", name="Send details")
    assert send.evaluate(f"{style}.backgroundColor").endswith("(1, 2, 3)")
    assert page.get_by_role("status").evaluate(f"{style}.letterSpacing") == "7px"


def test_in_forced_colours_what_is_pressed_still_differs(visit: Visit) -> None:
    page = visit()
    page.emulate_media(forced_colors="active")
    up(page).click()
    expect_recorded(page)
    weight = "(element) => getComputedStyle(element).fontWeight"
    assert up(page).evaluate(weight) != down(page).evaluate(weight)


def test_targets_of_the_details_are_large_enough(visit: Visit) -> None:
    page = visit(width=320)
    down(page).click()
    expect(page.get_by_label("It is wrong")).to_be_visible()
    for box in page.locator("errata-feedback label:has(input)").all():
        size = box.bounding_box()
        assert size is not None
        assert size["height"] >= 24
