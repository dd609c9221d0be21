"""Which issues the filters let through: one way for the page, its sheet and the API."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from feedback.models import Member, Project, Reason, Release, Source, Team
from triage.issues.filters import MEANING, QueueFilters
from triage.issues.queries.due import due_within
from triage.issues.queries.meaning import nearest_in_meaning
from triage.issues.queries.searching import about, with_all_of, with_facet
from triage.models import Issue, tag_facet

STATUS: dict[str, Q] = {
    "unresolved": Q(status=Issue.Status.UNRESOLVED),
    "new": Q(status=Issue.Status.UNRESOLVED, substatus=Issue.Substatus.NEW),
    "ongoing": Q(status=Issue.Status.UNRESOLVED, substatus=Issue.Substatus.ONGOING),
    "escalating": Q(status=Issue.Status.UNRESOLVED, substatus=Issue.Substatus.ESCALATING),
    "regressed": Q(status=Issue.Status.UNRESOLVED, substatus=Issue.Substatus.REGRESSED),
    "resolved": Q(status__in=[Issue.Status.RESOLVED, Issue.Status.VERIFIED]),
    "verified": Q(status=Issue.Status.VERIFIED),
    "archived": Q(status=Issue.Status.ARCHIVED),
    "merged": Q(status=Issue.Status.MERGED),
    "all": ~Q(status=Issue.Status.MERGED),
}
# What a complaint can have, by the filter's name: the model, and what the filter says of it.
_FACETS: dict[str, tuple[Any, str]] = {
    "team": (Team, "slug"),
    "reason": (Reason, "code"),
    "release": (Release, "name"),
    "source": (Source, "external_id"),
}
_SHORT_ID = re.compile(r"([A-Za-z0-9]{1,8})-([0-9]{1,9})")


def number_in(project: Project, text: str) -> int | None:
    """The number in a short id of the project."""
    match = _SHORT_ID.fullmatch(text.strip())
    return int(match[2]) if match and match[1].upper() == project.prefix.upper() else None


def queue_rows(
    *, project: Project, filters: QueueFilters, member: Member | None
) -> QuerySet[Issue]:
    """Every issue that the filters let through, for `member` where they say "me"; unordered."""
    rows: QuerySet[Issue] = project.issues.filter(STATUS[filters.status])
    if filters.owner:
        rows = rows.filter(owner__slug=filters.owner)
    if filters.assignee == "none":
        rows = rows.filter(assignee=None)
    elif filters.assignee == "me":
        rows = rows.filter(assignee=member)
    elif filters.assignee:
        rows = rows.filter(assignee__user__email__iexact=filters.assignee)
    if filters.due:
        rows = rows.filter(due_within(filters.due), status=Issue.Status.UNRESOLVED)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    rows = _with_facets(rows, project, filters)
    if filters.q:
        rows = rows.filter(_looked_for(project, filters))
    return rows.select_related("owner", "assignee__user").defer("words")


def _looked_for(project: Project, filters: QueueFilters) -> Q:
    """What is written, or near it in meaning."""
    number = number_in(project, filters.q)
    if number is not None:
        return Q(number=number)
    near = nearest_in_meaning(project, filters.q) if filters.sort == MEANING else None
    return about(project, filters.q) if near is None else Q(pk__any=list(near))


def _with_facets(rows: QuerySet[Issue], project: Project, filters: QueueFilters) -> QuerySet[Issue]:
    """Some complaint of the issue has it all. Of one facet its count tells; of several, the
    complaints themselves are asked."""
    facets = []
    for name, (model, key) in _FACETS.items():
        if value := getattr(filters, name):
            named = model.objects.of(project).filter(**{key: value})
            facets.append(named.values_list("pk", flat=True).first())
    if None in facets:
        return rows.none()
    if filters.tag:
        facets.append(tag_facet(project.pk, filters.tag))
    if len(facets) > 1:
        return rows.filter(with_all_of(facets))
    for facet in facets:
        rows = rows.filter(facets__facet=facet)
        if filters.q:
            rows = rows.filter(with_facet(facet))
    return rows
