"""What changes on an open page by itself: counts, new issues, who else is where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.urls import reverse

from feedback.models import Member
from triage.issues.filters import STATUSES, QueueFilters
from triage.issues.pages.addresses import queue_url
from triage.issues.presence import Presence, be_at, by_issue
from triage.issues.wording import at_it
from triage.models import Issue

PARTS = ("tabs", "fresh", "present")
TABS = ("unresolved", "new", "escalating", "regressed", "resolved", "archived")


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int
    here: bool


@dataclass(frozen=True)
class Here:
    """The issue that is shown (its short id): the others at it in words; `held`: one of them
    works on it; `mine`: the member does."""

    short_id: str
    others: Sequence[str]
    held: bool
    mine: bool


@dataclass(frozen=True)
class News:
    """`fresh` issues have been opened since the one of number `since`; `who` is in words, by the
    issues' short ids."""

    member: Member
    filters: QueueFilters
    since: int
    counts: Mapping[str, int]
    fresh: int
    who: Mapping[str, str]
    here: Here | None

    @cached_property
    def tabs(self) -> list[Tab]:
        project, filters = self.member.project, self.filters
        mine = filters.assignee == "me" and filters.status == "unresolved"
        kept = QueueFilters(sort=filters.sort, q=filters.q if filters.ranked else "")
        tabs = [
            Tab(
                STATUSES[name],
                queue_url(project, replace(kept, status=name)),
                self.counts[name],
                filters.status == name and not mine,
            )
            for name in TABS
            if name != "escalating" or self.counts[name] or filters.status == name
        ]
        own = queue_url(project, replace(kept, assignee="me"))
        tabs.insert(1, Tab("Mine", own, self.counts["mine"], mine))
        return tabs

    @cached_property
    def marks(self) -> dict[str, str]:
        """By part: what is the same as long as the part is."""
        said = (sorted(self.counts.items()), self.fresh, [sorted(self.who.items()), self.here])
        return {
            part: blake2b(repr(what).encode(), digest_size=6).hexdigest()
            for part, what in zip(PARTS, said, strict=True)
        }

    @property
    def url(self) -> str:
        """Where the page asks for what is new from here on."""
        address = reverse("queue-live", args=[self.member.project.slug])
        query = self.filters.query(cursor="", since=str(self.since), **self.marks)
        return f"{address}?{query}"

    def context(self) -> dict[str, Any]:
        return {
            "news": self,
            "tabs": self.tabs,
            "who": self.who,
            "here": self.here,
            "first_url": queue_url(self.member.project, self.filters, cursor=""),
        }


def here_now(
    *, member: Member, number: int | None, works: bool | None = None, now: datetime
) -> tuple[dict[str, str], Here | None]:
    """The member is at that issue from now on: who else is where, and who is here."""
    present = be_at(member=member, number=number, works=works, now=now)
    others = by_issue(present, but=member)
    prefix = member.project.prefix
    who = {f"{prefix}-{at}": "; ".join(_words(some, now)) for at, some in others.items()}
    if number is None:
        return who, None
    some = others.get(number, [])
    mine = any(one.works for one in present if one.member == str(member.pk))
    held = any(one.works for one in some)
    return who, Here(f"{prefix}-{number}", _words(some, now), held, mine)


def _words(some: Sequence[Presence], now: datetime) -> list[str]:
    return [at_it(one.name, works=one.works, since=one.since, now=now) for one in some]


def here_context(member: Member, issue: Issue | None, now: datetime) -> dict[str, Any]:
    """For a page of one issue, without a list beside it."""
    who, here = here_now(member=member, number=issue.number if issue else None, now=now)
    return {"who": who, "here": here}
