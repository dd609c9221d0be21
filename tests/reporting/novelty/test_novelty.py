"""How unlike the pilot's questions those asked since are, and what the report makes of it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.models import Cohort, Project
from reporting.kit.asking import ask
from reporting.kit.told import Told
from reporting.models import AnswerNovelty, Stale
from reporting.novelty.bands import bands_of
from reporting.novelty.operations import place
from reporting.rollups.operations import fold
from reporting.rollups.queries import tallies_by_value
from reporting.rollups.tally import Tally, Window
from reporting.trajectory.operations import Terms, promise, withdraw
from reporting.trajectory.page import page
from tests.builders import NOW, say
from triage.embedding.vectors import unit

PILOT, SINCE = NOW - timedelta(weeks=20), NOW - timedelta(weeks=2)
DEVICES = ("printer", "laptop", "monitor", "keyboard", "headset", "projector", "scanner", "mouse")
FAULTS = ("broken", "lost", "slow", "stolen", "loud", "old", "dirty")
KNOWN = [f"What if my {device} is {fault}?" for device in DEVICES for fault in FAULTS]
FOODS = [f"Is there soup of {n} vegetables in the canteen at noon?" for n in range(60)]


def send(project: Project, name: str, questions: list[str], cohort: str, at: datetime) -> None:
    messages = [
        AnswerMessage(
            id=f"{name}-{n}",
            question=question,
            text="So.",
            asked_at=at,
            person=f"{cohort}-{n % 8}",
            cohort=cohort,
        )
        for n, question in enumerate(questions)
    ]
    record_answers(project=project, messages=messages, actor="system:test", now=NOW)


@pytest.fixture
def rolled_out(project: Project) -> Project:
    """The pilot asked of devices; since, half of the questions are about food instead. Of 20 of
    each somebody spoke, a day later: well of the devices, badly of the food."""
    send(project, "pilot", KNOWN, "Pilot", PILOT)
    send(project, "known", KNOWN, "Rollout", SINCE)
    send(project, "new", FOODS, "Rollout", SINCE)
    send(project, "mute", [""] * 8, "Rollout", SINCE)
    later = SINCE + timedelta(days=1)
    for n in range(20):
        for name, rating in (("known", "up"), ("new", "down")):
            person = f"Rollout-{n % 8}"
            say(project, f"{name}-{n}", rating, person=person, given_at=later, now=NOW)
    fold(project=project, now=NOW)
    return project


def bands(project: Project) -> Counter[str]:
    return Counter(AnswerNovelty.objects.of(project).values_list("band", flat=True))


def by_band(project: Project, day: date) -> dict[str, Tally]:
    """What was counted on a day, by band."""
    [found] = tallies_by_value(project=project, window=Window(day, day), kinds=["novelty"])
    return {band: tallied[None, None] for band, tallied in found.items()}


@given(st.integers(3, 50), st.integers(0, 2**32 - 1))
def test_the_pilots_own_questions_say_what_is_unlike(number: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    pilot, asked = (unit(random.normal(size=(number, 4)).astype(np.float32)) for _ in range(2))
    found = bands_of(asked, pilot)
    own = [
        max(float(row @ other) for at, other in enumerate(pilot) if at != place)
        for place, row in enumerate(pilot)
    ]
    for row, band in zip(asked, found, strict=True):
        likeness = max(float(row @ other) for other in pilot)
        nearer_than = sum(likeness > one + 1e-6 for one in own) / number
        if band == "new":
            assert nearer_than <= 0.05 + 1 / number
        elif band == "familiar":
            assert nearer_than >= 0.5 - 1 / number
        else:
            assert 0.05 - 1 / number <= nearer_than <= 0.5 + 1 / number
    assert set(bands_of(pilot, pilot)) == {"familiar"}


def test_what_was_folded_is_told_apart_once_it_is_placed(rolled_out: Project) -> None:
    assert set(by_band(rolled_out, SINCE.date())) == {""}
    assert place(project=rolled_out, now=NOW) == 56 + 56 + 60
    assert bands(rolled_out) == {"pilot": 56, "familiar": 56, "new": 60}
    fold(project=rolled_out, now=NOW)

    asked = by_band(rolled_out, SINCE.date())
    assert {band: tally.answers for band, tally in asked.items()} == {
        "": 8,
        "familiar": 56,
        "new": 60,
    }
    assert asked["new"].users == 8
    said = by_band(rolled_out, SINCE.date() + timedelta(days=1))
    assert {band: (tally.up, tally.down) for band, tally in said.items()} == {
        "familiar": (20, 0),
        "new": (0, 20),
    }


def test_placing_again_changes_nothing_but_what_is_asked_otherwise(rolled_out: Project) -> None:
    place(project=rolled_out, now=NOW)
    fold(project=rolled_out, now=NOW)
    assert place(project=rolled_out, now=NOW) == 0
    assert not Stale.objects.of(rolled_out).exists()

    message = AnswerMessage(id="new-0", question=KNOWN[0], text="So.", cohort="Rollout")
    later = NOW + timedelta(minutes=1)
    record_answers(project=rolled_out, messages=[message], actor="system:test", now=later)
    assert place(project=rolled_out, now=later) == 1
    assert bands(rolled_out) == {"pilot": 56, "familiar": 57, "new": 59}


def test_with_another_pilot_everything_is_placed_anew(rolled_out: Project) -> None:
    place(project=rolled_out, now=NOW)
    send(rolled_out, "first", FOODS, "Trial", PILOT - timedelta(weeks=4))
    tomorrow = NOW + timedelta(days=1)
    place(project=rolled_out, now=tomorrow)
    found = bands(rolled_out)
    assert found["pilot"] == found["familiar"] == 60
    assert sum(found.values()) == 60 + 56 + 56 + 60


def test_the_pilot_is_the_one_that_the_business_case_names(rolled_out: Project) -> None:
    """And as soon as that says so, not on the day after."""
    place(project=rolled_out, now=NOW)
    send(rolled_out, "first", FOODS, "Trial", PILOT - timedelta(weeks=4))
    terms = Terms(
        target=0.8,
        target_on=NOW.date() + timedelta(days=70),
        pilot=Cohort.objects.of(rolled_out).get(slug="trial"),
    )
    promise(project=rolled_out, measure="satisfaction", terms=terms, actor="member:m@x", now=NOW)
    place(project=rolled_out, now=NOW)
    assert bands(rolled_out)["pilot"] == 60
    withdraw(project=rolled_out, measure="satisfaction", actor="member:m@x", now=NOW)
    named = replace(terms, pilot=Cohort.objects.of(rolled_out).get(slug="pilot"))
    promise(project=rolled_out, measure="complaint_rate", terms=named, actor="member:m@x", now=NOW)
    place(project=rolled_out, now=NOW)
    assert bands(rolled_out)["pilot"] == 56


def test_a_pilot_of_few_questions_says_nothing(project: Project) -> None:
    send(project, "pilot", KNOWN[:40], "Pilot", PILOT)
    send(project, "new", FOODS, "Rollout", SINCE)
    assert place(project=project, now=NOW) == 0
    assert not bands(project)


def test_the_trajectory_tells_how_much_is_new_and_how_that_fares(rolled_out: Project) -> None:
    """Up to yesterday: today's few that are not placed yet would hide a band with them."""
    place(project=rolled_out, now=NOW)
    send(rolled_out, "today", FOODS[:3], "Rollout", NOW)
    fold(project=rolled_out, now=NOW)
    shown = page(ask(project=rolled_out, parameters={}, now=NOW))
    block = next(one for one in shown.made if one.id == "novelty")
    assert [row[0].raw for row in block.grid.rows] == ["pilot", "familiar", "new"]
    assert block.summary.startswith("52% of the questions since are unlike any of the pilot's.")
    assert "They fare worse: satisfaction is 0% against 100% of familiar ones" in block.summary
    assert block.grid.rows[2][0].href.startswith("../answers/?novelty=new&from=")


def test_the_trajectory_tells_how_much_is_new_week_by_week(rolled_out: Project) -> None:
    place(project=rolled_out, now=NOW)
    fold(project=rolled_out, now=NOW)
    shown = page(ask(project=rolled_out, parameters={}, now=NOW))
    block = next(one for one in shown.made if one.id == "novelty-weeks")
    told = {
        row[0].raw: [entry.figure.value for entry in row[1:] if isinstance(entry, Told)]
        for row in block.grid.rows
        if row[1].figure.value is not None
    }
    asked = [day.date() - timedelta(days=day.weekday()) for day in (PILOT, SINCE)]
    assert list(told) == asked
    assert told[asked[0]] == [1, 0, 0]
    assert told[asked[1]] == pytest.approx([0, 56 / 116, 60 / 116])
    [marks] = [plot.spec["data"]["values"] for plot in block.plots]
    assert [row["new"] for row in marks if row["new"] is not None] == pytest.approx([1, 1])


def test_a_week_in_which_few_asked_of_a_band_tells_no_band(rolled_out: Project) -> None:
    send(rolled_out, "few", FOODS[:3], "Rollout", PILOT + timedelta(days=1))
    place(project=rolled_out, now=NOW)
    fold(project=rolled_out, now=NOW)
    shown = page(ask(project=rolled_out, parameters={}, now=NOW))
    block = next(one for one in shown.made if one.id == "novelty-weeks")
    monday = PILOT.date() - timedelta(days=PILOT.weekday())
    [week] = [row for row in block.grid.rows if row[0].raw == monday]
    assert {entry.words for entry in week[1:] if isinstance(entry, Told)} == {"not shown"}
