"""Weeks of thumbs, made by the operations that production uses."""

from datetime import datetime, timedelta
from typing import Any

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.rollups.operations import rebuild
from tests.builders import NOW

WEEK = timedelta(weeks=1)


def live(
    project: Project,
    ups: list[int],
    *,
    people: int = 10,
    team: str = "Sales",
    cohort: str = "",
    now: datetime = NOW,
) -> None:
    """Full weeks up to the one before `now`, each with two answers and two thumbs of every person;
    so many thumbs in ten are up."""
    monday = now - timedelta(days=now.weekday()) - len(ups) * WEEK
    answers, words = [], []
    for week, up in enumerate(ups):
        for n in range(2 * people):
            at = monday + week * WEEK + timedelta(days=n % 5)
            who = {"person": f"{team}-{n % people}", "team": team, "cohort": cohort}
            answer = AnswerMessage(id=f"{team}-{at:%Y-%m-%d}-{n}", asked_at=at, text="So.", **who)
            rating: Any = "up" if n % 10 < up else "down"
            answers.append(answer)
            words.append(FeedbackMessage(answer=answer.id, rating=rating, given_at=at, **who))
    record_answers(project=project, messages=answers, actor="system:test", now=now)
    record_feedback(project=project, messages=words, channel="api", actor="system:test", now=now)
    rebuild(project=project, now=now)
