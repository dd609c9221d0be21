"""How owners are suggested in a project: what the page of rules says of it, and choosing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member, Project
from triage.models import Grouping
from triage.routing.learning import SettingRefusedError, choose_apply_from
from triage.routing.suggesting import LEAST
from triage.routing.suggestions import kept_of, suggesting_of

NEVER = "never"
USUAL = (60, 70, 80, 90, 95)  # percent
BEFORE = "suggesting_before"  # in the address: what undo goes back to


@dataclass(frozen=True)
class Level:
    """Of the decisions tried, those foretold with so much confidence and more."""

    percent: int
    asked: int
    right_percent: int


def context_of(request: HttpRequest, project: Project, *, now: datetime) -> dict[str, Any]:
    """What `_suggesting.html` shows."""
    row, kept = suggesting_of(project), kept_of(project, now=now)
    chosen = NEVER if row.apply_from is None else f"{100 * row.apply_from:g}"
    values = [NEVER, *map(str, USUAL)]
    choices = [(value, _label(value)) for value in dict.fromkeys([*values, chosen])]
    before = request.GET.get(BEFORE)
    space = Grouping.objects.values_list("model", flat=True).get(project=project)
    trouble = row.trouble if row.learnt_at else f"0 of {LEAST} decisions"
    return {
        "trouble": trouble,
        "moving": not trouble and row.model != space,
        "tried": sum(asked for asked, _ in row.tenths),
        "levels": _levels(row.tenths),
        "kept": kept,
        "percents": [_percent(share) for share in (kept.share, kept.low, kept.high)],
        "choices": choices,
        "chosen": chosen,
        "chosen_label": _label(chosen),
        "undo": before if before in dict(choices) and before != chosen else None,
    }


COLUMNS = ("confidence from, percent", "decisions", "foretold rightly, percent")


def levels_file(project: Project) -> HttpResponseBase:
    """How often it was right, by how sure it was."""
    levels = _levels(suggesting_of(project).tenths)
    rows = [(one.percent, one.asked, one.right_percent if one.asked else "") for one in levels]
    return as_file(f"{project.slug}-suggestions", COLUMNS, rows)


def _levels(tenths: list[list[int]]) -> list[Level]:
    """From any confidence, then from 60% on by tenths."""
    found = []
    for tenth in (0, 6, 7, 8, 9):
        asked, right = (
            (sum(column) for column in zip(*tenths[tenth:], strict=True)) if tenths else (0, 0)
        )
        found.append(Level(10 * tenth, asked, _percent(right / asked) if asked else 0))
    return found


def _percent(share: float | None) -> int:
    return round(100 * (share or 0))


def _label(value: str) -> str:
    return "Never: only show it" if value == NEVER else f"From {value}% on"


@member_page(Act.CONFIGURE)
@require_POST
def choose_suggesting(request: HttpRequest, member: Member) -> HttpResponseBase:
    """From so many percent on a suggestion gives an owner, or "never"."""
    chosen, more = request.POST.get("apply_from", ""), ""
    try:
        before = choose_apply_from(
            project=member.project,
            apply_from=None if chosen == NEVER else _share(chosen),
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
    except RefusedError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, "Chosen: it holds for issues that open from now on.")
        undo = NEVER if before is None else f"{100 * before:g}"
        more = "?" + urlencode({BEFORE: undo})
    return redirect(reverse("rules", args=[member.project.slug]) + more + "#suggesting")


def _share(text: str) -> float:
    """Percent as a share. SettingRefusedError."""
    try:
        return float(text) / 100
    except ValueError as error:
        raise SettingRefusedError(
            "Say how many percent, from 50% to 100%.", path="apply_from"
        ) from error
