"""What people say is right, side by side where they differ."""

from dataclasses import dataclass
from uuid import UUID

from feedback.models import Feedback
from triage.issues.diffs import Diff, correction_diff
from triage.issues.queries.window import Window
from triage.issues.sides import Correcting, Side, sides

MOST_SIDES = 4
MOST_WORDINGS = 5


@dataclass(frozen=True)
class SideShown:
    """A side as people read it: `diff` is its commonest wording against the answer that this was
    said of; `wordings` are some of the others."""

    people: int
    teams: list[tuple[str, int]]
    text: str
    diff: Diff | None
    wordings: list[str]
    disputed: bool


def sides_of(window: Window) -> list[SideShown]:
    """Up to MOST_SIDES sides of the window's corrections, most people first. One correction alone
    is none: it stands beside its answer."""
    said = [
        Correcting(one.id, one.voter, one.team or "", one.about, one.correction)
        for one in window.said
        if one.correction
    ]
    if len(said) < 2:
        return []
    found = sides(said)[:MOST_SIDES]
    answers = _answers([side.example.feedback for side in found])
    return [_shown(side, *answers[side.example.feedback]) for side in found]


def _answers(ids: list[UUID]) -> dict[UUID, tuple[str, list[str]]]:
    """By complaint the answer's text, and what was marked in it."""
    rows = Feedback.objects.filter(pk__in=ids).select_related("answer").prefetch_related("spans")
    return {row.pk: (row.answer.text, [span.quote for span in row.spans.all()]) for row in rows}


def _shown(side: Side, answer: str, quotes: list[str]) -> SideShown:
    text = side.wordings[0]
    return SideShown(
        people=side.people,
        teams=[(team, people) for team, people in side.teams if team],
        text=text,
        diff=correction_diff(correction=text, answer=answer, quotes=quotes),
        wordings=side.wordings[1 : 1 + MOST_WORDINGS],
        disputed=side.disputed,
    )
