"""Deciding proposals in Chromium: by keyboard, without script, in light and dark, wide and
narrow."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Member, Project
from tests.browser.screens import on_the_narrowest_too
from tests.browser.working import PICTURES, make_worked, visit
from tests.builders import make_member
from tests.triage.acting import comment
from tests.triage.proposing import merging, taking
from triage.issues.operations import keep_apart, keep_whole
from triage.models import Issue, Proposal
from triage.proposals.operations import consolidate
from triage.proposals.tasks import consolidate_project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worked() -> Project:
    """A project with four proposals that wait, and one that was applied by itself."""
    project = make_worked()
    issues = leave, expenses, laptop, vpn, discount, notice = Issue.objects.order_by("number")
    for issue in issues:
        comment(issue)
    changes = [
        merging(expenses, notice, 0.97),
        merging(laptop, vpn, 0.92),
        taking(leave, 2),
        taking(discount, 1, to=laptop),
        merging(leave, discount, 0.61),
    ]
    consolidate(project=project, changes_of=lambda _: changes, clock=timezone.now)
    return project


@pytest.fixture
def triager(worked: Project) -> Member:
    return make_member(worked, "triager")


def states() -> dict[str, int]:
    found = list(Proposal.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def test_proposals_are_decided_by_keyboard(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "proposals/")
    outcome = page.locator("#outcome")
    page.keyboard.press("a")  # nothing has the focus yet: it goes to the first, and decides nothing
    expect(page.locator(".card").first).to_be_focused()
    page.keyboard.press("a")
    expect(outcome).to_contain_text("Merged")
    expect(page.locator(".card").first).to_be_focused()
    page.keyboard.press("n")
    expect(outcome).to_contain_text("Not now")
    page.keyboard.press("v")
    expect(outcome).to_contain_text("will")
    page.keyboard.press("u")
    expect(outcome).to_contain_text("taken back")
    expect(page.locator("#waiting-proposals")).to_have_text("2")
    page.context.close()
    assert states() == {"applied": 2, "rejected": 1, "open": 2}


def test_ticked_proposals_are_rejected_at_once(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "proposals/")
    for key in "jxjx":
        page.keyboard.press(key)
    expect(page.locator(".picked")).to_have_text("2")
    page.keyboard.press("n")
    expect(page.locator("#outcome")).to_contain_text("Rejected proposals for 2 issues")
    page.keyboard.press("u")
    expect(page.locator("#outcome")).to_contain_text("Took back acts on 2 issues")
    page.context.close()
    assert states() == {"applied": 1, "open": 4}


def test_deciding_works_without_script(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "proposals/", java_script_enabled=False)
    page.get_by_role("button", name="Not now").first.click()
    expect(page.locator("#outcome")).to_contain_text("Not now")
    page.locator("#undo button").click()
    expect(page.locator("#outcome")).to_contain_text("taken back")
    page.context.close()
    assert states() == {"applied": 1, "open": 4}


def test_what_somebody_else_decided_first_is_said(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "proposals/")
    Proposal.objects.filter(state="open").update(state="rejected", decided_by="member:ben@x.y")
    page.get_by_role("button", name="Not now").first.click()
    expect(page.locator("#outcome")).to_contain_text("ben@x.y decided this already")
    page.context.close()


def test_a_round_is_run_from_the_page_and_seen_to_end(
    browser: Browser, live_server: LiveServer, triager: Member
) -> None:
    page = visit(browser, live_server, triager, "proposals/")
    page.get_by_role("button", name="Run one now").click()
    expect(page.locator("#round")).to_contain_text("under way")
    expect(page.locator("#round")).to_be_focused()
    page.get_by_role("button", name="Not now").first.click()  # meanwhile people go on
    expect(page.locator("#outcome")).to_contain_text("Not now")
    consolidate_project(str(triager.project_id))
    page.get_by_role("link", name="Show what waits now").click()
    expect(page.locator("#round")).to_contain_text("just now")
    page.context.close()


@on_the_narrowest_too
def test_the_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, worked: Project, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    manager = make_member(worked, "manager")
    one = Proposal.objects.filter(state="open").first()
    done = Proposal.objects.filter(state="applied").first()
    assert one
    assert done
    for act in (keep_whole, partial(keep_apart, other=done.issue)):
        act(issue=one.issue, version=None, actor="member:ann@example.org", now=timezone.now())
    paths = {
        "proposals": "proposals/",
        "proposal": f"proposals/{one.pk}/",
        "proposal-applied": f"proposals/{done.pk}/",
        "issue-proposed": f"issues/{one.issue.short_id}/",
    }
    for name, path in paths.items():
        size = {"width": width, "height": 900}
        page = visit(browser, live_server, manager, path, viewport=size, color_scheme=scheme)
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.context.close()
