"""The queue's selects: what is chosen stands in them at once, all else once it is asked for.

Hundreds of teams, sources and people would make each page slow, and hardly one opens the panel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.models import Project
from triage.issues.filters import DUES, KINDS, QueueFilters
from triage.issues.pages.addresses import queue_url
from triage.issues.queries.choices import PEOPLE, Choice, choice_named, choices_of
from triage.issues.queries.tags import tags_offered

# The label of each, and what it says where nothing is chosen.
_LABELS = {
    "kind": ("Kind", "Any"),
    "due": ("Due", "Any time"),
    "owner": ("Owner", "Any"),
    "assignee": ("Assignee", "Anyone"),
    "team": ("Team", "Any"),
    "reason": ("Reason", "Any"),
    "source": ("Source", "Any"),
    "release": ("Release", "Any"),
}
_ALWAYS: Mapping[str, Sequence[Choice]] = {
    "kind": list(KINDS.items()),
    "due": list(DUES.items()),
    "assignee": [("me", "Me"), ("none", "Nobody")],
}
# The parts of the page that ask for all there is, by the ids that htmx sends.
CHOICES = {"selects": "triage/_selects.html", "bulk-people": "triage/_bulk_people.html"}


@dataclass(frozen=True)
class Select:
    """`anything` is what stands for no choice; `value`, what is chosen, is among the choices."""

    name: str
    label: str
    anything: str
    value: str
    choices: Sequence[Choice]


def choosing(project: Project, filters: QueueFilters, *, every: bool) -> dict[str, Any]:
    """The templates' context: with `every` choice there is, or with what is chosen."""
    offered = choices_of(project) if every else {}
    tags = tags_offered(project) if every else []
    return {
        "every": every,
        "choices_url": queue_url(project, filters, cursor="", choices="all"),
        "selects": [_select(project, filters, name, offered.get(name, [])) for name in _LABELS],
        "tags": [(tag, tag) for tag in tags],
        "people": {name: offered.get(name, []) for name in PEOPLE},
    }


def _select(
    project: Project, filters: QueueFilters, name: str, offered: Sequence[Choice]
) -> Select:
    value = getattr(filters, name)
    choices = [*_ALWAYS.get(name, ()), *offered]
    if value and value not in dict(choices):
        choices.append(choice_named(project, name, value))
    return Select(name, *_LABELS[name], value, choices)
