"""What naming reads: the issues whose name is due, their words, what is usual in their project."""

from collections import defaultdict
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from feedback.models import Feedback, Project
from triage.clustering.queries import complaints_of, wording_of
from triage.models import Issue, IssueActivity, Kind, Placement
from triage.models.issues import NAME_IS_DUE
from triage.naming.phrases import Said, Usual, usual_of

# An issue is named by so many of its newest complaints, against so many of the project's.
OWN = 200
SAMPLE = 1000


def projects_to_name() -> list[UUID]:
    """The projects that have an issue whose name is due."""
    return sorted(set(_due().values_list("project_id", flat=True)))


def issues_to_name(project: Project, *, limit: int) -> list[Issue]:
    """Up to `limit` of them, the largest first."""
    return list(_due().filter(project=project).order_by("-complaints", "id")[:limit])


def _due() -> QuerySet[Issue]:
    """A finding has a title of its own kind, and complaints that stand in other issues."""
    alike = Issue.objects.filter(NAME_IS_DUE, kind=Kind.LIKENESS)
    return alike.exclude(status=Issue.Status.MERGED)


def is_renamed(issue: Issue) -> bool:
    """Whether a person gave it its title: it stays."""
    return IssueActivity.objects.filter(issue=issue, verb="renamed").exists()


def words_of(issue: Issue) -> list[Feedback]:
    """Its newest complaints, with all that a name is made of."""
    newest = Placement.objects.filter(issue=issue).order_by("-feedback_id")
    ids = list(newest.values_list("feedback_id", flat=True)[:OWN])
    return complaints_of(issue.project, ids)


def said_by(complaint: Feedback) -> Said:
    wording = wording_of(complaint)
    return Said(wording.about, f"{wording.about}\n{wording.said}")


@lru_cache(maxsize=4)
def usual_in(project_id: UUID, period: int) -> Usual:  # noqa: ARG001 - it is read anew in each
    """What is usual in a project, by the newest SAMPLE of its placed complaints.

    Reading them takes most of a second, and they change slowly: each worker keeps them for the
    `period`, any number that stays the same for so long.
    """
    project = Project(pk=project_id)
    newest = (
        Placement.objects.of(project)
        .filter(issue__holds=Issue.Holds.ALIKE)
        .order_by("-feedback_id")
    )
    issue_of = dict(newest.values_list("feedback_id", "issue_id")[:SAMPLE])
    issues: defaultdict[UUID, list[Said]] = defaultdict(list)
    for complaint in complaints_of(project, issue_of.keys()):
        issues[issue_of[complaint.id]].append(said_by(complaint))
    return usual_of(issues.values())
