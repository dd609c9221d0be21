"""What every act shares: the locked row, the check of its version, the trace it leaves."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Field

from feedback.audit.operations import record
from feedback.errors import ConflictError, RefusedError
from triage.happening import write_down
from triage.issues.wording import sentence
from triage.models import Fix, Issue, IssueActivity, Kind
from triage.routing.clocks import CLOCKED, begin, hear, reckon

OPEN = (Issue.Status.UNRESOLVED,)
CLOSED = (Issue.Status.RESOLVED, Issue.Status.VERIFIED, Issue.Status.ARCHIVED)
LIVING = (*OPEN, *CLOSED)


class IssueRefusedError(RefusedError):
    """What is asked for makes no sense, whatever the state of the issue."""

    code = "issue_act_refused"


class IssueStateError(ConflictError):
    """The issue is not in a state that the act starts from."""

    code = "issue_state"


class OvertakenError(ConflictError):
    """Somebody did something to the issue since the caller saw it."""

    code = "changed_meanwhile"


def lock_issues(issues: Collection[Issue]) -> dict[Any, Issue]:
    """The issues' rows as they are now, locked in the order of their ids; by id."""
    rows = (
        Issue.objects.select_for_update(of=("self",), no_key=True)
        .select_related("project", "owner", "assignee__user")
        .filter(pk__in=[issue.pk for issue in issues])
        .order_by("id")
    )
    return {row.pk: row for row in rows}


def locked(issue: Issue, *, version: int | None, states: Collection[str] = LIVING) -> Issue:
    """The issue's row, locked: at the version that the caller saw and in one of the states.

    `version` None is for callers to whom what happened meanwhile doesn't matter.
    """
    row = lock_issues([issue])[issue.pk]
    check(row, version=version, states=states)
    return row


def check(row: Issue, *, version: int | None, states: Collection[str] = LIVING) -> None:
    """OvertakenError saying what changed, or IssueStateError saying what the issue is."""
    if version is not None and version != row.version:
        raise OvertakenError(f"{row.short_id} changed meanwhile: {_since(row, version)}.")
    if row.status == Issue.Status.MERGED and row.merged_into:
        raise IssueStateError(f"{row.short_id} was merged into {row.merged_into.short_id}.")
    if row.status not in states:
        raise IssueStateError(f"{row.short_id} is {row.get_status_display().lower()}.")


def check_groups(row: Issue) -> None:
    """IssueRefusedError for a finding: its complaints stand elsewhere, and it is about one thing
    of its own."""
    if row.kind != Kind.LIKENESS:
        raise IssueRefusedError(
            f"{row.short_id} was found, and groups no complaints: it can't be regrouped.",
            code="issue_groups_nothing",
        )


def text_of(text: str, *, what: str, longest: int) -> str:
    """What somebody wrote, without the space around it. IssueRefusedError."""
    text = text.strip()
    if not text:
        raise IssueRefusedError(f"The {what} is empty.", path=what, code=f"{what}_missing")
    if len(text) > longest or "\x00" in text:
        raise IssueRefusedError(f"The {what} has up to {longest} letters.", path=what)
    return text


def _since(row: Issue, version: int) -> str:
    later = [a for a in row.activity.all()[:20] if a.data.get("version", 0) > version]
    return "; ".join(sentence(a.verb, a.actor, a.data) for a in reversed(later)) or "look again"


def change(
    row: Issue,
    *,
    verb: str,
    fields: Mapping[str, Any],
    actor: str,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> IssueActivity:
    """Set fields of a locked row. The activity keeps them before and after, for undo.

    What is opened again is due anew, and its fix stands no more.
    """
    if fields.get("status") == Issue.Status.UNRESOLVED and row.status != Issue.Status.UNRESOLVED:
        begin(row, now=now)
        Fix.objects.withdraw(row, now=now)
    kept: dict[str, Any] = {"before": {name: stored(row, name) for name in fields}}
    for name, value in fields.items():
        setattr(row, name, value)
    kept["after"] = {name: stored(row, name) for name in fields}
    return leave_trace(row, verb=verb, actor=actor, now=now, data={**kept, **(data or {})})


def leave_trace(
    row: Issue, *, verb: str, actor: str, now: datetime, data: Mapping[str, Any]
) -> IssueActivity:
    """Save a locked row under its next version, with an activity and an audit event.

    Somebody acted on it, so it is new no more: undo does not make it new again.
    """
    if row.substatus == Issue.Substatus.NEW and actor.startswith("member:"):
        row.substatus = Issue.Substatus.ONGOING
    hear(row, actor=actor, now=now)
    reckon([row])
    row.version += 1
    row.save(update_fields=SAVED)
    return note(row, verb=verb, actor=actor, now=now, data={**data, "version": row.version})


def note(
    row: Issue, *, verb: str, actor: str, now: datetime, data: Mapping[str, Any]
) -> IssueActivity:
    """An activity and an audit event of what leaves the issue as it is."""
    activity = IssueActivity(issue=row, at=now, actor=actor, verb=verb, data=data)
    write_down([activity])
    record(
        project=row.project,
        actor=actor,
        verb=f"issue.{verb}",
        subject=f"issue:{row.pk}",
        now=now,
        data={"activity": str(activity.pk)} | {k: v for k, v in data.items() if k not in _KEPT},
    )
    return activity


# What the activity keeps for undo, and to tell who saw it; the event points to it.
_KEPT = {"feedback", "merged", "version"}

# What acts set. The counts are clustering's: they may have moved under the same lock.
SAVED = (
    "title",
    "status",
    "substatus",
    "priority",
    "priority_by",
    "owner",
    "owner_why",
    "owner_by",
    "rule_priority",
    "rule_respond",
    "rule_resolve",
    "assignee",
    "assignee_why",
    "assignee_chosen",
    "former_assignee",
    "merged_into",
    "resolution",
    "resolved_at",
    "back_on",
    "back_at",
    *CLOCKED,
    "version",
)


def stored(row: Issue, name: str) -> str | int | None:
    """A field as the activity keeps it: `set_stored` reads it back."""
    value = getattr(row, _field(name).attname)
    return value if value is None or isinstance(value, int) else str(value)


def set_stored(row: Issue, name: str, value: str | int | None) -> None:
    """Give a row the field that an activity kept. Not saved."""
    field = _field(name)
    setattr(row, field.attname, field.to_python(value))


def _field(name: str) -> "Field[Any, Any]":
    field = Issue._meta.get_field(name)  # noqa: SLF001 - Django's own public name for it
    assert isinstance(field, Field)
    return field
