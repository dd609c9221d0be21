"""The report in a browser: charts are drawn under the strict policy, and everybody can read it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from config import assets
from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.audits.operations import draw
from reporting.models import Audit
from reporting.rollups.operations import rebuild
from reporting.rollups.tally import Window
from tests.builders import make_member, make_project
from tests.world import make_alert

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


LINE = "#plot-satisfaction .mark-line path"


@pytest.fixture(scope="module", autouse=True)
def vega() -> None:
    """The charts' script, where pages look for it."""
    if not assets._vega_is_built():
        assets._build_vega()


@pytest.fixture
def told_project() -> Project:
    """Five weeks of twelve people in two teams."""
    project, now = make_project(), timezone.now()
    answers, words = [], []
    for day, n in product(range(35), range(12)):
        at, who = now - timedelta(days=34 - day), {"person": f"u-{n}", "team": f"Team {n % 2}"}
        of = {"release": f"{day // 20}.0", "text": "So it is."}
        answers.append(AnswerMessage(id=f"{day}-{n}", asked_at=at, **of, **who))
        if (day + n) % 3 == 0:
            rating: Any = "up" if (day * n) % 4 else "down"
            words.append(FeedbackMessage(answer=f"{day}-{n}", rating=rating, given_at=at, **who))
    told: dict[str, Any] = {"project": project, "actor": "system:test", "now": now}
    record_answers(messages=answers, **told)
    record_feedback(messages=words, channel="api", **told)
    rebuild(project=project, now=now)
    return project


@pytest.fixture(params=["light", "dark"])
def page(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, told_project: Project
) -> Iterator[Page]:
    """The report as a manager sees it, drawn; nothing may be said on the console meanwhile."""
    client = Client()
    client.force_login(make_member(told_project, "manager").user)
    context = browser.new_context(
        base_url=live_server.url,
        color_scheme=request.param,
        viewport={"width": 1280, "height": 900},
    )
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/p/alpha/report/overview/")
    page.wait_for_selector("html[data-charts=drawn]")
    yield page
    assert complaints == []
    context.close()


def strokes(page: Page) -> set[str]:
    return set(
        page.locator(LINE).evaluate_all("paths => paths.map(path => path.getAttribute('stroke'))")
    )


def test_every_chart_is_drawn_in_the_pages_own_colours(page: Page) -> None:
    plots = page.locator(".plot")
    assert plots.count() == page.locator(".plot svg").count() == 6
    accent = page.locator(".button.primary, button.primary").first.evaluate(
        "button => getComputedStyle(button).backgroundColor"
    )
    assert strokes(page) == {accent}


def test_charts_follow_the_colour_scheme(page: Page) -> None:
    before = strokes(page)
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if dark else "dark")
    page.wait_for_function(
        "([line, old]) => document.querySelector(line)?.getAttribute('stroke') !== old",
        arg=[LINE, before.pop()],
    )
    assert page.locator(".plot svg").count() == 6


def test_nothing_stands_in_the_way_of_anybody(page: Page) -> None:
    assert not page.locator("script >> visible=true").count()
    for details in page.locator("details").all():
        details.evaluate("details => { details.open = true }")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_a_filter_is_chosen_by_keyboard_and_kept_in_the_address(page: Page) -> None:
    page.get_by_label("Team", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**/overview/?team=team-0*")
    assert page.get_by_label("Team", exact=True).input_value() == "team-0"
    page.get_by_role("link", name="Quality").click()
    page.wait_for_url("**/quality/?team=team-0*")


def test_a_mark_leads_to_the_answers_behind_it(page: Page) -> None:
    page.locator("#plot-satisfaction .mark-symbol path").nth(2).click()
    page.wait_for_url("**/report/answers/?of=rated&from=*")
    assert page.locator("tbody tr").count() > 0


def test_what_stands_further_down_is_drawn_when_somebody_comes_to_it(page: Page) -> None:
    page.goto("/p/alpha/report/quality/?team=team-0")
    page.wait_for_selector("html[data-charts=drawn]")
    page.locator("#later-by-release").scroll_into_view_if_needed()
    page.locator("#plot-satisfaction-by-release svg").wait_for()
    assert Axe().run(page).violations_count == 0


def test_two_teams_are_compared(page: Page) -> None:
    page.get_by_role("link", name="Compare").click()
    page.get_by_label("Team", exact=True).select_option("team-0")
    page.get_by_label("Against team").select_option("team-1")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="Team 0 against Team 1").wait_for()
    page.wait_for_selector("html[data-charts=drawn]")


@pytest.mark.parametrize("kind", ["CSV", "SVG", "PNG"])
def test_a_block_is_taken_along_as_a_file(page: Page, kind: str) -> None:
    block = page.locator("#satisfaction")
    block.get_by_text("Data, files and definitions").click()
    with page.expect_download() as taken:
        block.get_by_role("link", name=kind).click()
    assert taken.value.suggested_filename == f"alpha-overview-satisfaction.{kind.lower()}"


in_one_scheme = pytest.mark.parametrize("page", ["light"], indirect=True)


def drawn_audit(project: Project) -> Audit:
    now = timezone.now()
    window = Window((now - timedelta(days=7)).date(), now.date())
    return draw(project=project, window=window, size=30, actor="system:test", now=now)


@in_one_scheme
def test_every_page_can_be_read_by_everybody_on_a_telephone(
    page: Page, told_project: Project
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    names = page.locator("nav.reports a").evaluate_all("links => links.map(a => a.pathname)")
    assert len(names) > 3
    alert, audit = make_alert(told_project), drawn_audit(told_project)
    others = (f"alerts/{alert.pk}", "audits", f"audits/{audit.pk}", "business-case", "digests")
    for name in [*names, *(f"/p/alpha/{other}/" for other in others)]:
        page.emulate_media(color_scheme="light")
        page.goto(name)
        if page.locator(".plot").count():
            page.wait_for_selector("html[data-charts=drawn]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        page.emulate_media(color_scheme="dark")  # which changes nothing but colours
        found = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert found.violations_count == 0, f"{name}, dark: {found.generate_report()}"


@in_one_scheme
def test_answers_are_judged_by_keyboard(page: Page, told_project: Project) -> None:
    audit = drawn_audit(told_project)
    page.goto(f"/p/alpha/audits/{audit.pk}/")
    for judged, key in enumerate("rwt", start=1):
        page.keyboard.press(key)
        expect(page.locator("#audit")).to_contain_text(f"{judged} of 30 judged")
        expect(page.locator("#judging")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#audit")).to_contain_text("2 of 30 judged")
    verdicts = audit.items.exclude(verdict="").order_by("position")
    assert list(verdicts.values_list("verdict", flat=True)) == ["right", "wrong"]
