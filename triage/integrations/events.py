"""Which of the things that happen, most of them to issues, are told outside, and under which name.
Pure."""

from collections.abc import Mapping
from typing import Any

EVENTS = {
    "issue.opened": "opened",
    "issue.assigned": "given to an owner or a person",
    "issue.escalated": "found to escalate",
    "issue.resolved": "resolved",
    "issue.verified": "found to be mended",
    "issue.regressed": "back after it was resolved",
    "issue.reopened": "open again, by a person or from the archive",
    "issue.archived": "set aside",
    "issue.merged": "merged into another one",
    "reporter.told": "told to one of those who reported it",
    "report.alert": "or when a figure got worse beyond chance",
    "report.digest": "or on Mondays from 8:00 UTC, with the figures of last week",
}
# One for each reporter: too many for people to read.
FOR_PROGRAMS = frozenset({"reporter.told"})
TEST = "ping"

_BY_VERB = {
    "opened": "issue.opened",
    "assigned": "issue.assigned",
    "handed_on": "issue.assigned",
    "rerouted": "issue.assigned",
    "ruled": "issue.assigned",
    "escalated": "issue.escalated",
    "resolved": "issue.resolved",
    "verified": "issue.verified",
    "regressed": "issue.regressed",
    "reopened": "issue.reopened",
    "unarchived": "issue.reopened",
    "archived": "issue.archived",
    "emptied": "issue.archived",
    "merged_into": "issue.merged",
}
# What taking an act back has brought about is told by the state that the issue is in then.
_BY_STATUS = {
    "unresolved": "issue.reopened",
    "resolved": "issue.resolved",
    "verified": "issue.verified",
    "archived": "issue.archived",
}
_MOVES = {"resolved", "reopened", "archived"}


def event_of(verb: str, data: Mapping[str, Any], *, status: str) -> str | None:
    """The event of an activity, of an issue with that status by now; None where it is told to
    nobody outside."""
    if verb == "undone":
        return _BY_STATUS.get(status) if data.get("undone_verb") in _MOVES else None
    return _BY_VERB.get(verb)
