"""Where an issue comes from: the source, release, team and cohort with more than their share of
it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from feedback.models import Cohort, Project, Release, Source, Team
from triage.issues.queries.within import places_within
from triage.issues.standing_out import FEWEST_PEOPLE, Compared, Excess, excesses
from triage.models import Issue, Kind, Placement

# Compared with what others complained of from so long before its first complaint until so long
# after its last.
AROUND = timedelta(days=28)
# Of each so many of the newest are read.
HERE, ELSEWHERE = 500, 2000

# A facet that is of no such kind is a source: those are too many to be named. Tags, whose ids are
# of version 3, are left out. A row without a group has all people of its kind. People are told
# apart by 64 bits, which are quicker than their names: two of 2,500 have the same once in 10^12
# times.
_COUNTED = """
WITH place AS (
    (SELECT hashtextextended(voter, 0) AS person, facets, true AS here FROM ({here}) AS ours)
    UNION ALL
    (SELECT hashtextextended(voter, 0), facets, false FROM ({elsewhere}) AS theirs)
), kind AS (
    SELECT id, 'release' AS name FROM feedback_release WHERE project_id = %s
    UNION ALL SELECT id, 'team' FROM feedback_team WHERE project_id = %s
    UNION ALL SELECT id, 'cohort' FROM feedback_cohort WHERE project_id = %s
    UNION ALL SELECT id, '' FROM feedback_reason WHERE project_id = %s
), one AS MATERIALIZED (
    SELECT DISTINCT facet, here, person FROM place, unnest(facets) AS facet
    WHERE get_byte(uuid_send(facet), 6) >> 4 <> 3
), counted AS (
    SELECT facet, count(*) FILTER (WHERE here) AS ours, count(*) FILTER (WHERE NOT here) AS theirs
    FROM one GROUP BY facet HAVING count(*) >= %s
)
SELECT coalesce(name, 'source'), facet::text, ours, theirs
FROM counted LEFT JOIN kind ON kind.id = facet
UNION ALL
SELECT name, NULL, count(*) FILTER (WHERE here), count(*) FILTER (WHERE NOT here)
FROM (
    SELECT DISTINCT coalesce(name, 'source') AS name, here, person
    FROM one LEFT JOIN kind ON kind.id = facet
) AS everyone GROUP BY name
"""


@dataclass(frozen=True)
class Origin:
    """A group with more than its share. `key`: its id in the API; `name`: what people call it."""

    key: str
    name: str
    excess: Excess

    @property
    def percent_elsewhere(self) -> float:
        of_people = self.excess.of_people_elsewhere
        return 100 * self.excess.people_elsewhere / of_people if of_people else 0.0


def origins_of(issue: Issue) -> list[Origin]:
    """Of sources, releases, teams and cohorts the one that stands out most among the people who
    complain here, compared with those who complain of other things. Kinds where none does are
    left out, and so is the source that a finding is about."""
    if issue.people < FEWEST_PEOPLE:
        return []
    here = places_within(issue)
    elsewhere = Placement.objects.of(issue.project).filter(
        given_at__gte=issue.first_seen - AROUND, given_at__lte=issue.last_seen + AROUND
    )
    others = (
        elsewhere.exclude(issue=issue)
        if issue.kind == Kind.LIKENESS
        else elsewhere.exclude(pk__in=here.values("pk"))
    )
    itself = _itself(issue)
    found = excesses(_compared(issue.project, here, others))
    return [_origin(issue.project, one) for one in found if one.group not in itself]


def _itself(issue: Issue) -> set[str]:
    """The sources that a finding names: all of its complaints are about those."""
    if issue.kind == Kind.LIKENESS:
        return set()
    subjects = issue.findings.values_list("subject", flat=True)
    return {part for subject in subjects for part in subject.split(":")}


def _compared(
    project: Project, here: QuerySet[Placement], elsewhere: QuerySet[Placement]
) -> dict[str, Compared]:
    """By kind and the group's primary key. A visitor is a person too."""
    ours, our_values = _newest(here, HERE)
    theirs, their_values = _newest(elsewhere, ELSEWHERE)
    values = [*our_values, *their_values, *4 * [project.pk], FEWEST_PEOPLE]
    people = dict.fromkeys(_NAMED, (0, 0))
    groups: dict[str, dict[str, tuple[int, int]]] = {kind: {} for kind in _NAMED}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(here=ours, elsewhere=theirs), values)
        for kind, group, *counts in cursor.fetchall():
            if kind in _NAMED and group:
                groups[kind][group] = (counts[0], counts[1])
            elif kind in _NAMED:
                people[kind] = (counts[0], counts[1])
    return {kind: Compared(people[kind], groups[kind]) for kind in _NAMED}


def _newest(rows: QuerySet[Placement], most: int) -> tuple[str, tuple[Any, ...]]:
    """A query for the voters and facets of so many of them, and its values."""
    newest = rows.order_by("-given_at").values("voter", "facets")[:most]
    return newest.query.sql_with_params()


def _origin(project: Project, excess: Excess) -> Origin:
    model, key = _NAMED[excess.kind]
    row = model.objects.of(project).get(pk=excess.group)
    return Origin(getattr(row, key), str(row), excess)


_NAMED: dict[str, tuple[Any, str]] = {
    "source": (Source, "external_id"),
    "release": (Release, "name"),
    "team": (Team, "slug"),
    "cohort": (Cohort, "slug"),
}
