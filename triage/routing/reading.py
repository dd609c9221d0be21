"""Complaints by the hundred thousand, as rules look at them: every large read of routing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from feedback.models import Cohort, Project, Release, Source, Team
from triage.priority.severity import severity_of
from triage.routing.bulk import Bulk, Column, Places
from triage.routing.matching import Facts, languages_of, plain

# The newest so many: nobody waits for more to be read.
MOST = 200_000
# Enough of an issue to tell who most of it belongs to.
MOST_OF_ISSUE = 64

RECENT = """
    SELECT id, answer_id, team_id, cohort_id, reasons, rating, comment, NULL::uuid AS issue_id,
           'likeness' AS kind
    FROM feedback_feedback
    WHERE project_id = %(project)s AND given_at >= %(since)s AND complains AND NOT suspect
    ORDER BY given_at DESC
    LIMIT %(most)s
"""
# What stands in these issues, and what open findings rest on.
OF_ISSUES = """
    SELECT word.id, answer_id, team_id, cohort_id, reasons, rating, comment, issue.id AS issue_id,
           issue.kind
    FROM triage_issue AS issue
    CROSS JOIN LATERAL (
        (SELECT feedback_id FROM triage_placement AS placement
            WHERE placement.issue_id = issue.id
            ORDER BY placement.given_at DESC LIMIT %(of_issue)s)
        UNION ALL
        (SELECT linked.feedback_id FROM triage_finding AS finding
            JOIN triage_finding_feedback AS linked ON linked.finding_id = finding.id
            WHERE finding.issue_id = issue.id AND finding.kind = issue.kind
            ORDER BY linked.feedback_id DESC LIMIT %(of_issue)s)
    ) AS standing
    JOIN feedback_feedback AS word ON word.id = standing.feedback_id
    WHERE issue.project_id = %(project)s AND issue.id = ANY(%(issues)s)
"""
_COMPLAINTS = """
WITH complaint AS MATERIALIZED ({complaints}),
cited AS (
    SELECT answer_id, string_agg(source_id::text, ' ' ORDER BY position) AS sources
    FROM feedback_citation
    WHERE answer_id IN (SELECT answer_id FROM complaint)
    GROUP BY answer_id
)
SELECT complaint.issue_id::text,
       concat(complaint.kind, ',', concat_ws(' ', complaint.team_id, answer.team_id), ',',
              complaint.cohort_id, ',', array_to_string(complaint.reasons, ' '), ',',
              answer.release_id, ',', {severity}),
       answer.model, answer.language, {tags}, cited.sources, {text}
FROM complaint
JOIN feedback_answer AS answer ON answer.id = complaint.answer_id
LEFT JOIN cited ON cited.answer_id = complaint.answer_id
{flags}
"""
# What severity follows from, besides the reasons.
_SEVERITY = """concat_ws(' ', complaint.rating, (complaint.id IN (
    SELECT feedback_id FROM feedback_correction WHERE feedback_id IN (SELECT id FROM complaint)
))::int, flagged.says)"""
_FLAGS = """LEFT JOIN (
    SELECT feedback_id, string_agg(says, ' ') AS says FROM feedback_sourceflag
    WHERE feedback_id IN (SELECT id FROM complaint)
    GROUP BY feedback_id
) AS flagged ON flagged.feedback_id = complaint.id"""
_TAGS = r"array_to_string(answer.tags, E'\n')"  # they hold no line's end
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
    project: Project,
    *,
    since: datetime | None = None,
    issues: Sequence[UUID] = (),
    with_texts: bool = True,
    with_tags: bool = True,
    levels: Mapping[str, int] | None = None,
) -> Read:
    """The complaints given since then, the newest MOST; without a time those of the issues, the
    newest MOST_OF_ISSUE of each. Without texts or tags none is found in any, and without
    `levels`, how severe reasons are, no severity."""
    statement = _COMPLAINTS.format(
        complaints=OF_ISSUES if since is None else RECENT,
        text=_TEXT if with_texts else "''",
        tags=_TAGS if with_tags else "''",
        severity="''" if levels is None else _SEVERITY,
        flags="" if levels is None else _FLAGS,
    )
    asked = {
        "project": project.pk,
        "since": since,
        "issues": list(issues),
        "most": MOST,
        "of_issue": MOST_OF_ISSUE,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    return _Reader(project, rows, levels).read()


class _Reader:
    """From rows of `_COMPLAINTS` to columns of facts."""

    def __init__(
        self,
        project: Project,
        rows: Sequence[tuple[Any, ...]],
        levels: Mapping[str, int] | None,
    ) -> None:
        self._levels = levels
        self._size = len(rows)
        # Not zip(*rows): an iterator for each row, and the collector goes through all of them.
        self._values = [[row[place] for row in rows] for place in range(7)]
        names = ("slug", "name")
        teams = Team.objects.of(project).values_list("id", *names)
        cohorts = Cohort.objects.of(project).values_list("id", *names)
        self._teams = {str(pk): both for pk, *both in teams}
        self._cohorts = {str(pk): both for pk, *both in cohorts}
        self._releases = {str(release.pk): release for release in Release.objects.of(project)}
        self._sources = {str(source.pk): source for source in Source.objects.of(project)}

    def read(self) -> Read:
        issue, group, model, language, tags, cited, text = self._values
        issues, issue_of = interned(issue)
        groups, group_of = interned(group)
        kind, team, cohort, reason, release, grave = (
            zip(*(joined.split(",") for joined in groups), strict=True) if groups else [()] * 6
        )
        graves = [f"{reasons},{rest}" for reasons, rest in zip(reason, grave, strict=True)]
        every = np.arange(self._size)
        columns = {
            "kind": _column(kind, group_of, lambda v: Facts(kind=v)),
            "team": _column(team, group_of, self._of_teams),
            "cohort": _column(cohort, group_of, self._of_cohort),
            "reason": _column(reason, group_of, lambda v: Facts(reasons=tuple(v.split()))),
            "release": _column(release, group_of, self._of_release),
            "severity": _column(graves, group_of, self._of_severity),
            "model": _column(model, every, lambda v: Facts(models=_named(v))),
            "language": _column(language, every, lambda v: Facts(languages=languages_of([v]))),
            "tag": _column(tags, every, lambda v: Facts(tags=tuple(filter(None, v.split("\n"))))),
        }
        columns["source"] = columns["source-owner"] = self._of_sources(cited)
        texts, text_of = interned(text)
        bulk = Bulk(self._size, columns, [plain(text) for text in texts], text_of)
        releases, place_of = interned(release)
        defaults = self._defaults(columns, releases, place_of[group_of])
        return Read(bulk, *defaults, issues, issue_of)

    def _of_teams(self, ids: str) -> Facts:
        """Of the complaint's team and the answer's."""
        return Facts(teams=tuple(name for pk in ids.split() for name in self._teams.get(pk, ())))

    def _of_cohort(self, pk: str) -> Facts:
        return Facts(cohorts=tuple(self._cohorts.get(pk, ())))

    def _of_release(self, pk: str) -> Facts:
        release = self._releases.get(pk)
        return Facts(releases=(release.name,) if release else ())

    def _of_severity(self, joined: str) -> Facts:
        """Of reasons, rating, whether there is a correction, and flags."""
        reasons, _, rest = joined.partition(",")
        if self._levels is None:
            return Facts()
        rating, corrected, *flags = rest.split()
        severity = severity_of(
            rating=int(rating),
            reasons=reasons.split(),
            corrected=corrected == "1",
            flags=flags,
            levels=self._levels,
        )
        return Facts(severity=severity.word)

    def _of_sources(self, cited: Sequence[str | None]) -> Column:
        """Several to a complaint: each source is looked at once, whoever cites it."""
        place_of = {pk: place for place, pk in enumerate(self._sources)}
        lengths = [ids.count(" ") + 1 if ids else 0 for ids in cited]
        flat = " ".join(filter(None, cited)).split()
        facts = [
            Facts(
                sources=tuple(t for t in (s.external_id, s.uri, s.title) if t),
                source_owners=_named(s.owner),
            )
            for s in self._sources.values()
        ]
        places = np.fromiter(map(place_of.__getitem__, flat), np.int64, len(flat))
        return Column(facts, np.repeat(np.arange(self._size), lengths), places)

    def _defaults(
        self, columns: Mapping[str, Column], releases: Sequence[str], release_of: Places
    ) -> tuple[list[Facts], Places]:
        sources, reasons = columns["source"], columns["reason"]
        by_source, owner_of = interned([source.owner for source in self._sources.values()])
        first = most_cited(sources.rows, owner_of[sources.places], by_source, self._size)
        named = {pk: release.owner for pk, release in self._releases.items()}
        by_release, owner_of_release = interned([named.get(pk, "") for pk in releases])
        width, height = len(by_release) or 1, len(reasons.distinct) or 1
        keys = ((first + 1) * width + owner_of_release[release_of]) * height + reasons.places
        distinct, places = np.unique(keys, return_inverse=True)
        facts = [
            Facts(
                source_owners=_named(["", *by_source][key // height // width]),
                release_owners=_named(by_release[key // height % width]),
                reasons=reasons.distinct[key % height].reasons,
            )
            for key in distinct.tolist()
        ]
        return facts, places


def _column(
    values: Sequence[str | None], place_of: Places, facts: Callable[[str], Facts]
) -> Column:
    """Of one value for each complaint: that at its place in `values`."""
    distinct, places = interned(values)
    return Column([facts(value) for value in distinct], np.arange(len(place_of)), places[place_of])


def most_cited(rows: Places, owners: Places, names: Sequence[str], size: int) -> Places:
    """(size,) For each complaint the place in `names` of the owner who owns most of the sources
    that it cites, the first cited of several; -1 where none has a name.

    Each citation is of the complaint in `rows`, in their order, and its source of the owner in
    `owners`.
    """
    has_name = np.array([bool(name) for name in names], dtype=np.bool_)
    rows, owners = rows[has_name[owners]], owners[has_name[owners]]
    width = len(names) or 1
    pairs, first, times = np.unique(rows * width + owners, return_index=True, return_counts=True)
    order = np.lexsort((first, -times, pairs // width))[::-1]  # the last that is written stays
    found = np.full(size, -1, dtype=np.int64)
    found[pairs[order] // width] = pairs[order] % width
    return found


def interned(values: Iterable[str | None]) -> tuple[list[str], Places]:
    """The distinct values, None as "", and each one's place among them."""
    said = [value or "" for value in values]
    distinct = list(dict.fromkeys(said))
    place_of = {value: place for place, value in enumerate(distinct)}
    return distinct, np.fromiter(map(place_of.__getitem__, said), np.int64, len(said))


def _named(owner: str) -> tuple[str, ...]:
    return (owner,) if owner else ()
