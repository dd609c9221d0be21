"""The whole way of one complaint, through everything that `make run` starts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack, running_stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

COMMENT = "The new works agreement says something else since May."


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


def test_a_flagged_answer_is_found_in_the_queue_and_in_the_report(page: Page, stack: Stack) -> None:
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
