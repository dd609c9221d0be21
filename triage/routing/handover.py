"""Open issues follow new rules, some at a time: what is under way, and going on with it.

A batch is one transaction: its issues, their traces, the audit event and how far it came. So a
worker that is killed leaves nothing half done, and whoever goes on begins behind the last batch.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from feedback.models import Project
from triage.models import Handover, Issue, OwnershipRules
from triage.routing.queries import Desk, desk_of
from triage.routing.rerouting import hand_over, reroutings

# About a second of work.
BATCH = 500
# A batch takes seconds: one that has not come so long has no worker.
LOST_AFTER = timedelta(minutes=2)


def handover_of(rules: OwnershipRules) -> Handover | None:
    """How far open issues have followed a version; None where it left them as they were."""
    return Handover.objects.filter(rules=rules.pk).first()


def projects_to_go_on(now: datetime, *, idle: timedelta) -> list[UUID]:
    """Those where open issues follow new rules, and none has for so long."""
    waiting = Handover.objects.filter(ended_at=None, went_on_at__lte=now - idle)
    found = waiting.order_by("rules__project").values_list("rules__project", flat=True)
    return list(found.distinct())


def open_issues(project: Project) -> QuerySet[Issue]:
    return Issue.objects.of(project).filter(status=Issue.Status.UNRESOLVED)


def begin_handover(*, rules: OwnershipRules, now: datetime) -> None:
    """In the transaction that saves the rules."""
    count = open_issues(rules.project).count()
    Handover.objects.create(rules_id=rules.pk, issues=count, went_on_at=now)


def stop_handovers(*, project: Project, now: datetime) -> None:
    """What is under way ends where it is: a later version leaves open issues as they are."""
    _under_way(project).update(ended_at=now)


@transaction.atomic
def go_on(*, project: Project, limit: int, now: datetime) -> bool:
    """Look at the next `limit` open issues, and give over those that the newest rules move;
    whether more are left.

    False, too, where another worker is at it. Each batch leaves an audit event if it moves any.
    """
    handover = _newest_held(project)
    if handover is None:
        return False
    way = _Way(handover)
    ids = way.ahead(limit)
    handover.moved += sum(
        hand_over(
            project=project,
            rerouting=reroutings(
                project, before=way.desk(version), after=way.after, issues=list(some)
            ),
            version=handover.rules.version,
            actor=handover.rules.saved_by,
            now=now,
        )
        for version, some in groupby(ids, way.followed)
    )
    handover.seen += len(ids)
    handover.issues = max(handover.issues, handover.seen)
    handover.reached = ids[-1] if ids else handover.reached
    handover.went_on_at = now
    if len(ids) < limit:
        way.end(now)
    handover.save()
    return handover.ended_at is None


class _Way:
    """What a handover still has to do, and by which rules each issue has gone so far.

    A version that was overtaken half-way has been followed by the issues up to where it came, and
    by the others whatever was in force before it.
    """

    def __init__(self, handover: Handover) -> None:
        self._handover, self._rules = handover, handover.rules
        under_way = _under_way(self._rules.project).filter(rules__version__lt=self._rules.version)
        # Waits for whoever is in the middle of one of them.
        self._overtaken = list(under_way.select_for_update(of=("self",)).select_related("rules"))
        self.after = desk_of(self._rules.project, text=self._rules.text)

    def ahead(self, limit: int) -> Sequence[UUID]:
        issues = open_issues(self._rules.project)
        if self._handover.reached:
            issues = issues.filter(pk__gt=self._handover.reached)
        return list(issues.order_by("pk").values_list("pk", flat=True)[:limit])

    def followed(self, issue: UUID) -> int:
        """The version."""
        for row in self._overtaken:
            if row.reached and issue <= row.reached:
                return row.rules.version
        oldest = self._overtaken[-1] if self._overtaken else self._handover
        return oldest.rules.version - 1

    def desk(self, version: int) -> Desk:
        found = OwnershipRules.objects.of(self._rules.project).filter(version=version).first()
        return desk_of(self._rules.project, text=found.text if found else "")

    def end(self, now: datetime) -> None:
        """With those that it has overtaken."""
        self._handover.ended_at = now
        Handover.objects.filter(pk__in=[row.pk for row in self._overtaken]).update(ended_at=now)


def _newest_held(project: Project) -> Handover | None:
    """That of the newest rules, locked; None where there is none or another worker has it.

    Whoever has a later one locks the earlier ones too. So if the one that is locked is still the
    newest then, nobody has gone on with a later one.
    """
    newest = _under_way(project).first()
    if newest is None:
        return None
    rows = _under_way(project).select_for_update(of=("self",), skip_locked=True)
    held = rows.select_related("rules__project").filter(pk=newest.pk).first()
    return held if held == _under_way(project).first() else None


def _under_way(project: Project) -> QuerySet[Handover]:
    """The newest first."""
    rows = Handover.objects.filter(rules__project=project, ended_at=None)
    return rows.order_by("-rules__version")
