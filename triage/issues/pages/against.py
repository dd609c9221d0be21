"""What stood against an act, and the way to do it all the same without typing anything again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from feedback.errors import ConflictError, RefusedError
from feedback.models import Member, Project
from triage.issues.operations import OvertakenError
from triage.issues.presence import held_by_others
from triage.issues.queries.changes import Changed, changes_since
from triage.issues.wording import at_it
from triage.models import Issue

# What people type, with its label: it is shown again, and can be changed.
_TYPED = {
    "resolution": "What changed, or why nothing does",
    "release": "Release",
    "source": "Source",
    "prompt": "Prompt version",
    "link": "Link",
    "since": "In force since",
    "title": "Title",
    "to": "With which issue?",
    "text": "Comment",
    "on": "On whom, or what, does it wait?",
    "back_on": "Until",
}
_OURS = {"csrfmiddlewaretoken", "version", "anyway", "pick"}


class HeldError(ConflictError):
    """Somebody else works on the issue just now, and the caller has not been told yet."""

    code = "held_by_another"


ANYWAY = (OvertakenError, HeldError)


def refuse_held(*, member: Member, issue: Issue, form: QueryDict, now: datetime) -> None:
    """HeldError, unless the form says that the member knows."""
    if form.get("anyway"):
        return
    holder = held_by_others(member=member, now=now).get(issue.number)
    if holder:
        words = at_it(holder.name, works=True, since=holder.since, now=now)
        raise HeldError(f"{words}: {issue.short_id}.")


@dataclass(frozen=True)
class Against:
    """A form that is sent to `url`: `kept` as it was, `typed` is (name, label, value) to look over.
    `anyway`: it can be done to what is there now."""

    url: str
    label: str
    anyway: bool
    changes: Sequence[Changed]
    kept: Sequence[tuple[str, str]]
    typed: Sequence[tuple[str, str, str]]


def against(error: RefusedError, *, name: str, issue: Issue, form: QueryDict) -> Against | None:
    """Of an act on one issue. None where nothing was typed and nothing can be done about it."""
    anyway = isinstance(error, ANYWAY)
    typed = _typed(form)
    if not anyway and not typed:
        return None
    issue.refresh_from_db()
    seen = form.get("version", "")
    act = name.replace("-", " ").capitalize()
    return Against(
        url=reverse("issue-act", args=[issue.project.slug, issue.short_id, name]),
        label=f"{act} {issue.short_id} anyway" if anyway else "Try again",
        anyway=anyway,
        changes=changes_since(issue, int(seen)) if anyway else (),
        kept=[*_kept(form), ("version", str(issue.version))],
        typed=typed,
    )


def against_all(
    refused: Sequence[tuple[Issue, RefusedError]], *, project: Project, form: QueryDict
) -> Against | None:
    """Of a bulk act: those of the issues that can be acted on anyway."""
    issues = [issue for issue, error in refused if isinstance(error, ANYWAY)]
    if not issues:
        return None
    for issue in issues:
        issue.refresh_from_db()
    picks = [("pick", f"{issue.short_id}@{issue.version}") for issue in issues]
    act = form.get("act", "").capitalize()
    return Against(
        url=reverse("queue-acts", args=[project.slug]),
        label=f"{act} {', '.join(issue.short_id for issue in issues)} anyway",
        anyway=True,
        changes=(),
        kept=[*_kept(form), *picks],
        typed=_typed(form),
    )


def _typed(form: QueryDict) -> list[tuple[str, str, str]]:
    return [(name, label, value) for name, label in _TYPED.items() if (value := form.get(name))]


def _kept(form: QueryDict) -> list[tuple[str, str]]:
    ours = {*_OURS, *_TYPED}
    return [(key, value) for key in form if key not in ours for value in form.getlist(key)]
