"""What the page reads, once, and what all its parts go by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reporting.kit.asking import Asked
from reporting.kit.slices import Tables, narrowed, slugs_of
from reporting.kit.tables import tables_for
from reporting.rollups.tally import Cell, Tally
from reporting.trust import queries
from reporting.trust.bins import Bin, empty, merged
from reporting.trust.definitions import ENOUGH_JUDGED
from reporting.trust.figures import Confidence

TOLERABLE = {"0.1": "10%", "0.05": "5%", "0.2": "20%"}


@dataclass(frozen=True)
class Judges:
    """Whose word right and wrong are: what it is worth, and how many people are behind it."""

    told: str
    briefly: str
    rated: str
    people: Callable[[Tally], int]


REVIEWERS = Judges(
    "Right and wrong are the word of reviewers on a random sample of answers, rated or not.",
    "Judged by reviewers, on a random sample.",
    "reviewers judged",
    lambda tally: tally.users,
)
READERS = Judges(
    "Right and wrong are what those people said who chose to speak: a thumb up, or a complaint. "
    "Who is content mostly says nothing, so that all answers together are likely to fare better. "
    f"Once reviewers have judged {ENOUGH_JUDGED} answers of these days in an audit, their word "
    "counts instead.",
    "Judged by those people who chose to speak.",
    "people judged",
    lambda tally: tally.speakers,
)


@dataclass(frozen=True)
class Reading:
    """A slice's tables, and its bins of confidence by team, judged by `judges`."""

    asked: Asked
    tables: Tables
    teams: queries.Teams
    judges: Judges

    @cached_property
    def all(self) -> Confidence:
        """The whole slice."""
        together = zip(*self.teams.values(), strict=True) if self.teams else ((b,) for b in empty())
        return self._confidence([merged(one) for one in together], self.asked.question.cell)

    @cached_property
    def by_team(self) -> dict[str, Confidence]:
        cell = self.asked.question.cell
        return {
            slug: self._confidence(self.teams.get(slug, empty()), narrowed(cell, "team", slug))
            for slug in slugs_of(self.tables.key, cell, "team", self.asked.groups)
        }

    @property
    def tolerable(self) -> float:
        """The share of wrong answers to be tolerated: the page's own choice."""
        return float(self.tolerable_chosen)

    @property
    def tolerable_chosen(self) -> str:
        chosen = self.asked.parameters.get("tolerable", "")
        return chosen if chosen in TOLERABLE else next(iter(TOLERABLE))

    def _confidence(self, bins: Sequence[Bin], cell: Cell) -> Confidence:
        return Confidence(bins, self.tables.key.hides(self.judges.people, cell))


def read(asked: Asked) -> Reading:
    """Judged by reviewers where they have judged enough of the slice, else by readers."""
    project, question = asked.project, asked.question
    tables = tables_for(project=project, question=question, whole=asked.whole, today=asked.today)
    said = queries.confidence(project=project, question=question, window=asked.window)
    judged = queries.audited(project=project, question=question, window=asked.window, given=said)
    enough = sum(one.judged for bins in judged.values() for one in bins) >= ENOUGH_JUDGED
    teams, judges = (judged, REVIEWERS) if enough else (said, READERS)
    return Reading(asked, tables, teams, judges)
