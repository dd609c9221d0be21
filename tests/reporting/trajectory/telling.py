"""A pilot and a rollout of which the trajectory's page tells, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.kit.asking import ask
from reporting.kit.blocks import Block, Page
from reporting.rollups.operations import rebuild
from reporting.trajectory.operations import Terms, promise
from reporting.trajectory.page import page

WEEKS = 20


@dataclass(frozen=True)
class Group:
    """So many people of a team and cohort, who each ask once in each of the weeks; of ten answers
    `up` get a thumb up, and all others one down. They ask these questions in turn."""

    team: str
    cohort: str
    people: int
    weeks: range
    up: int
    questions: Sequence[str] = ("",)


def tell(project: Project, groups: list[Group], *, monday: datetime, now: datetime) -> None:
    """All of it, week 0 being that of the Monday, folded into the daily tables."""
    answers, words = [], []
    number = 0
    for group in groups:
        for week in group.weeks:
            for person in range(group.people):
                number += 1
                at = monday + timedelta(weeks=week, days=person % 5, hours=9)
                who = {
                    "person": f"{group.team}-{group.cohort}-{person}",
                    "team": group.team,
                    "cohort": group.cohort,
                }
                question = group.questions[number % len(group.questions)]
                answers.append(
                    AnswerMessage(
                        id=f"a-{number}", asked_at=at, question=question, text="It is so.", **who
                    )
                )
                rating = "up" if number % 10 < group.up else "down"
                words.append(
                    FeedbackMessage(answer=f"a-{number}", rating=rating, given_at=at, **who)  # type: ignore[arg-type]
                )
    for at in range(0, len(answers), 500):
        record_answers(
            project=project, messages=answers[at : at + 500], actor="system:test", now=now
        )
        record_feedback(
            project=project,
            messages=words[at : at + 500],
            channel="api",
            actor="system:test",
            now=now,
        )
    rebuild(project=project, now=now)


def asked(project: Project, now: datetime, **parameters: str) -> Page:
    return page(ask(project=project, parameters=parameters, now=now))


def block(found: Page, name: str) -> Block:
    return next(one for one in found.blocks if one.id == name)


def row(found: Block, *names: str) -> Mapping[str, Any]:
    """The row that begins with these, by the keys of its columns."""
    keys = [head.key for head in found.grid.heads]
    rows = [dict(zip(keys, one, strict=True)) for one in found.grid.rows]
    return next(one for one in rows if tuple(one[key].raw for key in keys[: len(names)]) == names)


def write(project: Project, now: datetime, measure: str = "satisfaction", **terms: Any) -> None:
    soon = {"target_on": now.date() + timedelta(days=70)}
    promise(
        project=project, measure=measure, terms=Terms(**soon | terms), actor="member:m@x", now=now
    )
