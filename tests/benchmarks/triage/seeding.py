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
    IssueCounter.objects.filter(project=project).update(last=2 * number)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _describe() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DESCRIBE)
        cursor.execute("SELECT triage_facets_again()")
