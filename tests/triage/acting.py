"""Acting on issues as a member does, for the tests of it."""

from collections import Counter

import pytest

from feedback.errors import RefusedError
from feedback.models import Feedback, Project
from tests.builders import NOW
from triage.issues import operations
from triage.models import Issue, IssueActivity, IssueCentre, Placement

ANN = "member:ann@alpha.example"
MENDED = operations.NewFix("source")
LEAVE = "How many days of annual leave do I have?"
PRINTER = "Where is the printer on the second floor?"
EXPENSES = "Who approves travel expenses above 500 euros?"


def complaints(issue: Issue) -> set[object]:
    return set(issue.placements.values_list("feedback_id", flat=True))


def hold_together(project: Project) -> bool:
    """Each complaint is in exactly one living issue; counts and centres equal a fresh count."""
    placed = Counter(Placement.objects.values_list("feedback_id", flat=True))
    complaining = set(Feedback.objects.filter(complains=True).values_list("id", flat=True))
    assert set(placed) == complaining
    assert set(placed.values()) <= {1}
    for issue in Issue.objects.of(project):
        here = Feedback.objects.filter(placement__issue=issue)
        assert issue.complaints == here.count()
        assert issue.people == len({word.voter for word in here})
        centre = IssueCentre.objects.filter(issue=issue).first()
        wordings = set(issue.placements.values_list("wording", flat=True)) - {None}
        assert (centre.count if centre else 0) == len(wordings)
        assert issue.status != "merged" or not issue.complaints
    return True


def undo(activity: IssueActivity) -> IssueActivity:
    return operations.undo(project=activity.issue.project, activity=activity, actor=ANN, now=NOW)


def comment(issue: Issue) -> IssueActivity:
    """So that a person has done something to it."""
    return operations.comment(issue=issue, text="I look into it", actor=ANN, now=NOW)


def resolve(issue: Issue, version: int | None = None) -> IssueActivity:
    return operations.resolve(
        issue=issue, fix=MENDED, resolution="Handbook mended", version=version, actor=ANN, now=NOW
    )


def merge(*issues: Issue) -> IssueActivity:
    return operations.merge(project=issues[0].project, issues=issues, actor=ANN, now=NOW)


def split(issue: Issue, count: int = 1) -> IssueActivity:
    ids = sorted(complaints(issue), key=str)[:count]
    return operations.split(
        issue=issue,
        feedback_ids=ids,  # type: ignore[arg-type]
        version=None,
        actor=ANN,
        now=NOW,
    )


def move(issue: Issue, to: Issue, count: int = 1) -> IssueActivity:
    ids = sorted(complaints(issue), key=str)[:count]
    return operations.move(
        issue=issue,
        feedback_ids=ids,  # type: ignore[arg-type]
        to=to,
        version=None,
        actor=ANN,
        now=NOW,
    )


def refusal(call: object, *args: object) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        call(*args)  # type: ignore[operator]
    return caught.value
