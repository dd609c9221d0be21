"""Proposals as the page shows them: both sides, with examples, and what they have in common."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import F, QuerySet

from feedback.models import Feedback, Project
from triage.issues.paging import cursor_at, page_after
from triage.models import Issue, Proposal
from triage.proposals.common import WORDS, KindWords, percent, shared_words
from triage.proposals.queries import waiting_of

PAGE = 20
SAMPLES = 3
# So many of a side's complaints are looked at for SAMPLES that differ, and for what both share.
LOOKED_AT = 30

_ORDER = ("-confidence", "id")


@dataclass(frozen=True)
class Side:
    """One of two groups of complaints: `issue` None is what would be taken out of its issue;
    `likest` are some that are most like their issue."""

    issue: Issue | None
    count: int
    likest: list[Feedback]

    @cached_property
    def samples(self) -> list[Feedback]:
        return _various(self.likest)

    @property
    def more(self) -> int:
        return self.count - len(self.samples)

    @property
    def texts(self) -> list[str]:
        return [f"{word.answer.question}\n{word.comment}" for word in self.likest]

    @property
    def sources(self) -> set[str]:
        return {str(c.source) for word in self.likest for c in word.answer.citations.all()}


@dataclass(frozen=True)
class Shown:
    """A proposal with both sides, and the words and sources that they share."""

    proposal: Proposal
    sides: tuple[Side, Side]
    words: list[str]
    sources: list[str]

    @property
    def said(self) -> KindWords:
        return WORDS[self.proposal.kind]

    @property
    def percent(self) -> int:
        return percent(self.proposal.confidence)


@dataclass(frozen=True)
class ProposalPage:
    """Up to PAGE proposals; `next` is the cursor of the following page, or empty."""

    shown: list[Shown]
    next: str


def page_waiting(project: Project, cursor: str = "") -> ProposalPage:
    """Up to PAGE that wait, the surest first. FilterRefusedError for a bad cursor."""
    rows = page_after(waiting_of(project), _ORDER, cursor, PAGE + 1)
    following = cursor_at(rows[PAGE - 1], _ORDER) if len(rows) > PAGE else ""
    return ProposalPage([shown(row) for row in rows[:PAGE]], following)


def checked(project: Project, cursor: str) -> str:
    """The cursor, if it is one. FilterRefusedError."""
    page_after(waiting_of(project), _ORDER, cursor, 0)
    return cursor


def following(row: Proposal) -> UUID | None:
    """The id of the proposal that waits behind this one, in the page's order."""
    rows = page_after(waiting_of(row.project), _ORDER, cursor_at(row, _ORDER), 1)
    return rows[0].pk if rows else None


def shown(row: Proposal) -> Shown:
    here = _in(row.issue)
    taken = here.filter(pk__in=row.feedback)
    if row.kind == Proposal.Kind.MERGE and row.other:
        sides = _side(row.issue, here), _side(row.other, _in(row.other))
    elif row.other:
        sides = _side(None, taken), _side(row.other, _in(row.other))
    else:
        sides = _side(row.issue, here.exclude(pk__in=row.feedback)), _side(None, taken)
    one, two = sides
    words = shared_words(one.texts, two.texts)
    return Shown(row, sides, words, sorted(one.sources & two.sources)[:SAMPLES])


def _in(issue: Issue) -> QuerySet[Feedback]:
    return Feedback.objects.of(issue.project).filter(placement__issue=issue)


def _side(issue: Issue | None, rows: QuerySet[Feedback]) -> Side:
    likest = rows.order_by(F("placement__similarity").desc(nulls_last=True), "id")
    samples = likest.select_related("answer").prefetch_related("answer__citations__source")
    return Side(issue, rows.count(), list(samples[:LOOKED_AT]))


def _various(rows: Sequence[Feedback]) -> list[Feedback]:
    """SAMPLES of them that say much: each question before its second time, and with a comment
    before without. Those of one question stand together; one that adds nothing is left out."""
    times: Counter[str] = Counter()
    turns: dict[UUID, int] = {}
    for row in sorted(rows, key=lambda row: not row.comment):
        turns[row.pk] = times[row.answer.question]
        times[row.answer.question] += 1
    telling = [row for row in rows if row.comment or not turns[row.pk]]
    chosen = sorted(telling, key=lambda row: turns[row.pk])[:SAMPLES]
    return sorted(chosen, key=lambda row: row.answer.question)
