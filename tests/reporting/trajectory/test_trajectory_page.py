"""The trajectory's page: with and without a business case, and what it compares."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client

from feedback.models import Project
from reporting.rollups.operations import fold
from reporting.topics.operations import sort
from tests.reporting.trajectory.telling import WEEKS, Group, asked, block, row, tell, write


@pytest.fixture
def told(project: Project, now: datetime, monday: datetime) -> Project:
    """Six people were content in the pilot. Their team stays so; the other one never was."""
    groups = [
        Group("Easy", "Pilot", 6, range(8), up=9),
        Group("Hard", "Pilot", 5, range(2), up=5),
        Group("Easy", "Rollout", 6, range(8, WEEKS), up=9),
        Group("Hard", "Rollout", 12, range(8, WEEKS), up=5),
    ]
    tell(project, groups, monday=monday, now=now)
    return project


def test_without_a_business_case_it_says_what_to_write_down(told: Project, now: datetime) -> None:
    found = asked(told, now)
    assert "Nothing is promised yet" in found.says[0]
    line = row(block(found, "promises"), "satisfaction")
    assert line["target"].words == "nothing promised"
    assert line["figure"].href.endswith("?measure=satisfaction#promise-form")
    assert line["lately"].figure.denominator == 4 * 18
    assert not any(one.id.startswith("course") for one in found.blocks)


@pytest.mark.parametrize(
    ("target", "title"), [(0.4, "on track"), (0.9, "off track"), (0.63, "too early to tell")]
)
def test_a_promise_is_held_against_the_weeks_of_the_rollout(
    told: Project, now: datetime, target: float, title: str
) -> None:
    write(told, now, target=target, claimed=0.92, expected_low=0.7, expected_high=0.8)
    found = asked(told, now)
    assert title in found.says[0]
    assert ": 6" in found.says[0]
    course = block(found, "course-satisfaction")
    kinds = [entry[1].raw for entry in course.grid.rows]
    assert kinds.count("measured") == WEEKS
    assert kinds.count("forecast") >= 10
    line = row(block(found, "promises"), "satisfaction")
    assert line["status"].words == title
    assert line["expected"].words == "70% to 80%"


def test_under_eight_full_weeks_of_rollout_it_is_too_early(told: Project, now: datetime) -> None:
    write(told, now, target=0.5)
    since = (now - timedelta(weeks=5)).date().isoformat()
    found = asked(told, now, **{"from": since})
    assert "too early to tell" in found.says[0]
    assert "more weeks are needed" in found.says[0]


def test_what_only_the_mix_of_teams_makes_is_told_from_quality(
    told: Project, now: datetime
) -> None:
    found = block(asked(told, now), "pilot")
    as_it_is = row(found, "satisfaction", "raw")
    raw = as_it_is["difference"].figure
    same = row(found, "satisfaction", "team")["difference"].figure
    assert as_it_is["pilot"].figure.denominator == 48 + 10
    assert as_it_is["rollout"].figure.denominator == 12 * 18
    assert raw.value < -0.15
    assert raw.interval[1] < 0
    assert same.interval[0] < 0 < same.interval[1]
    assert "With the same mix of teams, no clear difference is left." in found.summary


@pytest.mark.parametrize("narrowed", [{}, {"team": "hard"}, {"cohort": "rollout"}])
def test_the_difference_leads_to_the_very_same_people_side_by_side(
    told: Project, now: datetime, member_client: Callable[[str], Client], narrowed: dict[str, str]
) -> None:
    found = block(asked(told, now, **narrowed), "pilot")
    as_it_is = row(found, "complaint_rate", "raw")
    address = urljoin("/p/alpha/report/trajectory/", as_it_is["difference"].href)
    sides = member_client("viewer").get(address.replace("/?", ".json?")).json()["blocks"][0]
    [rate] = [one for one in sides["rows"] if one["metric"]["value"] == "complaint_rate"]
    for side, of in (("first", "pilot"), ("second", "rollout")):
        figure = as_it_is[of].figure
        assert figure.value is not None
        counts = figure.numerator, figure.denominator
        assert (rate[side]["numerator"], rate[side]["denominator"]) == counts


def test_what_only_the_mix_of_topics_makes_is_told_from_quality(
    project: Project, now: datetime, monday: datetime
) -> None:
    """Both teams were content with answers on the VPN, and never with those on soup; the pilot
    asked nearly only about the VPN. Nobody knows what the last ones asked."""
    vpn = [f"Why does the VPN drop with error {n}?" for n in range(60)]
    soup = [f"Is there soup of {n} vegetables in the canteen at noon?" for n in range(60)]
    groups = [
        *(Group(team, "Pilot", 6, range(8), up=9, questions=vpn) for team in "AB"),
        *(Group(team, "Pilot", 2, range(8), up=3, questions=soup) for team in "AB"),
        *(Group(team, "Rollout", 6, range(8, WEEKS), up=9, questions=vpn) for team in "AB"),
        *(Group(team, "Rollout", 12, range(8, WEEKS), up=3, questions=soup) for team in "AB"),
        Group("C", "Rollout", 6, range(8, WEEKS), up=9),
    ]
    tell(project, groups, monday=monday, now=now)
    sort(project=project, now=now)
    fold(project=project, now=now)
    found = block(asked(project, now), "pilot")
    mixes = {
        mix: row(found, "satisfaction", mix)["difference"].figure.interval
        for mix in ("raw", "team", "topic", "both")
    }
    assert mixes["raw"][1] < 0
    assert mixes["team"][1] < 0
    assert mixes["topic"][0] < 0 < mixes["topic"][1]
    assert mixes["both"][0] < 0 < mixes["both"][1]
    assert row(found, "satisfaction", "topic")["covered"].raw == pytest.approx(36 / 42, abs=0.05)
    assert any("Left out: no question known" in note for note in found.notes)


def test_a_pilot_that_a_promise_names_takes_the_first_ones_place(
    project: Project, now: datetime, monday: datetime
) -> None:
    from feedback.models import Cohort

    groups = [
        Group("A", "Trial", 6, range(3), up=9),
        Group("A", "Pilot", 6, range(3, 6), up=9),
        Group("A", "Rollout", 6, range(6, WEEKS), up=6),
    ]
    tell(project, groups, monday=monday, now=now)
    assert "The pilot is Trial" in block(asked(project, now), "pilot").notes[0]
    pilot = Cohort.objects.get(project=project, slug="pilot")
    write(project, now, target=0.8, pilot=pilot)
    assert "The pilot is Pilot" in block(asked(project, now), "pilot").notes[0]


def test_fewer_than_five_people_in_the_pilot_are_not_shown(
    project: Project, now: datetime, monday: datetime
) -> None:
    groups = [
        Group("A", "Pilot", 4, range(8), up=9),
        Group("A", "Rollout", 12, range(8, WEEKS), up=6),
    ]
    tell(project, groups, monday=monday, now=now)
    found = block(asked(project, now), "pilot")
    line = row(found, "satisfaction", "raw")
    assert [line[key].words for key in ("pilot", "difference")] == ["not shown", "not shown"]
    assert {one[1].raw for one in found.grid.rows} == {"raw"}


def test_the_page_opens_in_every_form(
    told: Project, now: datetime, member_client: Callable[[str], Client]
) -> None:
    write(told, now, target=0.8, claimed=0.92)
    write(told, now, "complaint_rate", target=0.05)
    write(told, now, "active_share", target=0.5)
    viewer = member_client("viewer")
    for address in (".json", "/", "/course-satisfaction.csv", "/pilot.csv", "/pilot.svg"):
        assert viewer.get(f"/p/alpha/report/trajectory{address}").status_code == 200
    for team in ("easy", "hard", "-"):
        shown = viewer.get(f"/p/alpha/report/trajectory/?team={team}&cohort=rollout")
        assert shown.status_code == 200


def test_a_project_without_anything_has_a_page(project: Project, now: datetime) -> None:
    write(project, now, target=0.8)
    found = asked(project, now)
    assert "too early to tell" in found.says[0]
    assert block(found, "pilot").grid.rows == ()
