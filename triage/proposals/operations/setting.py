"""From which confidence on proposals are applied without asking."""

import math
from datetime import datetime

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Project
from triage.models import Grouping

LOWEST = 0.5


class SettingRefusedError(RefusedError):
    code = "setting_refused"


@transaction.atomic
def choose_apply_from(
    *, project: Project, apply_from: float | None, actor: str, now: datetime
) -> None:
    """A confidence from 0.5 to 1, or None: never. SettingRefusedError."""
    if apply_from is not None and not (math.isfinite(apply_from) and LOWEST <= apply_from <= 1):
        raise SettingRefusedError("A confidence lies between 50% and 100%.", path="apply_from")
    row = Grouping.objects.select_for_update().get(project=project)
    before, row.apply_from = row.apply_from, apply_from
    row.save(update_fields=["apply_from"])
    record(
        project=project,
        actor=actor,
        verb="grouping.apply_from_chosen",
        subject=f"project:{project.pk}",
        now=now,
        data={"before": before, "after": apply_from},
    )
