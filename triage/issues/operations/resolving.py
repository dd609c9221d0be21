"""Resolving an issue by a fix, and opening it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from feedback.models import Release, Source
from triage.issues.operations.acting import (
    CLOSED,
    OPEN,
    IssueRefusedError,
    change,
    locked,
    text_of,
)
from triage.issues.queries.releases import answers_since
from triage.models import Fix, Issue, IssueActivity, VerifiedAnswer

# Until a fix is in force nothing brings its issue back: nobody waits longer than this.
FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class NewFix:
    """What was changed. `release` None is the next one that production answers with; `in_force_at`
    None is at once, and is not said of a release, nor of what is not mended."""

    kind: str
    release: Release | None = None
    source: Source | None = None
    verified_answer: VerifiedAnswer | None = None
    prompt_version: str = ""
    url: str = ""
    in_force_at: datetime | None = None


@transaction.atomic
def resolve(
    *,
    issue: Issue,
    fix: NewFix,
    resolution: str,
    version: int | None,
    actor: str,
    now: datetime,
) -> IssueActivity:
    """The issue is dealt with by a fix; `resolution` says what changed, or why nothing does, in up
    to 300 letters: those who complained are told."""
    row = locked(issue, version=version, states=OPEN)
    _check(fix, row, now)
    says = text_of(resolution, what="resolution", longest=300)
    made = Fix.objects.create(
        issue=row,
        kind=fix.kind,
        says=says,
        release=fix.release,
        source=fix.source,
        verified_answer=fix.verified_answer,
        prompt_version=fix.prompt_version,
        url=fix.url,
        made_at=now,
        made_by=actor,
        in_force_at=_in_force(fix, now),
    )
    fields = {
        "status": Issue.Status.RESOLVED,
        "substatus": Issue.Substatus.NONE,
        "resolution": says,
        "resolved_at": now,
    }
    data = {"fix": str(made.pk), **_named(made)}
    return change(row, verb="resolved", fields=fields, actor=actor, now=now, data=data)


@transaction.atomic
def reopen(*, issue: Issue, version: int | None, actor: str, now: datetime) -> IssueActivity:
    """Back to work: from resolved, verified or archived."""
    row = locked(issue, version=version, states=CLOSED)
    fix = Fix.objects.standing().filter(issue=row).first()
    fields = {
        "status": Issue.Status.UNRESOLVED,
        "substatus": Issue.Substatus.ONGOING,
        "resolution": "",
        "resolved_at": None,
        "back_on": None,
        "back_at": None,
    }
    data = {"fix": str(fix.pk)} if fix else {}
    return change(row, verb="reopened", fields=fields, actor=actor, now=now, data=data)


def undo_resolve(row: Issue, now: datetime) -> None:
    """The fix was none."""
    Fix.objects.withdraw(row, now=now)


def undo_reopen(data: dict[str, Any]) -> None:
    """The fix that stood when the issue was opened again stands on."""
    if "fix" in data:
        Fix.objects.filter(pk=data["fix"]).update(withdrawn_at=None)


def _check(fix: NewFix, row: Issue, now: datetime) -> None:
    if fix.kind not in Fix.Kind.values:
        raise IssueRefusedError("There is no such kind of fix.", path="fix.kind")
    for name, kind in _NAMED_BY.items():
        if getattr(fix, name) and fix.kind != kind:
            label = Fix.Kind(fix.kind).label.lower()
            raise IssueRefusedError(f"A {label} has no {name}.", path=f"fix.{name}")
    for named in (fix.release, fix.source, fix.verified_answer):
        if named and named.project_id != row.project_id:
            raise IssueRefusedError("There is no such thing here.", path="fix")
    if fix.in_force_at and fix.kind in {Fix.Kind.RELEASE, Fix.Kind.WONT_FIX}:
        raise IssueRefusedError(
            "A release is in force with its first answer, and what is not mended never.",
            path="fix.in_force_at",
        )
    if fix.in_force_at and abs(fix.in_force_at - now) > FURTHEST:
        raise IssueRefusedError(
            "A fix is in force within a year of now, before or after.", path="fix.in_force_at"
        )
    if len(fix.prompt_version) > 100 or "\x00" in fix.prompt_version:
        raise IssueRefusedError("The version has up to 100 letters.", path="fix.prompt_version")
    if fix.url and not _leads_somewhere(fix.url):
        raise IssueRefusedError("The link begins with https:// or http://.", path="fix.url")


# What a fix names, and the kind that names it.
_NAMED_BY = {
    "release": Fix.Kind.RELEASE,
    "source": Fix.Kind.SOURCE,
    "verified_answer": Fix.Kind.VERIFIED_ANSWER,
    "prompt_version": Fix.Kind.PROMPT,
}


def _leads_somewhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    short = len(url) <= 2000 and url.isprintable() and " " not in url
    return short and parts.scheme in {"http", "https"} and bool(parts.netloc)


def _in_force(fix: NewFix, now: datetime) -> datetime | None:
    if fix.kind == Fix.Kind.WONT_FIX:
        return None
    if fix.kind == Fix.Kind.RELEASE:
        return answers_since(fix.release) if fix.release else None
    return fix.in_force_at or now


def _named(fix: Fix) -> dict[str, str]:
    """For the history: the kind, and what it names."""
    answer = fix.verified_answer and fix.verified_answer.short_id
    name = fix.release or fix.source or answer or fix.prompt_version
    return {"kind": fix.kind, "name": str(name)}
