"""When a round was asked for or began, and that it ended: so that people see it, and ask once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from feedback.audit.operations import record
from feedback.errors import ConflictError
from feedback.models import Project
from triage.models import Grouping
from triage.proposals.queries import LOST_AFTER


class RoundUnderWayError(ConflictError):
    code = "round_under_way"


@transaction.atomic
def ask_for_round(*, project: Project, actor: str, now: datetime) -> None:
    """Write down that a round is wanted. RoundUnderWayError: one is, and it isn't lost."""
    free = Q(consolidating_since=None) | Q(consolidating_since__lte=now - LOST_AFTER)
    rows = Grouping.objects.filter(free, project=project)
    if not rows.update(consolidating_since=now):
        raise RoundUnderWayError("A round is under way already.")
    record(
        project=project,
        actor=actor,
        verb="grouping.round_asked",
        subject=f"project:{project.pk}",
        now=now,
        data={},
    )


def begin_round(*, project: Project, now: datetime) -> None:
    Grouping.objects.filter(project=project).update(consolidating_since=now)


def end_round(*, project: Project) -> None:
    """However it ended: what came of it is its own to say."""
    Grouping.objects.filter(project=project).update(consolidating_since=None)
