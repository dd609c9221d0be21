"""What people say is right, side by side where they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from feedback.models import MarkedSpan
from triage.issues.diffs import Diff, correction_diff
from triage.issues.queries.window import Said
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


def sides_of(said: Iterable[Said], spans: Mapping[UUID, Sequence[MarkedSpan]]) -> list[Side]:
    """Up to MOST_SIDES sides of the corrections, most people first. One correction alone is none:
    it stands beside its answer. `spans`: what each complaint marks."""
    correcting = [
        Correcting(one.id, one.voter, one.team or "", one.about, one.correction, marks)
        for one in said
        if one.correction
        for marks in [tuple((span.start, span.end) for span in spans[one.id])]
    ]
    return sides(correcting)[:MOST_SIDES] if len(correcting) > 1 else []


def side_shown(side: Side, *, answer: str, quotes: Sequence[str]) -> SideShown:
    """`answer`: what its example corrects; `quotes`: what was marked in that."""
    text = side.wordings[0]
    return SideShown(
        people=side.people,
        teams=[(team, people) for team, people in side.teams if team],
        text=text,
        diff=correction_diff(correction=text, answer=answer, quotes=quotes),
        wordings=side.wordings[1 : 1 + MOST_WORDINGS],
        disputed=side.disputed,
    )
