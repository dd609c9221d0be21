"""Open issues following new rules in the background, as the page of rules shows it."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.models import Member, Project
from tests.browser.screens import on_the_narrowest_too
from tests.browser.working import PICTURES, visit
from tests.builders import make_member, make_project
from tests.triage.teaming import ADMIN
from triage.models import Handover
from triage.routing.operations import add_owner, save_rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def manager() -> Member:
    project = make_project("alpha")
    now = timezone.now()
    add_owner(project=project, slug="hr", name="People team", actor=ADMIN, now=now)
    save_rules(project=project, text="* -> hr", reroutes=True, actor=ADMIN, now=now)
    return make_member(project, "manager")


def under_way(project: Project, seen: int, *, quiet: timedelta = timedelta(0)) -> None:
    """So many of 61,204 issues were looked at; nothing came since `quiet`."""
    Handover.objects.filter(rules__project=project).update(
        issues=61_204, seen=seen, moved=seen // 3, went_on_at=timezone.now() - quiet, ended_at=None
    )


@on_the_narrowest_too
def test_how_far_it_is_can_be_seen_on_each_screen(
    browser: Browser, live_server: LiveServer, manager: Member, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    screen = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for name, quiet in {"going": timedelta(0), "lost": timedelta(minutes=7)}.items():
        under_way(manager.project, 23_500, quiet=quiet)
        page = visit(browser, live_server, manager, "rules/?saved=2", **screen)
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "23500")
        page.screenshot(path=PICTURES / f"handover-{name}-{width}-{scheme}.png")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.context.close()


def test_the_bar_follows_by_itself_and_says_what_came_of_it(
    browser: Browser, live_server: LiveServer, manager: Member
) -> None:
    under_way(manager.project, 500)
    page = visit(browser, live_server, manager, "rules/?saved=2")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "500")
    under_way(manager.project, 61_204)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "61204")
    Handover.objects.update(ended_at=timezone.now())
    expect(page.locator("#followed")).to_contain_text("20,401 open issues have gone to others")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.context.close()
