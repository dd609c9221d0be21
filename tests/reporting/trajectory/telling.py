"""A pilot and a rollout of which the trajectory's page tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.rollups.operations import rebuild


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
                    AnswerMessage(id=f"a-{number}", asked_at=at, question=question, **who)
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
