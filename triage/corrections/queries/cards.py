"""What waits for review, by question: the texts that compete beside one another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from feedback.models import Citation, Correction, Member, Project
from triage.corrections.keys import question_key
from triage.corrections.queries.proposed import standing_reviews, waiting_in
from triage.issues.diffs import Diff, correction_diff
from triage.issues.freshness import Freshness, freshness
from triage.issues.paging import place_at, place_in
from triage.issues.queries import issue_named
from triage.issues.queries.within import places_within
from triage.issues.sides import Correcting, sides
from triage.models import CorrectionReview, Issue, VerifiedAnswer

PAGE = 10
# So many corrections of one question are read, the newest.
MOST_OF_ONE = 200

_ORDER = "people"


@dataclass(frozen=True)
class Filters:
    """`waits`: "" for all that waits, "me" for what this member has not decided on, "third" for
    where two differ. `issue`: a short id; `q`: words in the question or in the text."""

    waits: str = ""
    issue: str = ""
    q: str = ""


@dataclass(frozen=True)
class Cited:
    """A source that the answer cites; one that may be relied on is offered."""

    citation: Citation
    freshness: Freshness

    @property
    def offered(self) -> bool:
        return self.freshness.tone != "bad"


@dataclass(frozen=True)
class Proposed:
    """One text that people proposed for a question: `correction` is the newest that says it.

    `mine` is this member's decision, `given` how many there are; both decisions are `shown` once
    two people have decided, not before. `disputed`: others say otherwise.
    """

    key: str
    correction: Correction
    people: int
    teams: list[tuple[str, int]]
    diff: Diff | None
    cited: list[Cited]
    disputed: bool
    given: int
    mine: CorrectionReview | None
    shown: list[CorrectionReview]

    @property
    def text(self) -> str:
        return self.correction.text


@dataclass(frozen=True)
class Card:
    """A question with the texts proposed for it, those together that say the same; the issue of
    the newest; and the verified answer that stands. There may be `more`, older ones."""

    question: str
    answer: str
    sides: list[list[Proposed]]
    issue: Issue | None
    verified: VerifiedAnswer | None
    more: bool


@dataclass(frozen=True)
class CardPage:
    """`waiting` is how many questions wait by these filters; `next` the following page's cursor,
    or empty."""

    cards: list[Card]
    waiting: int
    next: str


def filtered(member: Member, filters: Filters) -> QuerySet[Any]:
    """What waits by these filters. NotFoundError where there is no such issue."""
    project = member.project
    rows = waiting_in(project)
    decided = standing_reviews(project).filter(key=OuterRef("key"))
    if filters.waits == "me":
        rows = rows.filter(~Exists(decided.filter(reviewer=member)))
    elif filters.waits == "third":
        earlier = decided.filter(pk__lt=OuterRef("pk"), key=OuterRef("key"))
        rows = rows.filter(Exists(decided.filter(Exists(earlier))))
    if filters.issue:
        issue = issue_named(project=project, short_id=filters.issue)
        rows = rows.filter(feedback__in=places_within(issue).values("feedback"))
    if filters.q:
        rows = rows.filter(Q(about__icontains=filters.q) | Q(text__icontains=filters.q))
    return rows


def cards_of(member: Member, filters: Filters, cursor: str, *, today: date) -> CardPage:
    """Up to PAGE questions, those first that most people correct. FilterRefusedError for a bad
    cursor, NotFoundError for an issue that isn't there."""
    skip = place_in(cursor, _ORDER)
    rows = filtered(member, filters)
    grouped = rows.values("about").annotate(
        people=Count("feedback__voter", distinct=True), newest=Max("proposed_at")
    )
    waiting = grouped.count()
    shown = grouped.order_by("-people", "-newest", "about")[skip : skip + PAGE]
    abouts = [row["about"] for row in shown]
    following = place_at(skip + PAGE, _ORDER) if skip + PAGE < waiting else ""
    found = _newest(rows, abouts)
    cards = [_card(member, found[one], today) for one in abouts if found[one]]
    return CardPage(cards, waiting, following)


def _newest(rows: QuerySet[Any], abouts: Sequence[str]) -> dict[str, list[Any]]:
    """By what they are about, the newest MOST_OF_ONE of each, in one query."""
    answer = "feedback__answer"
    place = Window(RowNumber(), partition_by="about", order_by=("-proposed_at", "-id"))
    some = rows.filter(about__in=abouts).annotate(place=place).filter(place__lte=MOST_OF_ONE)
    some = some.select_related(answer, "feedback__team", "feedback__placement__issue__project")
    some = some.prefetch_related(f"{answer}__citations__source", "feedback__spans")
    found: dict[str, list[Any]] = defaultdict(list)
    for row in some.order_by("place"):
        found[row.about].append(row)
    return found


def _card(member: Member, found: Sequence[Any], today: date) -> Card:
    newest = found[0].feedback
    question = newest.answer.question
    place = getattr(newest, "placement", None)
    living = VerifiedAnswer.objects.of(member.project).exclude(state="retired").defer("vector")
    return Card(
        question=question,
        answer=newest.answer.text,
        sides=_sides(member, found, today),
        issue=place.issue if place else None,
        verified=living.filter(question_key=question_key(question)).first() if question else None,
        more=len(found) == MOST_OF_ONE,
    )


def _sides(member: Member, found: Sequence[Any], today: date) -> list[list[Proposed]]:
    """Texts that say the same together, those of most people first."""
    by_text: dict[str, list[Any]] = defaultdict(list)
    for row in found:
        by_text[row.text.strip()].append(row)
    reviews = _reviews(member.project, {row.key for row in found})
    shown: list[list[Proposed]] = []
    for side in sides(_correcting(row) for row in found):
        texts = [by_text.pop(text) for text in side.wordings if text in by_text]
        shown.append(
            [_proposed(member, rows, reviews, today, disputed=side.disputed) for rows in texts]
        )
    rest = [[_proposed(member, rows, reviews, today, disputed=False)] for rows in by_text.values()]
    return [side for side in (*shown, *rest) if side]


def _correcting(row: Correction) -> Correcting:
    word = row.feedback
    marks = tuple((span.start, span.end) for span in word.spans.all())
    team = word.team.name if word.team else ""
    return Correcting(word.pk, word.voter, team, str(word.answer_id), row.text, marks)


def _proposed(
    member: Member,
    rows: Sequence[Any],
    reviews: Mapping[str, Sequence[CorrectionReview]],
    today: date,
    *,
    disputed: bool,
) -> Proposed:
    newest = rows[0]
    word = newest.feedback
    given = reviews.get(newest.key, [])
    return Proposed(
        key=newest.key,
        correction=newest,
        people=len({row.feedback.voter for row in rows}),
        teams=_teams(rows),
        diff=correction_diff(
            correction=newest.text,
            answer=word.answer.text,
            quotes=[span.quote for span in word.spans.all()],
        ),
        cited=_cited(word.answer.citations.all(), today),
        disputed=disputed,
        given=len(given),
        mine=next((one for one in given if one.reviewer_id == member.pk), None),
        shown=list(given) if len(given) > 1 else [],
    )


def _reviews(project: Project, keys: Iterable[str]) -> dict[str, list[CorrectionReview]]:
    found: dict[str, list[CorrectionReview]] = defaultdict(list)
    for row in standing_reviews(project).filter(key__in=list(keys)).order_by("id"):
        found[row.key].append(row)
    return found


def _teams(rows: Sequence[Correction]) -> list[tuple[str, int]]:
    voters: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.feedback.team:
            voters[row.feedback.team.name].add(row.feedback.voter)
    return sorted(((name, len(who)) for name, who in voters.items()), key=lambda t: (-t[1], t[0]))


def _cited(citations: Iterable[Citation], today: date) -> list[Cited]:
    """Each source once."""
    once: dict[UUID, Citation] = {}
    for citation in citations:
        once.setdefault(citation.source_id, citation)
    return [
        Cited(
            one,
            freshness(
                status=one.source.status, approved_until=one.source.approved_until, today=today
            ),
        )
        for one in once.values()
    ]
