"""Questions that the pilot never asked, and whether they fare worse."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.models import Project
from tests.builders import NOW, place_all, say
from tests.triage.finding import YESTERDAY, figures, found, look
from triage.embedding.vectors import unit
from triage.findings.novelty import are_new
from triage.models import Finding, Kind

PILOT = NOW - timedelta(weeks=20)
DEVICES = ("printer", "laptop", "monitor", "keyboard", "headset", "projector", "scanner", "mouse")
FAULTS = ("broken", "lost", "slow", "stolen", "loud", "old", "dirty")


def ask(project: Project, name: str, questions: list[str], *, cohort: str, at: object) -> None:
    messages = [
        AnswerMessage(id=f"{name}-{n}", question=q, text="So.", cohort=cohort, asked_at=at)  # type: ignore[arg-type]
        for n, q in enumerate(questions)
    ]
    record_answers(project=project, messages=messages, actor="system:test", now=NOW)


@pytest.fixture
def rolled_out(project: Project) -> Project:
    """The pilot asked of devices; yesterday half of the questions are about food instead."""
    devices = [f"What if my {device} is {fault}?" for device in DEVICES for fault in FAULTS]
    foods = [f"Is there soup of {n} vegetables in the canteen at noon?" for n in range(60)]
    ask(project, "pilot", devices, cohort="Pilot", at=PILOT)
    ask(project, "known", devices, cohort="Rollout", at=YESTERDAY)
    ask(project, "new", foods, cohort="Rollout", at=YESTERDAY)
    return project


def complain(project: Project, name: str, people: int) -> None:
    for number in range(people):
        say(project, f"{name}-{number}", "down", person=f"person-{number}", now=NOW)
    place_all(project, now=NOW)


def test_new_questions_that_fare_worse_are_one_issue(rolled_out: Project) -> None:
    complain(rolled_out, "new", 24)
    complain(rolled_out, "known", 2)
    look(rolled_out, Kind.NOVELTY)
    look(rolled_out, Kind.NOVELTY)

    issue = found(rolled_out, Kind.NOVELTY)
    assert issue.people == 24
    assert figures(issue)["New questions"] == "60 of 116; 24 complained of"
    assert figures(issue)["Familiar questions"] == "56; 2 complained of"


def test_new_questions_that_fare_no_worse_are_none(rolled_out: Project) -> None:
    complain(rolled_out, "new", 6)
    complain(rolled_out, "known", 6)
    look(rolled_out, Kind.NOVELTY)
    assert not Finding.objects.exists()


def test_a_project_with_its_pilot_only_has_nothing_new(project: Project) -> None:
    questions = [f"Question number {n} of the pilot?" for n in range(60)]
    ask(project, "new", questions, cohort="Pilot", at=YESTERDAY)
    complain(project, "new", 6)
    look(project, Kind.NOVELTY)
    assert not Finding.objects.exists()


@given(st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_the_pilots_own_questions_are_never_new(number: int, seed: int) -> None:
    rows = unit(np.random.default_rng(seed).normal(size=(number, 8)).astype(np.float32))
    assert not are_new(rows, rows).any()
    assert are_new(-rows[:1], np.repeat(rows[:1], number, axis=0)).all()
