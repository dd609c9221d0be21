"""Whether a second person reviews; and the lock of a project's reviews."""

from datetime import datetime

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.models import Reviewing


def reviewing_lock(project: Project) -> Reviewing:
    """The project's way of reviewing, locked: its reviews and verified answers change one at a
    time. Inside a transaction."""
    Reviewing.objects.get_or_create(project=project)
    return Reviewing.objects.select_for_update().get(project=project)


@transaction.atomic
def choose_second_reviewer(*, project: Project, wanted: bool, actor: str, now: datetime) -> None:
    """From the next decision on a second person decides too, or one is enough."""
    row = reviewing_lock(project)
    before, row.second_reviewer = row.second_reviewer, wanted
    row.save(update_fields=["second_reviewer"])
    record(
        project=project,
        actor=actor,
        verb="reviewing.second_reviewer_chosen",
        subject=f"project:{project.pk}",
        now=now,
        data={"before": before, "after": wanted},
    )
