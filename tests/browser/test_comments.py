"""Commenting in Chromium: whom to mention is offered, and chosen by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Member, Project
from tests.browser.working import leave, make_worked, visit
from tests.builders import make_member
from triage.models import IssueActivity, MemberNotice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worked() -> Project:
    return make_worked()


@pytest.fixture
def triager(worked: Project) -> Member:
    return make_member(worked, "triager")


def test_a_colleague_is_mentioned_by_keyboard(
    browser: Browser, live_server: LiveServer, worked: Project, triager: Member
) -> None:
    make_member(worked, "manager", email="hanna.berg@alpha.example")
    page = visit(browser, live_server, triager, "queue/")
    field = page.get_by_label("A comment for the team")
    field.focus()
    page.keyboard.type("Look, @h")
    options = page.locator(".mentions-list").get_by_role("option")
    expect(options).to_have_text(["People team @hr", "hanna.berg@alpha.example @hanna.berg"])
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Enter")
    expect(options).to_have_count(0)
    expect(field).to_have_value("Look, @hanna.berg ")
    page.keyboard.type("is it 30?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#outcome")).to_contain_text("told whom it mentions")
    expect(page.locator(".mention")).to_have_text("@hanna.berg@alpha.example")
    leave(page)
    assert MemberNotice.objects.get().member.user.email == "hanna.berg@alpha.example"


def test_escape_leaves_what_was_typed(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.get_by_label("A comment for the team").focus()
    page.keyboard.type("@hr")
    page.keyboard.press("Escape")
    expect(page.locator(".mentions-list")).to_have_count(0)
    page.keyboard.type(" and a@b, @nobody")
    expect(page.locator(".mentions-list")).to_have_count(0)
    expect(page.get_by_label("A comment for the team")).to_have_value("@hr and a@b, @nobody")
    leave(page)


def test_a_comment_is_edited_and_taken_back_where_it_stands(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "queue/")
    page.get_by_label("A comment for the team").fill("Is it 28?")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("Your comment").fill("It is 30.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".said")).to_have_text("It is 30.")
    page.get_by_role("button", name="Take the comment back").click()
    expect(page.locator(".said")).to_have_count(0)
    expect(page.locator("#outcome")).to_contain_text("taken back")
    leave(page)
    assert IssueActivity.objects.filter(verb="reworded").exists()
