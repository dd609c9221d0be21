"""Where an issue comes from: the source, release, team and cohort with more than their share of
it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from feedback.models import Cohort, Project, Reason, Release, Source, Team
from triage.issues.queries.within import places_within
from triage.issues.standing_out import Excess, excesses
from triage.models import Issue, Kind, Placement

# Compared with what others complained of from so long before its first complaint until so long
# after its last.
AROUND = timedelta(days=28)
# Of each so many of the newest are read.
HERE, ELSEWHERE = 1000, 4000


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
    here = places_within(issue)
    elsewhere = Placement.objects.of(issue.project).filter(
        given_at__gte=issue.first_seen - AROUND, given_at__lte=issue.last_seen + AROUND
    )
    others = (
        elsewhere.exclude(issue=issue)
        if issue.kind == Kind.LIKENESS
        else elsewhere.exclude(pk__in=here.values("pk"))
    )
    kinds = _kinds(issue.project)
    found = excesses(_voters(here, HERE, kinds), _voters(others, ELSEWHERE, kinds))
    itself = _itself(issue)
    return [_origin(issue.project, one) for one in found if one.group not in itself]


def _itself(issue: Issue) -> set[str]:
    """The sources that a finding names: all of its complaints are about those."""
    if issue.kind == Kind.LIKENESS:
        return set()
    subjects = issue.findings.values_list("subject", flat=True)
    return {part for subject in subjects for part in subject.split(":")}


def _kinds(project: Project) -> dict[str, str]:
    """What an id of a facet is of; of none of these where it is a source."""
    models: dict[str, Any] = {"release": Release, "team": Team, "cohort": Cohort, "": Reason}
    return {
        str(pk): kind
        for kind, model in models.items()
        for pk in model.objects.of(project).values_list("pk", flat=True)
    }


def _voters(
    rows: QuerySet[Placement], most: int, kinds: Mapping[str, str]
) -> dict[str, dict[str, set[str]]]:
    """By kind and the group's primary key. A visitor is a voter too."""
    found: dict[str, defaultdict[str, set[str]]] = {kind: defaultdict(set) for kind in _NAMED}
    facets = Cast("facets", ArrayField(TextField()))
    newest = rows.order_by("-given_at").annotate(names=facets).values_list("voter", "names")
    for voter, names in newest[:most]:
        for facet in names:
            if kind := kinds.get(facet, "source"):
                found[kind][facet].add(voter)
    return {kind: dict(groups) for kind, groups in found.items()}


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
