"""Audits of a project, their answers, and how far they are judged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from feedback.errors import NotFoundError
from feedback.models import Project
from reporting.audits.inference import Judged
from reporting.audits.metrics import audited_quality
from reporting.metrics.figures import Figure
from reporting.models import Audit, AuditItem, Said


def audits_of(project: Project) -> QuerySet[Audit]:
    """All of them, the newest first."""
    return Audit.objects.of(project).order_by("-id")


def audit_named(project: Project, audit_id: UUID) -> Audit:
    """NotFoundError."""
    found = Audit.objects.of(project).filter(pk=audit_id).first()
    if found is None:
        raise NotFoundError("There is no such audit.")
    return found


def item_named(audit: Audit, item_id: UUID) -> AuditItem:
    """NotFoundError."""
    found = AuditItem.objects.filter(audit=audit, pk=item_id).select_related("audit__project")
    if not (item := found.first()):
        raise NotFoundError("This audit has no such answer.")
    return item


@dataclass(frozen=True)
class Result:
    """What an audit has told so far. `population` and `judged` are by what readers had said."""

    audit: Audit
    drawn: int
    judged: dict[str, Judged]
    population: dict[str, int]

    @property
    def total(self) -> Judged:
        """All that are judged so far, whatever readers had said."""
        parts = self.judged.values()
        return Judged(*(sum(getattr(one, verdict) for one in parts) for verdict in _VERDICTS))

    @property
    def figure(self) -> Figure:
        return audited_quality(self.judged, self.population, people=self.audit.people)


_VERDICTS = AuditItem.Verdict.values


def results_of(audits: Iterable[Audit]) -> list[Result]:
    """What each of them has told. One statement for all."""
    audits = list(audits)
    counts: dict[UUID, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = AuditItem.objects.filter(audit__in=audits).order_by()
    for audit, said, verdict, number in rows.values_list("audit", "said", "verdict").annotate(
        Count("pk")
    ):
        counts[audit][said][verdict] = number
    return [_result(audit, counts[audit.pk]) for audit in audits]


def _result(audit: Audit, counts: dict[str, dict[str, int]]) -> Result:
    said_nothing = audit.population - audit.complained - audit.praised
    return Result(
        audit=audit,
        drawn=sum(sum(by.values()) for by in counts.values()),
        judged={
            said: Judged(*(by.get(verdict, 0) for verdict in _VERDICTS))
            for said, by in counts.items()
        },
        population={
            Said.COMPLAINED.value: audit.complained,
            Said.PRAISED.value: audit.praised,
            Said.SILENT.value: said_nothing,
        },
    )
