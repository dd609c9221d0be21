"""The order by how well issues match what is looked for: made anew each time, the best first.

A place in it counts all that match, whatever the filters let through: a page begins where the last
one ended, though issues were worked off meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from feedback.models import Project
from triage.issues.filters import MEANING, QueueFilters
from triage.issues.queries.meaning import nearest_in_meaning
from triage.issues.queries.narrowing import number_in
from triage.issues.queries.searching import ranked_by_words
from triage.models import Issue


@dataclass(frozen=True)
class Ranking:
    """All that match. `likeness`: from 0 to 1, where they are ranked by what they mean."""

    ids: Sequence[UUID]
    likeness: Mapping[UUID, float] = field(default_factory=dict)

    def through(self, rows: QuerySet[Issue], *, place: int = 0) -> list[tuple[int, UUID]]:
        """Those from a place on that are among the rows, each with the place behind it."""
        rest = self.ids[place:]
        among = set(rows.filter(pk__any=list(rest)).values_list("pk", flat=True))
        return [(at, pk) for at, pk in enumerate(rest, start=place + 1) if pk in among]

    def behind(self, pk: UUID) -> int:
        """The place behind an issue; 0 for one that doesn't match."""
        return self.ids.index(pk) + 1 if pk in self.ids else 0


def ranking_of(project: Project, filters: QueueFilters) -> Ranking:
    """By meaning where that is asked for and a worker has read the words; else by words alone."""
    number = number_in(project, filters.q)
    if number is not None:
        named = Issue.objects.of(project).filter(number=number)
        return Ranking(list(named.values_list("pk", flat=True)))
    if filters.sort == MEANING:
        near = nearest_in_meaning(project, filters.q)
        if near is not None:
            return Ranking(list(near), near)
    return Ranking(ranked_by_words(project, filters.q))


def likeness_of(project: Project, filters: QueueFilters) -> Mapping[UUID, float]:
    """How near in meaning, of all that match; none where that is not what they are ranked by."""
    meant = filters.ranked and filters.sort == MEANING
    return ranking_of(project, filters).likeness if meant else {}


def nearest_first(rows: QuerySet[Issue], likeness: Mapping[UUID, float]) -> Iterator[Issue]:
    """The rows as they come, or by likeness where it is known: then they are few."""
    if not likeness:
        return rows.iterator(chunk_size=500)
    return iter(sorted(rows, key=lambda row: -likeness.get(row.pk, 0)))
