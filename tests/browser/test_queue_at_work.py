"""A morning's work by keyboard alone, and two who come to the same issue."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.screens import on_screens
from tests.browser.working import PICTURES, arrived, leave, make_busy, make_worked, visit
from tests.builders import make_issue, make_member
from triage.issues.filters import QueueFilters
from triage.issues.saved.operations import save_view
from triage.models import Issue, IssueActivity

# A busy machine is no failure.
expect.set_options(timeout=20_000)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def chosen(page: Page) -> str:
    return page.locator(".issues .open[aria-current] .id").inner_text()


def look(page: Page) -> None:
    """What the page does by itself every few seconds."""
    with page.expect_response(lambda response: "/queue/live/" in response.url):
        page.evaluate("htmx.trigger('#live', 'look')")
    page.wait_for_timeout(200)  # until htmx has taken in what came


# What is pressed for one issue, and what is said then.
TURNS = [
    (["e", *"The handbook says it now", "Enter"], "Resolved"),
    (["s", "w"], "Archived"),
    (["a", *"ben", "Enter"], "Assigned"),
    (["s", "s"], "Archived"),
    (["p", "l", "Enter"], "has low priority now"),
]


def test_twenty_issues_are_worked_by_keyboard_alone(
    browser: Browser, live_server: LiveServer
) -> None:
    project = make_busy()
    make_member(project, "triager", email="ben@alpha.example")
    assert Issue.objects.filter(status="unresolved").count() >= 20
    page = visit(browser, live_server, make_member(project, "triager"), "queue/")
    worked = []
    for turn in range(20):
        keys, said = TURNS[turn % len(TURNS)]
        short_id = chosen(page)
        for key in keys:
            page.keyboard.press(key)
        outcome = page.locator("#outcome")
        expect(outcome).to_contain_text(said)
        expect(outcome).to_contain_text(short_id)
        expect(page.locator(".issues .open[aria-current]")).to_be_focused()
        if said.endswith("now"):  # it stays: on to the next
            page.keyboard.press("j")
            expect(page.locator("#detail .id")).not_to_have_text(short_id)
        assert chosen(page) != short_id
        worked.append(short_id)
    leave(page)
    assert len(set(worked)) == 20
    assert Issue.objects.filter(status="resolved").count() == 4
    assert Issue.objects.filter(status="archived").count() == 8
    assert IssueActivity.objects.filter(verb="prioritised").count() == 4
    assert Issue.objects.filter(assignee__user__email="ben@alpha.example").count() == 4


def test_each_act_is_undone_by_one_key(browser: Browser, live_server: LiveServer) -> None:
    project = make_worked()
    page = visit(browser, live_server, make_member(project, "triager"), "queue/")
    turns = {
        "Archived": ["s", "g"],
        "has urgent priority": ["p", "u", "Enter"],
        "Resolved": ["e", *"Done", "Enter"],
        "until it escalates": ["x", "s", "Enter"],
    }
    for said, keys in turns.items():
        short_id = chosen(page)
        for key in keys:
            page.keyboard.press(key)
        expect(page.locator("#outcome")).to_contain_text(said)
        page.keyboard.press("u")
        expect(page.locator("#outcome")).to_contain_text(f"{short_id}: taken back")
        assert chosen(page) == short_id
    leave(page)
    assert not Issue.objects.exclude(status="unresolved").exists()


def test_two_reviewers_at_one_issue_see_each_other_and_lose_nothing(
    browser: Browser, live_server: LiveServer
) -> None:
    project = make_worked()
    ana, ben = (make_member(project, "triager", email=f"{n}@alpha.example") for n in ("ana", "ben"))
    hers = visit(browser, live_server, ana, "queue/")
    his = visit(browser, live_server, ben, "queue/")
    short_id = chosen(hers)
    assert chosen(his) == short_id
    look(hers)
    expect(hers.locator("#here")).to_contain_text("ben@alpha.example is looking at it")

    hers.keyboard.press("p")
    expect(hers.locator("#hold")).to_have_attribute("data-held", "")
    look(his)
    expect(his.locator("#here")).to_contain_text("ana@alpha.example works on it")
    expect(his.locator(".issues .here .who")).to_contain_text("ana@alpha.example works on it")
    hers.keyboard.press("u")
    hers.keyboard.press("Enter")
    expect(hers.locator("#outcome")).to_contain_text("urgent priority now")

    for key in ["e", *"Policy 7 says so", "Enter"]:
        his.keyboard.press(key)
    expect(his.locator("#outcome")).to_contain_text("ana@alpha.example works on it")
    expect(his.locator("#outcome .changes")).to_contain_text("made the priority urgent")
    expect(his.get_by_label("What changed, or why nothing does").first).to_have_value(
        "Policy 7 says so"
    )
    assert Issue.objects.filter(status="resolved").count() == 0
    his.keyboard.press("y")
    expect(his.locator("#outcome")).to_contain_text(f"Resolved {short_id}")
    for page in (hers, his):
        leave(page)
    assert Issue.objects.get(status="resolved").resolution == "Policy 7 says so"


def test_what_is_new_waits_for_a_key_and_the_list_does_not_move(
    browser: Browser, live_server: LiveServer
) -> None:
    project = make_worked()
    page = visit(browser, live_server, make_member(project, "triager"), "queue/")
    rows = page.locator(".issues .open").count()
    make_issue(project, "Is there a gym in the building?")
    look(page)
    expect(page.locator("#fresh")).to_contain_text("1 new issue since you looked")
    expect(page.locator(".issues .open")).to_have_count(rows)
    page.keyboard.press("n")
    expect(page.locator(".issues .open")).to_have_count(rows + 1)
    expect(page.locator("#fresh")).to_be_empty()
    leave(page)


@on_screens
def test_panels_help_and_conflicts_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    project = make_worked()
    ana = make_member(project, "triager", email="ana@alpha.example")
    filters = QueueFilters(assignee="none", sort="complaints")
    save_view(member=ana, name="Nobody's yet", filters=filters, shared=True, now=timezone.now())
    short_id = Issue.objects.order_by("-complaints")[0].short_id
    page = visit(
        browser,
        live_server,
        ana,
        f"queue/?{filters.query(issue=short_id)}",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    for name, keys in {"help": "?", "archive": "s", "assign": "a"}.items():
        page.keyboard.press(keys)
        _look_at(page, f"panel-{name}-{width}-{scheme}")
        page.keyboard.press("Escape")
    if width > 1000:
        page.get_by_role("button", name="Change this view").click()
        _look_at(page, f"panel-view-{width}-{scheme}")
        page.keyboard.press("Escape")
    Issue.objects.filter(number=int(short_id[3:])).update(version=9)
    page.keyboard.press("e")
    expect(page.get_by_label("What changed, or why nothing does")).to_be_focused()
    for key in [*"Policy 7 says so", "Enter"]:
        page.keyboard.press(key)
    expect(page.locator("#anyway")).to_be_visible()
    _look_at(page, f"conflict-{width}-{scheme}")
    leave(page)


def test_a_key_pressed_right_after_a_panel_closed_is_not_taken_by_its_field(
    browser: Browser, live_server: LiveServer
) -> None:
    page = visit(browser, live_server, make_member(make_worked(), "triager"), "queue/")
    arrived(page)
    page.evaluate(
        """() => {
            const panel = document.getElementById("assign");
            panel.showPopover();
            panel.hidePopover();  // its select has the focus until the page is drawn again
            const press = { key: "e", bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", press));
        }"""
    )
    expect(page.get_by_label("What changed, or why nothing does")).to_be_focused()
    leave(page)


def test_what_is_typed_to_search_for_is_no_act_though_the_key_before_it_had_to_wait(
    browser: Browser, live_server: LiveServer
) -> None:
    page = visit(browser, live_server, make_member(make_worked(), "triager"), "queue/")
    expect(page.locator("#issue-title")).to_be_visible()
    page.evaluate("document.body.classList.add('htmx-settling')")
    page.keyboard.press("/")
    page.keyboard.type("who waits")
    page.evaluate("document.body.classList.remove('htmx-settling')")
    page.evaluate("htmx.trigger(document.body, 'htmx:afterSettle')")
    expect(page.locator("#q")).to_have_value("who waits")
    assert not page.evaluate("document.querySelector(':popover-open')")
    page.context.close()


def _look_at(page: Page, name: str) -> None:
    page.wait_for_timeout(200)
    page.screenshot(path=PICTURES / f"{name}.png")
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
