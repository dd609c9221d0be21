"""Slices side by side: what is clearly different, and what chance does."""

import random
from collections.abc import Callable
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.metrics.comparing import Verdict, differences, rest
from reporting.metrics.figures import Figure, Status
from reporting.rollups.operations import rebuild

PAGE = "/p/alpha/report/compare.json"

CLEAR = {Verdict.HIGHER, Verdict.LOWER}


def share(part: int, whole: int) -> Figure:
    return Figure(Status.OK, numerator=part, denominator=whole, value=part / whole)


shares = st.integers(10, 400).flatmap(lambda n: st.builds(share, st.integers(0, n), st.just(n)))


@given(st.lists(st.tuples(shares, shares), max_size=12))
def test_what_is_clear_is_what_scipy_leaves_of_all_looks(
    pairs: list[tuple[Figure, Figure]],
) -> None:
    found = differences(pairs)
    chances = [one.chance or 0.0 for one in found]
    adjusted = false_discovery_control(chances) if chances else []
    assert [one.verdict in CLEAR for one in found] == [bool(p <= 0.05) for p in adjusted]


def test_of_many_looks_at_nothing_hardly_any_is_clear() -> None:
    dice = random.Random(7)

    def thrown() -> Figure:
        return share(sum(dice.random() < 0.3 for _ in range(150)), 150)

    tables = [differences([(thrown(), thrown()) for _ in range(10)]) for _ in range(200)]
    assert mean(any(one.verdict in CLEAR for one in table) for table in tables) < 0.1


def test_nothing_is_said_of_what_is_not_told() -> None:
    [one] = differences([(share(5, 20), Figure(Status.HIDDEN))])
    assert (one.verdict, one.difference) == (Verdict.UNTOLD, None)


def test_the_rest_is_what_is_in_the_whole_alone() -> None:
    assert rest(share(30, 100), share(10, 40), enough=10).value == pytest.approx(1 / 3)
    assert rest(share(30, 100), share(10, 95), enough=10).status is Status.TOO_EARLY
    assert rest(share(30, 100), Figure(Status.HIDDEN), enough=10).status is Status.HIDDEN


@pytest.fixture
def two_teams(project: Project) -> Project:
    """Sixteen people over ten days: those of Sales are content, those of Legal are not."""
    now = timezone.now()
    answers, words = [], []
    for day in range(10):
        for n in range(16):
            at = now - timedelta(days=day)
            team = "Sales" if n % 2 else "Legal"
            who = {"person": f"u-{n}", "team": team, "cohort": "Pilot"}
            answers.append(AnswerMessage(id=f"{day}-{n}", asked_at=at, **who))
            rating: Any = "up" if n % 2 else "down"
            words.append(FeedbackMessage(answer=f"{day}-{n}", rating=rating, given_at=at, **who))
    record_answers(project=project, messages=answers, actor="system:test", now=now)
    record_feedback(project=project, messages=words, channel="api", actor="system:test", now=now)
    rebuild(project=project, now=now)
    return project


@pytest.fixture
def read(two_teams: Project, member_client: Callable[[str], Client]) -> Callable[..., Any]:
    def read(**asked: str) -> Any:
        response = member_client("viewer").get(PAGE, {k.rstrip("_"): v for k, v in asked.items()})
        return response.json() if response.status_code == 200 else response.status_code

    return read


def test_a_team_is_held_against_all_others(read: Callable[..., Any]) -> None:
    told = read(team="legal")
    [satisfaction] = [
        row for row in told["blocks"][0]["rows"] if row["metric"]["value"] == "satisfaction"
    ]
    assert satisfaction["second"]["denominator"] == 80
    assert satisfaction["difference"]["words"] == "-100 points"
    assert satisfaction["verdict"]["value"] == "lower"
    assert "Satisfaction is 100 points lower" in told["says"][0]


def test_two_teams_and_two_periods_can_be_named(read: Callable[..., Any]) -> None:
    assert read(team="legal", team_2="sales")["blocks"][0]["title"] == "Legal against Sales"
    before = (timezone.now().date() - timedelta(days=5)).isoformat()
    columns = read(to_2=before)["blocks"][0]["columns"]
    assert before[:4] in columns[2]["title"]


def test_a_team_is_held_against_all_others_at_another_time(read: Callable[..., Any]) -> None:
    before = (timezone.now().date() - timedelta(days=5)).isoformat()
    told = read(team="legal", team_2="!", to_2=before)["blocks"][0]
    assert told["columns"][2]["title"].startswith("All others, ")
    [satisfaction] = [row for row in told["rows"] if row["metric"]["value"] == "satisfaction"]
    assert [satisfaction[side]["denominator"] for side in ("first", "second")] == [80, 40]


def test_who_stands_out_is_found_without_asking(read: Callable[..., Any]) -> None:
    rows = read()["blocks"][1]["rows"]
    assert {"legal:satisfaction", "sales:satisfaction"} <= {row["who"]["value"] for row in rows}


@pytest.mark.parametrize(
    "asked", [{"team_2": "none"}, {"team_2": "!"}, {"from_2": "soon"}, {"cohort_2": "\x00"}]
)
def test_a_second_side_that_makes_no_sense_is_refused(
    read: Callable[..., Any], asked: dict[str, str]
) -> None:
    assert read(**asked) == 422
