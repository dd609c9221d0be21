"""Issues of two trades, told apart by their letters, and people who decide about them."""

from datetime import datetime
from uuid import uuid4

import numpy as np

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from tests.builders import NOW
from tests.triage.placing import complain, issue_of, place_all
from triage.issues.operations import assign
from triage.models import Issue, Owner, Placement, Suggestion
from triage.routing.learning import choose_apply_from, learn_again
from triage.routing.operations import add_owner

ANN = "member:ann@example.org"
# Questions of one trade share no letter with those of the other.
TRADES = {"hr": "abcdefghijklm", "it": "nopqrstuvwxyz"}
_chance = np.random.default_rng(0)


def ask(trade: str) -> str:
    """A question of a trade, unlike all others enough to open an issue of its own."""
    letters = _chance.choice(list(TRADES[trade]), size=40)
    return "".join(letters) + "?"


def open_one(project: Project, trade: str) -> Issue:
    word = complain(project, ask(trade))
    place_all(project)
    return issue_of(word)


def owners_in(project: Project) -> dict[str, Owner]:
    return {
        trade: add_owner(project=project, slug=trade, name=trade.upper(), actor=ANN, now=NOW)
        for trade in TRADES
    }


def give(issue: Issue, owner: Owner, *, actor: str = ANN, now: datetime = NOW) -> None:
    assign(issue=issue, owner=owner, assignee=None, version=None, actor=actor, now=now)


def decide(project: Project, owners: dict[str, Owner], *, each: int = 16) -> list[Issue]:
    """So many issues of each trade, in turn, each given to its owner by a person."""
    trades = each * list(owners)
    ids = [str(uuid4()) for _ in trades]
    answers = [
        AnswerMessage(id=pk, question=ask(trade), text="28.")
        for pk, trade in zip(ids, trades, strict=True)
    ]
    words = [FeedbackMessage(answer=pk, rating="down") for pk in ids]
    record_answers(project=project, messages=answers, actor="system:test", now=NOW)
    record_feedback(project=project, messages=words, channel="api", actor="system:test", now=NOW)
    place_all(project)
    rows = Placement.objects.of(project).filter(feedback__answer__external_id__in=ids)
    of = {row.feedback.answer.external_id: row.issue for row in rows}
    for pk, trade in zip(ids, trades, strict=True):
        give(of[pk], owners[trade])
    return [of[pk] for pk in ids]


def learn(project: Project, *, now: datetime = NOW) -> None:
    learn_again(project=project, now=now)


def suggestion_of(issue: Issue) -> Suggestion | None:
    return Suggestion.objects.filter(issue=issue).first()


def turn_on(project: Project, apply_from: float | None = 0.7) -> None:
    choose_apply_from(project=project, apply_from=apply_from, actor=ANN, now=NOW)
