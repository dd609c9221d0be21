"""Owner teams in Chromium: changed without script, light and dark, wide and narrow."""

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from feedback.directory.operations import end_membership
from feedback.models import Project
from tests.browser.screens import on_screens
from tests.browser.working import visit
from tests.builders import NOW, make_member, make_project
from tests.triage.teaming import ADMIN, join, make_team, named, open_some
from triage.issues.operations.handing import hand_on
from triage.models import Owner
from triage.routing.teams import set_away

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"


@pytest.fixture
def teamed() -> Project:
    """A team of four, one of whom left with issues that wait, and one of whom is away."""
    project = make_project("alpha")
    team = make_team(project, "ana.oliveira", "ben.okonkwo", "chloe.van.den.berg", capacity=2)
    back_on = timezone.now().date() + timedelta(days=9)
    open_some(project, 6)
    set_away(member=named(project, "ben.okonkwo"), back_on=back_on, actor=ADMIN, now=timezone.now())
    end_membership(member=named(project, "ana.oliveira"), actor=ADMIN, now=NOW)
    hand_on(project=project, limit=10, now=NOW)
    join(team, make_member(project, "manager"), 0)
    return project


def test_a_team_is_made_and_changed_without_script(
    browser: Browser, live_server: LiveServer
) -> None:
    project = make_project("alpha")
    admin = make_member(project, "admin")
    page = visit(browser, live_server, admin, "owners/", java_script_enabled=False)
    page.get_by_label("Name").fill("People Ops")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="People Ops", level=1)).to_be_visible()
    page.get_by_role("button", name="Add to the team").click()
    page.get_by_role("spinbutton", name="Takes at once").fill("3")
    page.get_by_role("button", name="Set how many").click()
    page.get_by_label("Who gets an issue").select_option("load")
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_role("button", name="Undo: set admin@alpha.example to 3 at once").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.context.close()
    owner = Owner.objects.get(slug="people-ops")
    assert (owner.assigns, owner.places.get().capacity) == ("load", 10)


@on_screens
def test_the_pages_are_accessible_and_fit(
    browser: Browser, live_server: LiveServer, teamed: Project, width: int, scheme: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    manager = named(teamed, "manager")
    for name, path in {"owners": "owners/", "owner": "owners/ops/"}.items():
        page = visit(
            browser,
            live_server,
            manager,
            path,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.context.close()
