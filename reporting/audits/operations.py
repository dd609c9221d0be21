"""Drawing a sample of answers, and judging it."""

from datetime import datetime

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from reporting.audits.errors import AuditRefusedError, AuditStateError
from reporting.audits.queries.population import in_random_order, population_in, said_in
from reporting.models import Audit, AuditItem, Said
from reporting.rollups.tally import Window

# Fewer can't be told of; more nobody reads.
FEWEST, MOST = 30, 1000
LONGEST_NOTE = 500


@transaction.atomic
def draw(*, project: Project, window: Window, size: int, actor: str, now: datetime) -> Audit:
    """A simple random sample of so many of the answers of the window, rated or not; all of them
    where there are no more. AuditRefusedError."""
    if not FEWEST <= size <= MOST:
        raise AuditRefusedError(f"An audit has {FEWEST} to {MOST:,} answers.", path="size")
    if window.last > now.date():
        raise AuditRefusedError("Answers of days to come can't be drawn.", path="to")
    counted = said_in(project, window)
    if not counted.population:
        raise AuditRefusedError(
            "No answer with a text was given in these days.", path="from", code="audit_empty"
        )
    audit = Audit.objects.create(
        project=project,
        first=window.first,
        last=window.last,
        population=counted.population,
        complained=counted.complained,
        praised=counted.praised,
        people=counted.people,
        drawn_at=now,
        drawn_by=actor,
    )
    drawn = list(in_random_order(population_in(project, window), seed=str(audit.pk))[:size])
    AuditItem.objects.bulk_create(
        AuditItem(
            audit=audit,
            answer_id=answer,
            position=position,
            probability=len(drawn) / counted.population,
            said=Said(said),
        )
        for position, (answer, said) in enumerate(drawn, start=1)
    )
    record(
        project=project,
        actor=actor,
        verb="audit.drawn",
        subject=f"audit:{audit.pk}",
        now=now,
        data={"answers": len(drawn), "population": counted.population},
    )
    return audit


@transaction.atomic
def judge(*, item: AuditItem, verdict: str, note: str = "", actor: str, now: datetime) -> None:
    """Say of a drawn answer that it is right, wrong, or that this can't be told.

    AuditRefusedError; AuditStateError where somebody has judged it already.
    """
    if verdict not in AuditItem.Verdict.values:
        raise AuditRefusedError("A verdict is right, wrong or cant_tell.", path="verdict")
    if len(note := note.strip()) > LONGEST_NOTE:
        raise AuditRefusedError(f"A note has up to {LONGEST_NOTE} characters.", path="note")
    waiting = AuditItem.objects.filter(pk=item.pk, verdict="")
    if not waiting.update(verdict=verdict, note=note, judged_by=actor, judged_at=now):
        raise AuditStateError("Somebody has judged this answer already.")
    _recorded(item, verb="audit.judged", actor=actor, now=now, verdict=verdict)


@transaction.atomic
def take_back(*, item: AuditItem, actor: str, now: datetime) -> None:
    """The answer waits to be judged again. AuditStateError where it does so already, or the
    judgement is another's."""
    judged = AuditItem.objects.filter(pk=item.pk, judged_by=actor).exclude(verdict="")
    if not judged.update(verdict="", note="", judged_by="", judged_at=None):
        raise AuditStateError(
            "There is no judgement of yours to take back.", code="nothing_to_take_back"
        )
    _recorded(item, verb="audit.taken_back", actor=actor, now=now)


def _recorded(item: AuditItem, *, verb: str, actor: str, now: datetime, verdict: str = "") -> None:
    record(
        project=item.audit.project,
        actor=actor,
        verb=verb,
        subject=f"audit:{item.audit_id}",
        now=now,
        data={"position": item.position, **({"verdict": verdict} if verdict else {})},
    )
