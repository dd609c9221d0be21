"""One search of a project, by all detectors or some."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import transaction

from feedback.models import Project
from triage.findings.found import Found
from triage.findings.operations.escalating import note_escalations
from triage.findings.operations.noting import note_findings
from triage.findings.queries import (
    charged_sources_in,
    confident_wrong_in,
    expired_sources_in,
    judged_issues,
    novelty_in,
    source_conflicts_in,
    term_conflicts_in,
)
from triage.models import Kind, Placement, Search

DETECTORS: dict[Kind, Callable[[Project, datetime], list[Found]]] = {
    Kind.EXPIRED_SOURCE: expired_sources_in,
    Kind.CONFIDENT_WRONG: confident_wrong_in,
    Kind.SOURCE_CONFLICT: source_conflicts_in,
    Kind.CHARGED_SOURCE: charged_sources_in,
    Kind.TERM_CONFLICT: term_conflicts_in,
    Kind.NOVELTY: novelty_in,
}


EVERYTHING = (*DETECTORS, Kind.ESCALATION)


def search(*, project: Project, now: datetime, kinds: Collection[Kind] = EVERYTHING) -> None:
    """Look, and write down what was found: each kind in a transaction of its own.

    A search by all detectors is noted, so that the next one waits.
    """
    placed = Placement.objects.of(project).count()
    for kind in kinds:
        if kind == Kind.ESCALATION:
            note_escalations(project=project, judged=judged_issues(project, now), now=now)
        else:
            note_findings(project=project, kind=kind, found=DETECTORS[kind](project, now), now=now)
    if set(kinds) == set(EVERYTHING):
        with transaction.atomic():
            Search.objects.update_or_create(project=project, defaults={"at": now, "placed": placed})
