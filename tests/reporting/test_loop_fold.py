"""What happens to issues is folded into how far each has come, as often as one likes."""

from datetime import datetime, timedelta

from django.db import connection

from feedback.models import Feedback, Project
from reporting.loop.operations import fold
from reporting.models import IssueProgress, ReceiptDay
from tests.builders import NOW, make_issue
from tests.triage.acting import ANN
from tests.triage.placing import LEAVE, VPN
from tests.triage.telling import tell_all
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.models import Issue

HOUR = timedelta(hours=1)
LATER = NOW + 6 * HOUR


def fold_all(project: Project, now: datetime = LATER) -> int:
    return fold(project=project, now=now)


def progress(issue: Issue) -> IssueProgress:
    return IssueProgress.objects.get(issue=issue)


def resolve(issue: Issue, kind: str = "source", *, after: timedelta = 2 * HOUR) -> None:
    operations.resolve(
        issue=issue,
        fix=NewFix(kind),
        resolution="Mended",
        version=None,
        actor=ANN,
        now=NOW + after,
    )


def test_an_issue_goes_from_captured_to_reviewed_to_acted_on(project: Project) -> None:
    issue = make_issue(project, LEAVE, complaints=2, team="Legal", cohort="Pilot")
    fold_all(project)
    at = progress(issue)
    assert (at.captured_at, at.reviewed_at, at.acted_at) == (NOW, None, None)
    assert (at.complaints, at.team and at.team.slug, at.cohort and at.cohort.slug) == (
        2,
        "legal",
        "pilot",
    )

    operations.comment(issue=issue, text="I look into it", actor=ANN, now=NOW + HOUR)
    fold_all(project)
    assert progress(issue).reviewed_at == NOW + HOUR

    resolve(issue)
    fold_all(project)
    at = progress(issue)
    assert (at.acted_at, at.closed_by) == (NOW + 2 * HOUR, "source")
    assert (at.responded_in_time, at.resolved_in_time) == (True, True)


def test_what_is_reopened_is_acted_on_no_more(project: Project) -> None:
    issue = make_issue(project, LEAVE)
    resolve(issue)
    fold_all(project)
    operations.reopen(issue=issue, version=None, actor=ANN, now=NOW + 3 * HOUR)
    fold_all(project)
    at = progress(issue)
    assert (at.reopened, at.acted_at, at.closed_by) == (1, None, "")
    assert at.reviewed_at == NOW + 2 * HOUR


def test_what_is_merged_is_the_others(project: Project) -> None:
    some, other = make_issue(project, LEAVE), make_issue(project, VPN)
    fold_all(project)
    operations.merge(project=project, issues=[some, other], actor=ANN, now=NOW + HOUR)
    fold_all(project)
    [at] = IssueProgress.objects.all()
    assert at.complaints == 2


def test_archived_for_good_is_declined_and_archived_for_a_while_is_not(project: Project) -> None:
    some, other = make_issue(project, LEAVE), make_issue(project, VPN)
    operations.archive(issue=some, version=None, actor=ANN, now=NOW + HOUR)
    operations.archive(issue=other, until_escalates=True, version=None, actor=ANN, now=NOW + HOUR)
    fold_all(project)
    assert progress(some).closed_by == "archived"
    assert progress(other).acted_at is None


def test_reporters_who_were_told_since_it_was_closed_are_counted(project: Project) -> None:
    issue = make_issue(project, LEAVE, complaints=3)
    fold_all(project)
    resolve(issue)
    tell_all(now=NOW + 4 * HOUR)
    fold_all(project)
    at = progress(issue)
    assert (at.people, at.told, at.told_at) == (3, 3, NOW + 4 * HOUR)


def test_folding_again_touches_only_what_something_happened_to(project: Project) -> None:
    """Rows are found by when they were really made, which in a test is after its clock."""
    make_issue(project, LEAVE)
    assert fold_all(project) == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_loopstate SET folded_through = now() + interval '1 h'")
    assert fold_all(project) == 0
    assert IssueProgress.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_loopstate SET whole_on = NULL")
    assert fold_all(project) == 1


def test_as_many_words_are_stored_as_receipts_were_given(project: Project) -> None:
    make_issue(project, LEAVE, complaints=3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE feedback_project SET created_at = now() - interval '1 day'")
    project.refresh_from_db()
    now = project.created_at + timedelta(days=1)
    fold_all(project, now)
    assert sum(row.receipts for row in ReceiptDay.objects.all()) == 3
    assert sum(row.stored for row in ReceiptDay.objects.all()) == 3

    Feedback.objects.first().revisions.all().delete()  # type: ignore[union-attr]
    fold_all(project, now)
    assert sum(row.receipts for row in ReceiptDay.objects.all()) == 3
    assert sum(row.stored for row in ReceiptDay.objects.all()) == 2


def test_a_wont_fix_is_one_way_to_act(project: Project) -> None:
    issue = make_issue(project, LEAVE)
    resolve(issue, "wont_fix")
    fold_all(project)
    assert progress(issue).closed_by == "wont_fix"
