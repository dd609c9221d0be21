"""The whole way of one complaint, through everything that `make run` starts: from the vote to the
queue, the fix, word back to whoever complained, and whether they say that it is right now."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

COMMENT = "The new works agreement says something else since May."
CHANGED = "The works agreement of May is the source now."


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        stack.manage("load_demo", "--scale", "0.03")
        yield stack


@pytest.fixture
def page(stack: Stack, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=stack.url)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def _flag_an_answer(page: Page) -> dict[str, Any]:
    """Ask, say it is wrong, say what is right; the receipt that the widget got."""
    page.goto("/demo/")
    page.locator("form.suggestions button").first.click()
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_text("Recorded")).to_be_visible()
    page.get_by_label("Comment").fill(COMMENT)
    page.get_by_label("What would be right?").fill("It is two weeks longer.")
    with page.expect_response("**/api/v1/feedback") as sent:
        page.get_by_role("button", name="Send details").click()
    receipt: dict[str, Any] = sent.value.json()
    return receipt


def _sign_in(page: Page, stack: Stack) -> dict[str, Any]:
    """As the demonstration's admin of `bootstrap`; what it printed."""
    found = stack.bootstrap("demo")
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(found["members"]["admin"]["email"])
    page.get_by_label("Password").fill(found["members"]["admin"]["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{stack.url}/p/demo/queue/")
    return found


def _read(page: Page, address: str, secret: str) -> dict[str, Any]:
    answer = page.request.get(address, headers={"Authorization": f"Bearer {secret}"})
    found: dict[str, Any] = answer.json()
    return found


def _until(page: Page, ready: Callable[[], object]) -> None:
    for _ in range(90):
        if ready():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("it did not happen within 90 seconds")


def _resolve(page: Page, short_id: str) -> None:
    """By keys, on the issue's own page."""
    page.goto(f"/p/demo/issues/{short_id}/")
    page.keyboard.press("e")
    page.keyboard.type(CHANGED)
    page.get_by_label("By", exact=True).select_option("prompt")
    page.get_by_role("button", name=f"Resolve {short_id}").click()
    expect(page.locator("#outcome")).to_contain_text(f"Resolved {short_id}")


def _say_that_it_is_right(page: Page) -> None:
    """The reader comes back to the chat until they are told what changed."""
    told = page.get_by_text(f"What changed: {CHANGED}")
    _until(page, lambda: page.goto("/demo/") and _comes(told))
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Recorded. Thank you.")).to_be_visible()


def _comes(place: Locator) -> bool:
    """Whether it is there soon after the page is."""
    try:
        place.wait_for(timeout=2000)
    except PlaywrightError:
        return False
    return True


def test_one_complaint_from_the_vote_to_whether_it_is_right_now(page: Page, stack: Stack) -> None:
    secret = _sign_in(page, stack)["keys"]["secret"]
    metric = "/api/v1/metrics/complaint_rate?from=2020-01-01"
    _until(page, lambda: _read(page, "/api/v1/backlog", secret)["waiting"] == 0)
    _until(page, lambda: _read(page, metric, secret)["numerator"] is not None)
    before = _read(page, metric, secret)["numerator"]

    receipt = _flag_an_answer(page)
    assert receipt["revision"] == 2  # the thumb was recorded alone, before the details

    fate = f"/api/v1/feedback/{receipt['id']}"
    _until(page, lambda: _read(page, fate, secret).get("issue"))
    short_id = _read(page, fate, secret)["issue"]
    owner = _read(page, f"/api/v1/issues/{short_id}", secret)["owner"]["name"]
    page.goto(f"/p/demo/queue/?issue={short_id}")
    expect(page.get_by_text(COMMENT)).to_be_visible()
    expect(page.locator("main")).to_contain_text(owner)

    _until(page, lambda: _read(page, metric, secret)["numerator"] == before + 1)
    page.goto("/p/demo/report/?from=2020-01-01")
    expect(page.get_by_text("Complaint rate").first).to_be_visible()

    _resolve(page, short_id)
    assert _read(page, fate, secret)["state"] == "fixed"
    _say_that_it_is_right(page)
    page.goto(f"/p/demo/issues/{short_id}/")
    expect(page.locator("#reporters")).to_contain_text("right now? 1 yes, 0 no")
