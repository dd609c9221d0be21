"""What is new in the queue since somebody looked: cheap, since every open page asks again and
again."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from feedback.models import Member, Project
from feedback.valkey import Valkey
from triage.issues.filters import QueueFilters
from triage.issues.queries.narrowing import queue_rows
from triage.issues.queries.queue import open_of, tab_counts
from triage.models import IssueCounter

# For so long all pages of a project share one count of its issues.
COUNTED_FOR_S = 5


@cache
def _valkey(url: str) -> Valkey:
    return Valkey(url, without="tabs are counted for each page")


def last_number(project: Project) -> int:
    """The number of the issue that was opened last."""
    return IssueCounter.objects.values_list("last", flat=True).get(project=project)


def opened_since(*, filters: QueueFilters, member: Member, number: int) -> int:
    """How many issues with higher numbers the filters let through."""
    rows = queue_rows(project=member.project, filters=filters, member=member)
    return rows.filter(number__gt=number).count()


def fresh_counts(member: Member) -> dict[str, int]:
    """`tab_counts`, counted now, and kept for the pages that ask within COUNTED_FOR_S."""
    counts = tab_counts(project=member.project, member=member)
    _valkey(settings.REDIS_URL).ask(
        lambda client: client.set(_key(member.project), json.dumps(counts), ex=COUNTED_FOR_S)
    )
    return counts


def recent_counts(member: Member) -> dict[str, int]:
    """`tab_counts`, up to COUNTED_FOR_S old except for the member's own."""
    kept: Any = _valkey(settings.REDIS_URL).ask(lambda client: client.get(_key(member.project)))
    if kept is None:
        return fresh_counts(member)
    counts: dict[str, int] = json.loads(kept)
    return counts | {"mine": open_of(member).count()}


def _key(project: Project) -> str:
    return f"errata:counts:{project.pk}"
