"""Which verified answers still hold. What the database asks is what `staleness` says."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from feedback.models import Source
from triage.corrections.staleness import RestsOn, stale_why
from triage.models import VerifiedAnswer, VerifiedSource


def holding(rows: QuerySet[VerifiedAnswer], *, today: date) -> QuerySet[VerifiedAnswer]:
    """The current ones that hold today: what may be served."""
    current = rows.filter(state=VerifiedAnswer.State.CURRENT)
    return current.exclude(valid_until__lt=today).filter(~Exists(_stale_sources(today)))


def no_longer_holding(rows: QuerySet[VerifiedAnswer], *, today: date) -> QuerySet[VerifiedAnswer]:
    """The current ones that do not."""
    current = rows.filter(state=VerifiedAnswer.State.CURRENT)
    return current.filter(Q(valid_until__lt=today) | Exists(_stale_sources(today)))


def why_stale(row: VerifiedAnswer, *, today: date) -> str:
    """In words; "" while it holds."""
    return stale_why(
        row.valid_until,
        [
            RestsOn(
                str(one.source),
                one.source.status,
                one.source.approved_until,
                one.source.version,
                one.version,
            )
            for one in row.resting_on.all()
        ],
        today=today,
    )


def _stale_sources(today: date) -> QuerySet[VerifiedSource]:
    rows = VerifiedSource.objects.filter(answer=OuterRef("pk"))
    return rows.filter(
        Q(source__status=Source.Status.WITHDRAWN)
        | Q(source__approved_until__lt=today)
        | ~Q(source__version=F("version"))
    )
