"""Learning from what people decided, and from which confidence on it gives an owner."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Project
from triage.models import Grouping, Issue, Suggesting, Suggestion
from triage.routing.suggesting import Learnt, TooEarlyError, learn
from triage.routing.suggestions import (
    Suggested,
    Suggester,
    centres_of_undecided,
    decisions_of,
    undecided,
)

LOWEST = 0.5
# Of the open issues that nobody decided, those for which something is suggested anew.
MOST_SUGGESTED = 1000


class SettingRefusedError(RefusedError):
    code = "setting_refused"


@transaction.atomic
def choose_apply_from(
    *, project: Project, apply_from: float | None, actor: str, now: datetime
) -> float | None:
    """A confidence from 0.5 to 1, or None: suggestions are only shown. What it was before.

    SettingRefusedError.
    """
    if apply_from is not None and not (math.isfinite(apply_from) and LOWEST <= apply_from <= 1):
        raise SettingRefusedError("A confidence lies between 50% and 100%.", path="apply_from")
    row = _locked(project)
    before, row.apply_from = row.apply_from, apply_from
    row.save(update_fields=["apply_from"])
    record(
        project=project,
        actor=actor,
        verb="suggesting.apply_from_chosen",
        subject=f"project:{project.pk}",
        now=now,
        data={"before": before, "after": apply_from},
    )
    return before


@transaction.atomic
def learn_again(*, project: Project, now: datetime) -> None:
    """Learn from what people decided so far, in the space in force, and suggest anew for open
    issues that nobody decided. Where there is too little, nothing is suggested for them."""
    model = Grouping.objects.values_list("model", flat=True).get(project=project)
    vectors, owners = decisions_of(project, model=model)
    row = _locked(project)
    row.learnt_at, row.decisions, row.model, row.trouble = now, len(owners), model, ""
    try:
        _keep(row, learn(vectors, owners))
    except TooEarlyError as error:
        row.trouble, row.owners, row.weights, row.tenths = str(error), [], b"", []
    row.save()
    _suggest_anew(project, model, now)


def keep_suggestions(found: Iterable[tuple[Issue, Suggested | None]], *, now: datetime) -> None:
    """What is suggested for issues, whose owners it may have given. Nothing suggested changes
    nothing."""
    _write(
        [
            _row_of(issue.pk, one, now, applied=issue.owner_by == Issue.OwnerBy.SUGGESTION)
            for issue, one in found
            if one
        ]
    )


def _row_of(issue_id: UUID, suggested: Suggested, now: datetime, *, applied: bool) -> Suggestion:
    return Suggestion(
        issue_id=issue_id,
        owner=suggested.owner,
        confidence=suggested.confidence,
        applied=applied,
        made_at=now,
    )


def _locked(project: Project) -> Suggesting:
    Suggesting.objects.bulk_create([Suggesting(project=project)], ignore_conflicts=True)
    return Suggesting.objects.select_for_update().get(project=project)


def _keep(row: Suggesting, learnt: Learnt[UUID]) -> None:
    model = learnt.model
    row.owners, row.sharpness, row.doubt = list(model.owners), model.sharpness, model.doubt
    row.weights = np.column_stack([model.weights, model.offsets]).astype(np.float32).tobytes()
    row.tenths = [[tenth.asked, tenth.right] for tenth in learnt.tenths]


def _suggest_anew(project: Project, model: str, now: datetime) -> None:
    ids, centres = centres_of_undecided(project, model=model, limit=MOST_SUGGESTED)
    found = zip(ids, Suggester(project, model=model).suggest(centres), strict=True)
    rows = [_row_of(pk, one, now, applied=False) for pk, one in found if one]
    Suggestion.objects.filter(issue__in=undecided(project)).exclude(
        issue__in=[row.issue_id for row in rows]
    ).delete()
    _write(rows)


def _write(rows: Sequence[Suggestion]) -> None:
    Suggestion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["issue"],
        update_fields=["owner", "confidence", "applied", "made_at"],
    )
