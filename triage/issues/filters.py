"""What the queue can be narrowed to and sorted by: the state that its address holds. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from feedback.errors import RefusedError
from feedback.texts import is_storable

STATUSES = {
    "unresolved": "Unresolved",
    "new": "New",
    "ongoing": "Ongoing",
    "escalating": "Escalating",
    "regressed": "Came back",
    "resolved": "Resolved",
    "archived": "Archived",
    "all": "All",
    "verified": "Verified",
    "merged": "Merged",
}
SORTS = {
    "priority": "Priority",
    "complaints": "Complaints",
    "last_seen": "Last seen",
    "due": "Due",
    "newest": "Newest",
    "relevance": "Best match",
    "likeness": "By meaning",
}
MEANING = "likeness"
# These need something to look for.
RANKED = {"relevance", MEANING}
DUES = {
    "late": "Late",
    "day": "Within a day",
    "week": "Within a week",
    "waiting": "Waiting on others",
    "none": "Never",
}
# What issues can be of; the words are the model's.
KINDS = {
    "likeness": "Alike",
    "term_conflict": "Teams disagree",
    "source_conflict": "Sources disagree",
    "charged_source": "Source draws complaints",
    "expired_source": "Expired source",
    "confident_wrong": "Confident and wrong",
    "novelty": "New questions",
}
LONGEST = 500


class FilterRefusedError(RefusedError):
    code = "filter_refused"


@dataclass(frozen=True)
class QueueFilters:
    """Empty means "any". `assignee` is "me", "none" or a member's e-mail address."""

    status: str = "unresolved"
    kind: str = ""
    due: str = ""
    owner: str = ""
    assignee: str = ""
    team: str = ""
    reason: str = ""
    source: str = ""
    release: str = ""
    tag: str = ""
    q: str = ""
    sort: str = "priority"
    cursor: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """From a query string's parameters; others are passed over.

        Raises FilterRefusedError, naming the parameter, for what can't be meant.
        """
        stated = {f.name: given[f.name].strip() for f in fields(cls) if given.get(f.name)}
        for name, value in stated.items():
            if len(value) > LONGEST or not is_storable(value):
                raise FilterRefusedError(f"{name} is no text to look for.", path=name)
        for name, known in (("status", STATUSES), ("kind", KINDS), ("due", DUES), ("sort", SORTS)):
            if stated.get(name, "") not in {"", *known}:
                raise FilterRefusedError(f"{name} is one of {', '.join(known)}.", path=name)
        return cls(**{name: value for name, value in stated.items() if value})

    @classmethod
    def read_what_is(cls, given: Mapping[str, str]) -> Self:
        """From parameters that were written down long ago: what is refused by now is left out."""
        return cls.read({name: value for name, value in given.items() if cls._is(name, value)})

    @classmethod
    def _is(cls, name: str, value: str) -> bool:
        try:
            cls.read({name: value})
        except FilterRefusedError:
            return False
        return True

    @property
    def ranked(self) -> bool:
        """Whether the order is by how well issues match what is looked for."""
        return bool(self.q) and self.sort in RANKED

    @property
    def order(self) -> str:
        """The sort that goes by the issues themselves."""
        return "priority" if self.sort in RANKED else self.sort

    @property
    def chosen(self) -> bool:
        """Whether anything is narrowed down besides by a search."""
        return replace(self, q="").narrowed

    @property
    def narrowed(self) -> bool:
        """Whether less than a whole tab is asked for."""
        plain = QueueFilters(status=self.status, sort=self.sort, cursor=self.cursor)
        return self != plain

    def query(self, **more: str) -> str:
        """The query string, with what is as by default left out; `more` is added or replaces."""
        own = {name: value for name, value in more.items() if name in _DEFAULTS}
        stated = asdict(replace(self, **own))
        kept = {name: value for name, value in stated.items() if value != _DEFAULTS[name]}
        kept |= {name: value for name, value in more.items() if name not in own and value}
        return urlencode(kept)


_DEFAULTS: dict[str, Any] = asdict(QueueFilters())
