"""Which complaints of an issue a page shows: some of the newest, by the answer that they are about.

An issue may have tens of thousands. The newest WINDOW are looked through, then those before them:
what a page costs does not grow with the issue.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import MD5

from feedback.models import Feedback
from triage.issues.filters import FilterRefusedError
from triage.issues.queries.within import complaints_within
from triage.models import Issue

WINDOW = 200
GROUPS = 5

_SALT = "triage.issues.window"


@dataclass(frozen=True)
class Window:
    """Up to WINDOW complaints, by what was answered (or asked, where no answer was sent), most
    complaints first.

    `groups` are those of this page: (key of what was answered, ids of the complaints). `about` is
    the key of each complaint of the window. `answers`: how many groups there are in all; `first`:
    whether this page begins the window; `next` is the following page's cursor.
    """

    groups: list[tuple[str, list[UUID]]]
    about: dict[UUID, str]
    answers: int
    first: bool
    next: str


def window_of(issue: Issue, cursor: str = "") -> Window:
    """FilterRefusedError for a bad cursor."""
    latest, skip = _place(cursor)
    rows = _newest(issue, latest)
    about = dict(rows[:WINDOW])
    together: dict[str, list[UUID]] = {}
    for pk, key in about.items():
        together.setdefault(key, []).append(pk)
    groups = sorted(together.items(), key=lambda group: -len(group[1]))
    following = ""
    if skip + GROUPS < len(groups):
        following = _cursor(rows[0][0], skip + GROUPS)
    elif len(rows) > WINDOW:
        following = _cursor(rows[WINDOW][0], 0)
    return Window(groups[skip : skip + GROUPS], about, len(groups), not skip, following)


def complaints_among(issue: Issue, ids: Collection[UUID]) -> QuerySet[Feedback]:
    """Complaints with all that a page shows of them, newest first."""
    rows = (
        complaints_within(issue)
        .filter(pk__in=ids)
        .select_related(
            "answer__release", "team", "cohort", "correction", "placement__issue__project"
        )
    )
    return rows.prefetch_related("spans", "flags__source").order_by("-given_at", "id")


def _newest(issue: Issue, latest: UUID | None) -> list[tuple[UUID, str]]:
    """A complaint's id and what it is about, from `latest` on; one more than the window holds."""
    rows = complaints_within(issue)
    if latest:
        rows = rows.filter(placement__feedback_id__lte=latest)
    said = Case(When(answer__text="", then=F("answer__question")), default=F("answer__text"))
    keyed = rows.order_by("-placement__feedback_id").values_list("id", MD5(said))
    return list(keyed[: WINDOW + 1])


def _cursor(latest: UUID, skip: int) -> str:
    return signing.dumps([str(latest), skip], salt=_SALT)


def _place(cursor: str) -> tuple[UUID | None, int]:
    """The newest complaint of the window, and how many groups of it were shown before."""
    if not cursor:
        return None, 0
    try:
        latest, skip = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature as error:
        raise FilterRefusedError("The cursor is not one of ours.", path="at") from error
    return UUID(latest), skip
