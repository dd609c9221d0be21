"""Telling reporters what became of their complaints: every write.

What happens to an issue leaves a row in its own transaction (`ToTell`). Once the issue has been
quiet for a while, which gives undo its time and makes one message of several acts, it is looked at:
where it stands otherwise than its reporters were last told, there is a new `Telling`, and each gets
a notice of it. That goes in parts, each a transaction: a worker that dies leaves the row, which
says how far it is, and between two parts there is room for other things.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from feedback.audit.operations import record
from triage.models import Fix, Issue, IssueActivity, ReporterNotice, ReporterWays, Telling, ToTell
from triage.notices.mailing import put_in_line
from triage.notices.receipts import Receipt
from triage.notices.signals import reporters_told
from triage.notices.standing import receipts_of

ACTOR = "system:notices"
QUIET: timedelta = settings.REPORTERS_QUIET
PART = 1000

# Verbs that leave an issue where it stands.
_SILENT = frozenset(
    {
        *("renamed", "prioritised", "priority_left", "reworded", "lapsed", "found_again"),
        *("kept_apart", "kept_apart_from", "kept_whole", "kept_in_place", "declined"),
        *("reminded", "escalated", "calmed"),
    }
)
# What the system does with issues that nobody has looked at, by the hundred.
_BY_SYSTEM = frozenset({"opened", "rerouted", "resumed"})

# Of an issue's reporters, some in the order of `voter`, each with their latest complaint; then
# those of them who were last told something else, of whichever of those complaints it was.
_TELL = """
WITH reporters AS MATERIALIZED (
    SELECT DISTINCT ON (placement.voter)
        placement.voter, placement.feedback_id, feedback.person_id
    FROM triage_placement AS placement
    JOIN feedback_feedback AS feedback ON feedback.id = placement.feedback_id
    WHERE placement.issue_id = %(issue)s AND placement.voter > %(after)s
    ORDER BY placement.voter, placement.feedback_id DESC
    LIMIT %(part)s
), told AS (
    INSERT INTO triage_reporternotice (project_id, telling_id, voter, person_id, feedback_id, at)
    SELECT %(project)s, %(telling)s, voter, person_id, feedback_id, %(now)s
    FROM reporters
    LEFT JOIN LATERAL (
        SELECT telling.state, telling.says
        FROM triage_reporternotice AS notice
        JOIN triage_telling AS telling ON telling.id = notice.telling_id
        WHERE notice.project_id = %(project)s AND notice.voter = reporters.voter AND (
            telling.issue_id = %(issue)s OR EXISTS (
                SELECT FROM triage_placement AS here
                WHERE here.feedback_id = notice.feedback_id AND here.issue_id = %(issue)s
            )
        )
        ORDER BY notice.id DESC LIMIT 1
    ) AS last ON true
    WHERE (last.state, last.says) IS DISTINCT FROM (%(state)s, %(says)s)
    ORDER BY reporters.voter
    ON CONFLICT (telling_id, voter) DO NOTHING
    RETURNING id
)
SELECT (SELECT max(voter) FROM reporters), (SELECT array_agg(id) FROM told)
"""


class TellFailedError(Exception):
    """Something is wrong with telling of one issue: the others are not to wait for it."""

    def __init__(self, issue_id: UUID) -> None:
        super().__init__(str(issue_id))
        self.issue_id = issue_id


def note_acts(activities: Sequence[IssueActivity]) -> None:
    """In the transaction of what happened: have the issues looked at once they are quiet."""
    moved = {a.issue_id: a.at for a in activities if _may_move(a)}
    ToTell.objects.bulk_create(
        ToTell(issue_id=issue_id, due_at=at + QUIET) for issue_id, at in moved.items()
    )


def _may_move(activity: IssueActivity) -> bool:
    by_system = activity.actor.startswith("system:") and activity.verb in _BY_SYSTEM
    return activity.verb not in _SILENT and not by_system


def note_joined(feedback: Collection[UUID], *, now: datetime) -> None:
    """In the transaction that places: who joins an issue whose reporters were told something is
    told the same. Where that is about to be looked at, it waits for those who join."""
    issues = Issue.objects.filter(placements__feedback__in=feedback, tellings__isnull=False)
    joined = set(issues.values_list("pk", flat=True))
    about = _soon(joined, now).filter(reached="").select_for_update()
    joined -= {row.issue_id for row in about}
    ToTell.objects.bulk_create(ToTell(issue_id=pk, due_at=now + QUIET) for pk in sorted(joined))


def _soon(issues: Collection[UUID], now: datetime) -> QuerySet[ToTell]:
    """What waits no longer than for quiet: not for a later day."""
    return ToTell.objects.filter(issue__in=issues, due_at__lte=now + QUIET)


@transaction.atomic
def tell_next(*, now: datetime, but: Collection[UUID] = (), part: int = PART) -> bool:
    """Tell some reporters of the issue that has waited longest; whether there was one.

    Issues in `but`, and those that another worker is at, are passed over. TellFailedError, and
    nobody is told.
    """
    rows = ToTell.objects.select_for_update(of=("self",), skip_locked=True)
    due = rows.filter(due_at__lte=now).exclude(issue__in=but).select_related("issue__project")
    row = due.order_by("due_at", "id").first()
    if row is None:
        return False
    try:
        _tell_some(row, part=part, now=now)
    except Exception as error:
        raise TellFailedError(row.issue_id) from error
    return True


def _tell_some(row: ToTell, *, part: int, now: datetime) -> None:
    """Go on telling. It ends with the last of them, or where something happened later: that has a
    row of its own."""
    later = _soon([row.issue_id], now).filter(pk__gt=row.pk)
    telling = None if later.exists() else _telling(row.issue, now)
    reached = _tell_to(telling, after=row.reached, part=part, now=now) if telling else ""
    if reached:
        row.reached = reached
        row.save(update_fields=["reached"])
    else:
        row.delete()
        _look_again(row.issue, now)


def _look_again(issue: Issue, now: datetime) -> None:
    """Of what is in force from a later day on, its reporters are told then."""
    later = Fix.objects.standing().filter(issue=issue, in_force_at__gt=now)
    for at in later.values_list("in_force_at", flat=True):
        if at and not ToTell.objects.filter(issue=issue, due_at=at).exists():
            ToTell.objects.create(issue=issue, due_at=at)


def _telling(issue: Issue, now: datetime) -> Telling | None:
    """What its reporters are to have been told; none where there is nothing to tell.

    That an issue is open is told once a person has done something to it, or if they were told
    otherwise before: that it was opened says no more than their receipt.
    """
    if issue.status == Issue.Status.MERGED:
        return None
    receipt = receipts_of([issue], now=now)[issue.pk]
    last = Telling.objects.filter(issue=issue).first()
    if last and (last.state, last.says) == (receipt.state, receipt.says):
        if last.fix_id != receipt.asks:
            last.fix_id = receipt.asks
            last.save(update_fields=["fix"])
        return last
    news = receipt.state != "under review" or last or issue.responded_at
    return _new_telling(issue, receipt, now) if news and receipt.state != "received" else None


def _new_telling(issue: Issue, receipt: Receipt, now: datetime) -> Telling:
    telling = Telling.objects.create(
        project=issue.project,
        issue=issue,
        state=receipt.state,
        says=receipt.says,
        fix_id=receipt.asks,
        at=now,
    )
    record(
        project=issue.project,
        actor=ACTOR,
        verb="reporters.told",
        subject=f"issue:{issue.pk}",
        now=now,
        data={"telling": str(telling.pk), "state": receipt.state},
    )
    return telling


def _tell_to(telling: Telling, *, after: str, part: int, now: datetime) -> str:
    """The last who was told, in the order of `voter`; "" where nobody comes after."""
    # Whoever reads notices by number must find no smaller one later: one worker a project.
    ReporterWays.objects.select_for_update(no_key=True).get(project=telling.project_id)
    given: dict[str, Any] = {
        "project": telling.project_id,
        "issue": telling.issue_id,
        "telling": telling.pk,
        "state": telling.state,
        "says": telling.says,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {**given, "after": after, "part": part, "now": now})
        reached, told = cursor.fetchone()
    if told:
        rows = ReporterNotice.objects.filter(pk__in=told).select_related(
            "telling__issue__project", "feedback__answer", "person"
        )
        notices = list(rows)
        put_in_line(notices, now=now)
        reporters_told.send(ReporterNotice, notices=notices, now=now)
    return str(reached or "")
