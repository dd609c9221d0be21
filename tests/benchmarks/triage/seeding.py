"""A project in the middle of its work, by COPY: issues, their complaints and all around them."""

from django.db import connection

from feedback.models import (
    Answer,
    Citation,
    Correction,
    Feedback,
    MarkedSpan,
    Member,
    Project,
    SourceFlag,
)
from tests.benchmarks.triage import issues, said
from tests.benchmarks.triage.directory import directory
from tests.benchmarks.triage.loading import load, without_indexes
from tests.benchmarks.triage.lots import draw
from tests.benchmarks.triage.world import World
from triage.models import Issue, IssueActivity, IssueCentre, IssueCounter, Placement

LOADED = (
    *(Answer, Citation, Feedback, Correction, MarkedSpan, SourceFlag),
    *(Issue, IssueActivity, IssueCentre, Placement),
)


# What triggers would have kept, had they not been off.
_DESCRIBE = """
SELECT triage_describe(ids) FROM (
    SELECT array_agg(feedback_id) AS ids
    FROM (SELECT feedback_id, row_number() OVER () / 10000 AS part FROM triage_placement) AS place
    GROUP BY part
) AS parts
"""

# People decided what is resolved; of what is open, one owner has learnt to be the likeliest.
_SUGGEST = """
UPDATE triage_issue SET owner_by = 'person' WHERE status = 'resolved';
INSERT INTO triage_suggestion (issue_id, owner_id, confidence, applied, made_at)
SELECT issue.id, owner.id, 0.7, false, now()
FROM triage_issue AS issue JOIN triage_owner AS owner USING (project_id)
WHERE owner.slug = 'owner-1' AND owner.id <> issue.owner_id
  AND issue.status = 'unresolved' AND issue.kind = 'likeness';
"""


def seed(project: Project, member: Member, *, number: int, complaints: int) -> None:
    """So many issues and complaints, as two years would leave them; vacuumed and analysed.

    Vectors of single complaints are left out: they fill the disk, and no page reads them.
    """
    world = World(project, member, draw(number, complaints))
    directory(world)
    with without_indexes(*LOADED):
        load(Answer, said.answers(world))
        load(Citation, said.citations(world))
        load(Issue, issues.issues(world))
        load(Feedback, said.feedback(world))
        load(Correction, said.corrections(world))
        load(MarkedSpan, said.spans(world))
        load(SourceFlag, said.flags(world))
        load(Placement, issues.placements(world))
        load(IssueCentre, issues.centres(world))
        load(IssueActivity, issues.activity(world))
        issues.findings(world)
        _describe()
        with connection.cursor() as cursor:
            cursor.execute(_SUGGEST)
    IssueCounter.objects.filter(project=project).update(last=2 * number)
    issues.typed(project)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _describe() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DESCRIBE)
        cursor.execute("SELECT triage_facets_again()")
