"""Who resolved what, of which area: what `concentration` is reckoned from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from feedback.models import Member, Project
from triage.models import Owner, can_work
from triage.routing.concentration import (
    MEMORY_DAYS,
    WINDOW_DAYS,
    Concentration,
    Resolved,
    concentration,
)

MOST = 2_000  # the latest resolved issues: more say no more of who knows what

# The area of an issue is its owner and the source that most of its complaints are about; what has
# none goes by its kind. Who resolved it last is who resolved it.
_RESOLVED = """
SELECT issue.owner_id, coalesce(top.source::text, issue.kind), last.actor, issue.resolved_at
FROM (
    SELECT id, owner_id, kind, resolved_at FROM triage_issue
    WHERE project_id = %(project)s AND status IN ('resolved', 'verified')
      AND resolved_at >= %(since)s
    ORDER BY resolved_at DESC LIMIT %(most)s
) issue
JOIN LATERAL (
    SELECT actor FROM triage_issueactivity
    WHERE issue_id = issue.id AND verb = 'resolved' ORDER BY id DESC LIMIT 1
) last ON last.actor LIKE 'member:%%'
LEFT JOIN LATERAL (
    SELECT source.id AS source
    FROM triage_issuefacet JOIN feedback_source AS source ON source.id = facet
    WHERE issue_id = issue.id ORDER BY complaints DESC, facet LIMIT 1
) top ON true
"""


@dataclass(frozen=True)
class Knowledge:
    """Of a project, and of each of its owner teams in which something counts."""

    whole: Concentration[str]
    teams: list[tuple[Owner, Concentration[str]]]


def knowledge_of(project: Project, now: datetime) -> Knowledge:
    """What of the issues resolved by members within WINDOW_DAYS hangs on one of them. People are
    known by their e-mail addresses."""
    by_owner: dict[UUID, list[Resolved[str]]] = defaultdict(list)
    for owner, row in _resolved(project, now):
        by_owner[owner].append(row)
    working = Member.objects.of(project).filter(can_work())
    here = set(working.values_list("user__email", flat=True))
    owners = Owner.objects.of(project).filter(pk__in=by_owner)
    each = [(owner, concentration(by_owner[owner.pk], here)) for owner in owners]
    whole = concentration([row for rows in by_owner.values() for row in rows], here)
    return Knowledge(whole, [(owner, found) for owner, found in each if found.total])


def _resolved(project: Project, now: datetime) -> Iterator[tuple[UUID, Resolved[str]]]:
    since, counts_from = (now - timedelta(days=days) for days in (MEMORY_DAYS, WINDOW_DAYS))
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVED, {"project": project.pk, "since": since, "most": MOST})
        for owner, about, actor, at in cursor.fetchall():
            by = actor.partition(":")[2]
            yield owner, Resolved((owner, about), by, counts=at >= counts_from)
