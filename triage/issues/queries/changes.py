"""What others did to an issue since somebody saw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback.models import Member
from triage.issues.wording import PRIORITIES, what, who
from triage.models import Issue, IssueActivity, Owner

MOST_CHANGES = 20

# What people see of a change, beside the sentence: the fields by their names on the page.
_FIELDS = {
    "title": "Title",
    "status": "Status",
    "priority": "Priority",
    "owner": "Owner",
    "assignee": "Assignee",
    "resolution": "Resolution",
    "back_on": "Archived until",
}


@dataclass(frozen=True)
class Changed:
    """One act; `fields` are (name, before, after), in words."""

    who: str
    what: str
    at: datetime
    fields: Sequence[tuple[str, str, str]]


def changes_since(issue: Issue, version: int) -> list[Changed]:
    """The latest MOST_CHANGES acts that came after that version, the first of them first."""
    rows = [a for a in issue.activity.all()[:MOST_CHANGES] if a.data.get("version", 0) > version]
    return [_changed(row) for row in reversed(rows)]


def _changed(row: IssueActivity) -> Changed:
    before, after = row.data.get("before", {}), row.data.get("after", {})
    fields = [
        (label, _in_words(name, before), _in_words(name, after))
        for name, label in _FIELDS.items()
        if name in after and before.get(name) != after[name]
    ]
    return Changed(who(row.actor), what(row.verb, row.data), row.at, fields)


def _in_words(name: str, values: Mapping[str, Any]) -> str:
    value = values.get(name)
    if value in {None, ""}:
        return "none"
    if name == "priority":
        return PRIORITIES.get(value, str(value))
    if name == "status":
        return Issue.Status(value).label
    if name == "owner":
        return str(Owner.objects.filter(pk=value).first() or "an owner that is gone")
    if name == "assignee":
        member = Member.objects.select_related("user").filter(pk=value).first()
        return str(member or "somebody who is gone")
    return str(value)
