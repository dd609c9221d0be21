"""What the complaints of an issue have in common, by the counts that the database keeps."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from triage.models import Issue

MOST_SOURCES = 8
MOST_SHARES = 5

# One query for all: an issue's page has many to ask.
_COMMON = """
WITH counted AS (
    SELECT facet, complaints, issue_id FROM triage_issuefacet WHERE issue_id = %(issue)s
)
SELECT 'reason', label, complaints, 0 FROM counted JOIN feedback_reason AS reason ON id = facet
UNION ALL
SELECT * FROM (
    SELECT 'team', name, complaints, sum(complaints) OVER ()
    FROM counted JOIN feedback_team AS team ON id = facet
    ORDER BY complaints DESC, name LIMIT %(shares)s
) AS teams
UNION ALL
SELECT * FROM (
    SELECT 'release', name, complaints, sum(complaints) OVER ()
    FROM counted JOIN feedback_release AS release ON id = facet
    ORDER BY complaints DESC, name LIMIT %(shares)s
) AS releases
UNION ALL
SELECT * FROM (
    SELECT 'source', facet::text, complaints, 0
    FROM counted JOIN feedback_source AS source ON id = facet
    ORDER BY complaints DESC, facet LIMIT %(sources)s
) AS sources
"""


@dataclass(frozen=True)
class Share:
    """How many of the complaints are of one team (or release), in percent of those that have
    one."""

    name: str
    count: int
    percent: int


@dataclass(frozen=True)
class ReasonCount:
    label: str
    count: int


@dataclass(frozen=True)
class Common:
    """Most complaints first: all reasons, up to MOST_SHARES teams and releases, and of up to
    MOST_SOURCES sources how many complaints are about answers that cite them."""

    reasons: list[ReasonCount]
    teams: list[Share]
    releases: list[Share]
    sources: dict[UUID, int]


def common_of(issue: Issue) -> Common:
    values: dict[str, Any] = {"issue": issue.pk, "shares": MOST_SHARES, "sources": MOST_SOURCES}
    found: dict[str, list[tuple[str, int, int]]]
    found = {"reason": [], "team": [], "release": [], "source": []}
    with connection.cursor() as cursor:
        cursor.execute(_COMMON, values)
        for kind, name, count, total in cursor.fetchall():
            found[kind].append((name, count, total))
    reasons = [ReasonCount(label, count) for label, count, _ in found["reason"]]
    return Common(
        reasons=sorted(reasons, key=lambda reason: (-reason.count, reason.label)),
        teams=_shares(found["team"]),
        releases=_shares(found["release"]),
        sources={UUID(source): count for source, count, _ in found["source"]},
    )


def _shares(counted: list[tuple[str, int, int]]) -> list[Share]:
    return [Share(name, count, round(100 * count / total)) for name, count, total in counted]
