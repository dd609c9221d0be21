"""A project's reasons: added, reworded, moved, retired, brought back. Every write."""

import re
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Lower

from feedback.audit.operations import record
from feedback.directory.reasons import COULDNT_VERIFY
from feedback.directory.slugs import slug_of
from feedback.errors import ConflictError, RefusedError
from feedback.models import Project, Reason

MOST = 40  # living ones: a longer list is read by nobody
Way = Literal["up", "down"]

_LONGEST_LABEL = 100
_LONGEST_STEM = 46  # of a code of 50, which leaves room for a number
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class ReasonRefusedError(RefusedError):
    code = "reason_refused"


@transaction.atomic
def add_reason(
    *,
    project: Project,
    label: str,
    cause: str,
    severity: int = Reason.Severity.MEDIUM,
    actor: str,
    now: datetime,
) -> Reason:
    """A reason at the end of the list, with a code made from its label.

    ReasonRefusedError for what is no label. ConflictError: it stands in the list already, or
    the list is full.
    """
    _hold(project)
    label = _label(label)
    _must_be_free(project, label)
    _must_have_room(project)
    reason = Reason.objects.create(
        project=project,
        code=_new_code(project, label),
        label=label,
        cause=Reason.Cause(cause),
        severity=Reason.Severity(severity),
        position=_next_position(project),
    )
    _note(reason, "added", actor, now, label=label, cause=reason.cause, severity=reason.severity)
    return reason


@transaction.atomic
def change_reason(
    *,
    reason: Reason,
    label: str,
    cause: str,
    severity: int | None = None,
    actor: str,
    now: datetime,
) -> None:
    """Say it otherwise, of another cause or severity (None leaves that); its code, and what was
    said with it, stay.

    Refused as `add_reason` is. Doing it twice changes nothing.
    """
    _hold(reason.project)
    reason.refresh_from_db()
    label, severity = _label(label), Reason.Severity(severity or reason.severity).value
    before = {"label": reason.label, "cause": reason.cause, "severity": reason.severity}
    after = {"label": label, "cause": Reason.Cause(cause).value, "severity": severity}
    if before == after:
        return
    _must_be_free(reason.project, label, but=reason)
    reason.label, reason.cause, reason.severity = label, Reason.Cause(cause), severity
    reason.save(update_fields=["label", "cause", "severity"])
    _note(reason, "changed", actor, now, before=before, after=after)


@transaction.atomic
def move_reason(*, reason: Reason, way: Way, actor: str, now: datetime) -> None:
    """Change places with the reason above or below. ConflictError where there is none."""
    _hold(reason.project)
    reason.refresh_from_db()
    others = Reason.objects.living().of(reason.project)
    if way == "up":
        other = others.filter(position__lt=reason.position).last()
    else:
        other = others.filter(position__gt=reason.position).first()
    if other is None or reason.retired_at:
        raise ConflictError(f"“{reason.label}” can't go further {way}.", code="reason_at_end")
    reason.position, other.position = other.position, reason.position
    Reason.objects.bulk_update([reason, other], ["position"])
    _note(reason, "moved", actor, now, way=way, past=other.code)


@transaction.atomic
def retire_reason(*, reason: Reason, actor: str, now: datetime) -> None:
    """From now on it is neither offered nor taken with new words; old ones keep it.

    ConflictError for the one that has a button of its own. Doing it twice changes nothing.
    """
    if reason.code == COULDNT_VERIFY:
        raise ConflictError(
            f"“{reason.label}” has a button of its own, and can't be retired.", code="reason_needed"
        )
    _hold(reason.project)
    reason.refresh_from_db()
    if reason.retired_at:
        return
    reason.retired_at = now
    reason.save(update_fields=["retired_at"])
    below = Reason.objects.living().of(reason.project).filter(position__gt=reason.position)
    below.update(position=F("position") - 1)
    _note(reason, "retired", actor, now)


@transaction.atomic
def bring_back_reason(*, reason: Reason, actor: str, now: datetime) -> None:
    """Offer it again, at the end of the list. ConflictError as for `add_reason`.

    Doing it twice changes nothing.
    """
    _hold(reason.project)
    reason.refresh_from_db()
    if reason.retired_at is None:
        return
    _must_be_free(reason.project, reason.label, but=reason)
    _must_have_room(reason.project)
    reason.position = _next_position(reason.project)
    reason.retired_at = None
    reason.save(update_fields=["position", "retired_at"])
    _note(reason, "brought_back", actor, now)


def _hold(project: Project) -> None:
    """Keep others from changing the project's reasons until this is done.

    The row is written, not only locked: its version is in the stamp of every door that
    remembers the reasons as they were (feedback.directory.doors).
    """
    Project.objects.filter(pk=project.pk).update(name=F("name"))


def _label(text: str) -> str:
    """The label in one line. ReasonRefusedError."""
    label = " ".join(text.split())
    worded = any(letter.isalnum() for letter in label) and not _UNFIT.search(label)
    if not worded or len(label) > _LONGEST_LABEL:
        raise ReasonRefusedError(f"A label is words, up to {_LONGEST_LABEL} letters.", path="label")
    return label


def _must_be_free(project: Project, label: str, *, but: Reason | None = None) -> None:
    """ConflictError where another living reason says the same."""
    alike = Reason.objects.living().of(project).alias(low=Lower("label"))
    alike = alike.filter(low=Lower(Value(label)))
    if any(reason != but for reason in alike):
        raise ConflictError(f"“{label}” is in the list already.", code="reason_exists")


def _must_have_room(project: Project) -> None:
    if Reason.objects.living().of(project).count() >= MOST:
        raise ConflictError(f"{MOST} reasons are the most: retire one first.", code="reasons_full")


def _next_position(project: Project) -> int:
    last = Reason.objects.living().of(project).last()
    return last.position + 1 if last else 0


def _new_code(project: Project, label: str) -> str:
    """A code as the others are written, with a number where it was used before."""
    stem = slug_of(label).replace("-", "_")[:_LONGEST_STEM].strip("_")
    taken = set(Reason.objects.of(project).values_list("code", flat=True))
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code


def _note(reason: Reason, what: str, actor: str, now: datetime, **data: object) -> None:
    record(
        project=reason.project,
        actor=actor,
        verb=f"reason.{what}",
        subject=f"reason:{reason.code}",
        now=now,
        data=data,
    )
