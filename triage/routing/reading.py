"""Complaints by the hundred thousand, as rules look at them: every large read of routing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from feedback.models import Cohort, Project, Release, Source, Team
from triage.routing.bulk import Bulk, Column, Places
from triage.routing.matching import Facts, languages_of

# The newest so many: nobody waits for more to be read.
MOST = 200_000
# Enough of an issue to tell who most of it belongs to.
MOST_OF_ISSUE = 64

RECENT = """
    SELECT id, answer_id, team_id, cohort_id, reasons, comment, NULL::uuid AS issue_id,
           'likeness' AS kind
    FROM feedback_feedback
    WHERE project_id = %(project)s AND given_at >= %(since)s AND complains AND NOT suspect
    ORDER BY given_at DESC
    LIMIT %(most)s
"""
# What stands in open issues, and what open findings rest on.
OPEN = """
    SELECT word.id, answer_id, team_id, cohort_id, reasons, comment, placed.issue_id, placed.kind
    FROM (
        SELECT feedback_id, issue_id, kind,
               row_number() OVER (PARTITION BY issue_id ORDER BY feedback_id DESC) AS place
        FROM (
            SELECT placement.feedback_id, issue.id AS issue_id, issue.kind
            FROM triage_issue AS issue
            JOIN triage_placement AS placement ON placement.issue_id = issue.id
            WHERE issue.project_id = %(project)s AND issue.status = 'unresolved'
            UNION ALL
            SELECT linked.feedback_id, issue.id, issue.kind
            FROM triage_issue AS issue
            JOIN triage_finding AS finding ON finding.issue_id = issue.id
                 AND finding.kind = issue.kind
            JOIN triage_finding_feedback AS linked ON linked.finding_id = finding.id
            WHERE issue.project_id = %(project)s AND issue.status = 'unresolved'
        ) AS standing
    ) AS placed
    JOIN feedback_feedback AS word ON word.id = placed.feedback_id
    WHERE placed.place <= %(of_issue)s
"""
_COMPLAINTS = """
WITH complaint AS MATERIALIZED ({complaints}),
cited AS (
    SELECT answer_id, string_agg(source_id::text, ' ' ORDER BY position) AS sources
    FROM feedback_citation
    WHERE answer_id IN (SELECT answer_id FROM complaint)
    GROUP BY answer_id
)
SELECT complaint.issue_id::text, complaint.kind,
       concat_ws(' ', complaint.team_id, answer.team_id), complaint.cohort_id::text,
       array_to_string(complaint.reasons, ' '), answer.release_id::text, answer.model,
       answer.language, cited.sources, {text}
FROM complaint
JOIN feedback_answer AS answer ON answer.id = complaint.answer_id
LEFT JOIN cited ON cited.answer_id = complaint.answer_id
"""
_TEXT = "concat_ws(E'\\n', nullif(answer.question, ''), nullif(complaint.comment, ''))"


@dataclass(frozen=True)
class Read:
    """Complaints in bulk. `defaults` are the distinct facts that a default owner is told by, and
    `default_of` each complaint's place among them; `issues` are the distinct ids of their issues
    ("" for none asked), and `issue_of` each one's place there."""

    bulk: Bulk
    defaults: Sequence[Facts]
    default_of: Places
    issues: Sequence[str]
    issue_of: Places


def read_complaints(
    project: Project, *, since: datetime | None = None, with_texts: bool = True
) -> Read:
    """The complaints given since then, the newest MOST; without a time those of open issues, up
    to MOST_OF_ISSUE of each. Without texts no term is found in any."""
    statement = _COMPLAINTS.format(
        complaints=OPEN if since is None else RECENT, text=_TEXT if with_texts else "''"
    )
    asked = {"project": project.pk, "since": since, "most": MOST, "of_issue": MOST_OF_ISSUE}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    return _Reader(project, rows).read()


class _Reader:
    """From rows of `_COMPLAINTS` to columns of facts."""

    def __init__(self, project: Project, rows: Sequence[tuple[Any, ...]]) -> None:
        self._size = len(rows)
        self._values = list(zip(*rows, strict=True)) if rows else [()] * 10
        names = ("slug", "name")
        teams = Team.objects.of(project).values_list("id", *names)
        cohorts = Cohort.objects.of(project).values_list("id", *names)
        self._teams = {str(pk): both for pk, *both in teams}
        self._cohorts = {str(pk): both for pk, *both in cohorts}
        self._releases = {str(release.pk): release for release in Release.objects.of(project)}
        self._sources = {str(source.pk): source for source in Source.objects.of(project)}

    def read(self) -> Read:
        issue, kind, team, cohort, reason, release, model, language, cited, text = self._values
        issues, issue_of = interned(issue)
        columns = {
            "kind": self._column(kind, lambda v: Facts(kind=v)),
            "team": self._column(team, self._of_teams),
            "cohort": self._column(cohort, lambda v: Facts(cohorts=(*self._cohorts.get(v, ()),))),
            "reason": self._column(reason, lambda v: Facts(reasons=tuple(v.split()))),
            "release": self._column(release, self._of_release),
            "model": self._column(model, lambda v: Facts(models=(v,) if v else ())),
            "language": self._column(language, lambda v: Facts(languages=languages_of([v]))),
            "term": self._column(text, lambda v: Facts(text=v)),
        }
        columns["source"] = columns["source-owner"] = self._of_sources(cited)
        defaults, default_of = self._defaults(columns, cited)
        return Read(Bulk(self._size, columns), defaults, default_of, issues, issue_of)

    def _column(self, values: Sequence[str | None], facts: Callable[[str], Facts]) -> Column:
        distinct, places = interned(values)
        return Column([facts(value) for value in distinct], np.arange(self._size), places)

    def _of_teams(self, ids: str) -> Facts:
        """Of the complaint's team and the answer's."""
        return Facts(teams=tuple(name for pk in ids.split() for name in self._teams.get(pk, ())))

    def _of_release(self, pk: str) -> Facts:
        release = self._releases.get(pk)
        return Facts(releases=(release.name,) if release else ())

    def _of_sources(self, cited: Sequence[str | None]) -> Column:
        """Several to a complaint: each source is looked at once, whoever cites it."""
        lists, list_of = interned(cited)
        place_of = {pk: place for place, pk in enumerate(self._sources)}
        flat = [[place_of[pk] for pk in ids.split() if pk in place_of] for ids in lists]
        lengths = np.array([len(places) for places in flat], dtype=np.int64)
        joined = np.array([place for places in flat for place in places], dtype=np.int64)
        each = lengths[list_of]  # how many a complaint has
        begin = np.repeat((np.cumsum(lengths) - lengths)[list_of], each)
        within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        facts = [
            Facts(
                sources=tuple(t for t in (s.external_id, s.uri, s.title) if t),
                source_owners=(s.owner,) if s.owner else (),
            )
            for s in self._sources.values()
        ]
        return Column(facts, np.repeat(np.arange(self._size), each), joined[begin + within])

    def _defaults(
        self, columns: dict[str, Column], cited: Sequence[str | None]
    ) -> tuple[list[Facts], Places]:
        lists, list_of = interned(cited)
        by_list, owner_of_list = interned([self._most_cited(ids) for ids in lists])
        releases, release_of = interned(self._values[5])
        owners = {pk: release.owner for pk, release in self._releases.items()}
        by_release, owner_of_release = interned([owners.get(pk, "") for pk in releases])
        reasons = columns["reason"]
        width, height = len(by_release) or 1, len(reasons.distinct) or 1
        keys = (owner_of_list[list_of] * width + owner_of_release[release_of]) * height
        distinct, places = np.unique(keys + reasons.places, return_inverse=True)
        facts = [
            Facts(
                source_owners=_named(by_list[key // height // width]),
                release_owners=_named(by_release[key // height % width]),
                reasons=reasons.distinct[key % height].reasons,
            )
            for key in distinct.tolist()
        ]
        return facts, places

    def _most_cited(self, ids: str) -> str:
        """The owner of most of the sources, the first cited of them; "" for none."""
        sources = (self._sources.get(pk) for pk in ids.split())
        owners = Counter(source.owner for source in sources if source and source.owner)
        return next((owner for owner, _ in owners.most_common(1)), "")


def interned(values: Iterable[str | None]) -> tuple[list[str], Places]:
    """The distinct values, None as "", and each one's place among them."""
    seen: dict[str, int] = {}
    places = [seen.setdefault(value or "", len(seen)) for value in values]
    return list(seen), np.array(places, dtype=np.int64)


def _named(owner: str) -> tuple[str, ...]:
    return (owner,) if owner else ()
