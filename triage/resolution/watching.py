"""Watching whether fixes work: days are counted, a batch at a time, and a verdict is kept."""

from datetime import datetime

from django.db import transaction

from triage.clustering.operations.aftermath import bring_back
from triage.embedding.vectors import Embedder
from triage.issues.operations.acting import change, lock_issues
from triage.models import Fix, FixDay, Issue
from triage.notices.follow_ups import answers_to
from triage.resolution.counting import count_day, days_to_count, seeds_of
from triage.resolution.measured import measured
from triage.resolution.operations import ACTOR
from triage.resolution.proof import Count, Day, Outcome

# Of a few thousand answers each: a second or two.
BATCH_DAYS = 7


def look_at(*, fix: Fix, embedder: Embedder, now: datetime) -> bool:
    """Count up to BATCH_DAYS days of a fix; once none is left, say what they come to. False when
    it was said. May run twice, or beside itself: a day is counted once."""
    days = days_to_count(fix, now=now)[:BATCH_DAYS]
    seeds = seeds_of(fix, embedder) if days else None
    if seeds:
        counted = [count_day(fix, day, seeds, embedder) for day in days]
        FixDay.objects.bulk_create(counted, ignore_conflicts=True)
        return True
    _say(fix, now=now)
    return False


@transaction.atomic
def _say(fix: Fix, *, now: datetime) -> None:
    """Nothing, where somebody opened the issue again meanwhile."""
    row = lock_issues([fix.issue])[fix.issue_id]
    kept = Fix.objects.standing().select_for_update().filter(pk=fix.pk).first()
    if kept is None or row.status != Issue.Status.RESOLVED:
        return
    found = measured(*_days(kept), **answers_to(kept.pk)._asdict())
    kept.outcome, kept.proof, kept.looked_at = found["outcome"], found, now
    kept.save(update_fields=["outcome", "proof", "looked_at"])
    data = {"fix": str(kept.pk), "proof": found}
    if kept.outcome == Outcome.VERIFIED:
        fields = {"status": Issue.Status.VERIFIED}
        change(row, verb="verified", fields=fields, actor=ACTOR, now=now, data=data)
    elif kept.outcome != Outcome.TOO_EARLY:
        bring_back(row, now=now, data={**data, "outcome": kept.outcome})


def _days(fix: Fix) -> tuple[list[Day], list[Day]]:
    """Those before the fix, and those since."""
    rows = list(fix.days.order_by("day"))
    before, since = (
        [_day(row) for row in rows if (row.day < 0) is early] for early in (True, False)
    )
    return before, since


def _day(row: FixDay) -> Day:
    return Day(Count(row.alike_wrong, row.alike), Count(row.others_wrong, row.others))
