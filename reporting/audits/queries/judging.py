"""What a reviewer is shown: the next answer, without what readers said of it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet

from feedback.models import Answer, Citation
from reporting.models import Audit, AuditItem
from triage.issues.freshness import Freshness, freshness


@dataclass(frozen=True)
class Cited:
    """A citation as it is read: its source, how far that holds today, and the passage."""

    citation: Citation
    freshness: Freshness

    @property
    def link(self) -> str:
        """Where to read it, if that is an address of the web: nothing else is linked to."""
        uri = self.citation.source.uri
        return uri if urlsplit(uri).scheme.lower() in {"http", "https"} else ""


def items_of(audit: Audit) -> QuerySet[AuditItem]:
    """In the order of the draw, with the answers and what they cite."""
    cited = Citation.objects.select_related("source").order_by("position")
    return (
        AuditItem.objects.filter(audit=audit)
        .select_related("answer", "audit__project")
        .prefetch_related(Prefetch("answer__citations", queryset=cited))
        .order_by("position")
    )


def next_of(audit: Audit) -> AuditItem | None:
    """The first that waits: who judges in this order has judged a random sample at any time."""
    return items_of(audit).filter(verdict="").first()


def cited_by(answer: Answer, *, today: date) -> list[Cited]:
    return [
        Cited(
            one,
            freshness(
                status=one.source.status, approved_until=one.source.approved_until, today=today
            ),
        )
        for one in answer.citations.all()
    ]
