"""Who comes back finds their word; several tabs are one reader; nothing is kept that needn't be."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Request, Route, expect

from feedback.models import Feedback, FeedbackRevision, Project
from tests.browser.widget import (
    API,
    Visit,
    down,
    expect_recorded,
    expect_told,
    send_details,
    token_for,
    up,
    verify,
    waiting_items,
)
from tests.builders import make_member, place_all, say
from tests.triage.acting import MENDED
from triage.issues.operations import archive, resolve
from triage.models import Issue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINE = "**/api/v1/mine?*"


def test_a_visitor_who_comes_back_finds_their_word(visit: Visit) -> None:
    page = visit()
    down(page).click()
    page.get_by_label("It is wrong").check()
    page.get_by_label("Comment").fill("It is 30.")
    send_details(page)
    page.close()
    page = visit()
    expect_told(page, "You said this: received")
    expect(down(page)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Say more").click()
    expect(page.get_by_label("It is wrong")).to_be_checked()
    expect(page.get_by_label("Comment")).to_have_value("It is 30.")


def test_a_mind_changed_after_a_reload_is_a_revision(visit: Visit) -> None:
    page = visit()
    down(page).click()
    expect_recorded(page)
    page.close()
    page = visit()
    expect(down(page)).to_have_attribute("aria-pressed", "true")
    up(page).click()
    expect_recorded(page)
    assert Feedback.objects.get().rating == 1
    assert list(FeedbackRevision.objects.values_list("rating", flat=True)) == [-1, 1]


def complained(project: Project, token_person: str) -> Issue:
    say(project, "a-1", person=token_person, comment="It is 30.", now=timezone.now())
    place_all(project, now=timezone.now())
    return Issue.objects.get()


def test_a_reporter_is_told_when_it_was_fixed(visit: Visit, asked: Project) -> None:
    issue = complained(asked, "u-1")
    day = timezone.now() - timedelta(days=2)
    member = make_member(asked, "triager")
    actor = f"member:{member.user.email}"
    resolve(issue=issue, fix=MENDED, version=None, resolution="Mended.", actor=actor, now=day)
    page = visit(token=token_for(asked, "u-1"))
    expect_told(page, f"You said this: fixed on {day:%b} {day.day}, {day.year}")


def test_a_reporter_is_told_when_it_was_declined(visit: Visit, asked: Project) -> None:
    issue = complained(asked, "u-1")
    archive(issue=issue, version=None, actor="system:test", now=timezone.now())
    page = visit(token=token_for(asked, "u-1"))
    expect(page.get_by_role("status")).to_contain_text("You said this: declined on")


def test_a_reader_is_not_told_of_anothers_word(visit: Visit, asked: Project) -> None:
    complained(asked, "u-2")
    page = visit(token=token_for(asked, "u-1"))
    page.wait_for_load_state("networkidle")
    expect_told(page, "")
    expect(down(page)).to_have_attribute("aria-pressed", "false")


def test_who_only_reads_leaves_no_trace(visit: Visit) -> None:
    page = visit()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_a_click_before_the_earlier_word_is_here_wins(visit: Visit) -> None:
    page = visit()
    down(page).click()
    expect_recorded(page)
    held: list[Route] = []
    page.context.route(MINE, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.close()
    page = visit()
    up(page).click()
    expect_recorded(page)
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(up(page)).to_have_attribute("aria-pressed", "true")


def test_of_two_tabs_a_waiting_word_is_stored_once_and_both_are_told(visit: Visit) -> None:
    posts: list[str] = []

    def sent(request: Request) -> None:
        if request.method == "POST":
            posts.append(request.url)

    first = visit()
    first.context.route(API, lambda route: route.abort("connectionrefused"))
    down(first).click()
    expect_told(first, "Not sent yet, trying again…")
    second = visit()
    expect_told(second, "Not sent yet, trying again…")
    first.context.on("requestfinished", sent)
    first.context.unroute(API)
    expect_recorded(first)
    # What one tab stores the other sees a little later, and may by then have sent it too.
    expect(second.get_by_role("status")).to_have_text(re.compile("^You said this|^Recorded"))
    assert len(posts) <= 2
    assert FeedbackRevision.objects.count() == 1


def test_a_page_that_closes_at_once_has_sent_its_word(visit: Visit) -> None:
    page = visit()
    down(page).click()
    page.close()
    other = visit()
    expect(down(other)).to_have_attribute("aria-pressed", "true")
    # The word may have left with the page or waited for the next one; a status alone doesn't say.
    expect(other.get_by_role("status")).to_have_text(re.compile("^You said this|^Recorded"))
    assert Feedback.objects.get().rating == -1


def test_what_is_refused_later_is_told_and_the_earlier_word_stands(visit: Visit) -> None:
    page = visit()
    up(page).click()
    expect_recorded(page)
    page.route(
        API,
        lambda route: route.fulfill(
            status=422,
            json={"code": "says_no", "detail": "Not today."},
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    down(page).click()
    expect_told(page, "Not recorded: Not today.")
    expect(up(page)).to_have_attribute("aria-pressed", "true")
    assert waiting_items(page) == []


def test_a_busy_server_is_asked_again_when_it_says(visit: Visit) -> None:
    page = visit()
    refusals = iter([429, 503])

    def busy(route: Route) -> None:
        route.fulfill(
            status=next(refusals),
            headers={"Access-Control-Allow-Origin": "*", "Retry-After": "1"},
        )

    page.route(API, busy, times=2)
    verify(page).click()
    expect_told(page, "Not sent yet, trying again…")
    expect_recorded(page)
    assert FeedbackRevision.objects.count() == 1
