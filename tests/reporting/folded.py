"""What is folded, in plain sets and dictionaries, to be held against what it is folded from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from feedback.models import Cohort, Project, Team
from reporting.models import FoldState, PersonNumber, Register, SpanCount
from reporting.rollups.counted import COUNTED, ROLES, Counted
from reporting.rollups.placed import Homes
from reporting.rollups.spans import Span
from reporting.rollups.stored import stored_homes

SPOKEN = COUNTED[: COUNTED.index("answered")]
TRUSTED = COUNTED[COUNTED.index("answered") :]

Facet = tuple[str, str]
Key = tuple[date, str, str]


def folded(project: Project, *, days: int = 1) -> Iterator[tuple[Facet, Span, Counted]]:
    """Every span of that length in the edition that is read."""
    state = FoldState.objects.get(project=project)
    rows = SpanCount.objects.of(project).filter(edition=state.edition, days=days)
    columns = ("counts", *ROLES)
    for kind, value, first, *stored in rows.values_list("kind", "value", "first", *columns):
        counted = Counted.from_columns(dict(zip(columns, stored, strict=True)))
        yield (kind, value), Span(days, first), counted


def group_names(project: Project) -> tuple[list[str], list[str]]:
    """Slugs of teams and cohorts by their numbers."""
    register = Register.objects.get(project=project)
    named = []
    for model, known in ((Team, register.teams), (Cohort, register.cohorts)):
        slugs = dict(model.objects.of(project).values_list("id", "slug"))
        named.append(["", *(slugs[one] for one in known)])
    return named[0], named[1]


def counts(
    project: Project, facet: Facet = ("", ""), *, names: Sequence[str] = SPOKEN
) -> dict[Key, Counter[str]]:
    """By day, team and cohort, those of these names; what has none of them is left out."""
    teams, cohorts = group_names(project)
    found = {}
    for of, span, counted in folded(project):
        for code, sums in zip(counted.codes.tolist(), counted.sums.tolist(), strict=True):
            all_of = dict(zip(COUNTED, sums, strict=True))
            kept = +Counter({name: all_of[name] for name in names})
            if of == facet and kept:
                found[span.first, teams[code >> 16], cohorts[code & 0xFFFF]] = kept
    return found


def people(project: Project) -> set[tuple[object, ...]]:
    """Each span of any length, facet and role, with whoever had it, and where."""
    rows = PersonNumber.objects.of(project).values_list("number", "person", "visitor")
    who = {number: person or visitor for number, person, visitor in rows}
    state = FoldState.objects.get(project=project)
    homes = Homes(stored_homes(project.id, state.edition), teams=0, cohorts=0)
    return {
        (*facet, *span, role, who[number], code)
        for days in (1, 7, 28, 112)
        for facet, span, counted in folded(project, days=days)
        for role, placed in counted.people.items()
        for number, code in placed.pairs(homes)
    }
