"""The complaints of an issue, as people read them: by answer, and what they say is right."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from feedback.models import Answer, Citation, Feedback, Reason
from triage.issues.diffs import Diff, correction_diff
from triage.issues.folding import folded
from triage.issues.freshness import Freshness, freshness
from triage.issues.marking import Mark, Piece, abridged, marked_pieces
from triage.issues.queries.corrections import SideShown, sides_of
from triage.issues.queries.window import Window, complaints_among, window_of
from triage.models import Issue


@dataclass(frozen=True)
class Complaint:
    """One person's word: `quotes` are what they marked that the answer shows no more, `flags` what
    they say of sources. `diff` is the correction as changes, where it rewrites the answer. `home`
    is the issue that it stands in, where that is another one."""

    id: UUID
    given_at: datetime
    rating: int
    reasons: list[str]
    comment: str
    question: str
    quotes: list[str]
    flags: list[str]
    correction: str
    diff: Diff | None
    team: str
    cohort: str
    release: str
    confidence: float | None
    why_here: str
    home: str


@dataclass(frozen=True)
class Voice:
    """Complaints that say nearly the same of one answer, or no more than their reasons: the newest
    of them, and the others. `reasons` are those of all, with how many gave each."""

    newest: Complaint
    others: list[Complaint]
    reasons: list[tuple[str, int]]

    @property
    def ids(self) -> str:
        return ",".join(str(one.id) for one in (self.newest, *self.others))

    @property
    def count(self) -> int:
        return 1 + len(self.others)

    @property
    def silent(self) -> bool:
        return not (self.newest.comment or self.newest.correction or self.newest.flags)


@dataclass(frozen=True)
class Cited:
    citation: Citation
    freshness: Freshness


@dataclass(frozen=True)
class AnswerGroup:
    """What was answered, with what people of this window say of it. `answer` is the newest of
    those with these words; `questions` are what was asked, the commonest first."""

    answer: Answer
    questions: list[str]
    pieces: list[Piece]
    cited: list[Cited]
    voices: list[Voice]
    people: int

    @property
    def ids(self) -> str:
        return ",".join(voice.ids for voice in self.voices)

    @property
    def count(self) -> int:
        return sum(voice.count for voice in self.voices)

    @property
    def whys(self) -> list[tuple[str, int]]:
        """Why its complaints are in this issue, with how many are for that."""
        all_of_them = [one for voice in self.voices for one in (voice.newest, *voice.others)]
        return Counter(one.why_here for one in all_of_them).most_common(20)


@dataclass(frozen=True)
class ComplaintPage:
    """Some complaints by answer, and on the first page of a window the corrections of all of it;
    see `Window`. `read`: how many complaints the window has; `answers`: about how many answers."""

    groups: list[AnswerGroup]
    sides: list[SideShown]
    read: int
    answers: int
    next: str

    @property
    def disputed(self) -> bool:
        return any(side.disputed for side in self.sides)


def complaints_of(*, issue: Issue, today: date, cursor: str = "") -> ComplaintPage:
    """One page of the issue's complaints. FilterRefusedError for a bad cursor."""
    window = window_of(issue, cursor)
    return ComplaintPage(
        groups=_groups(issue, window, today),
        sides=sides_of(window) if window.first else [],
        read=len(window.about),
        answers=window.answers,
        next=window.next,
    )


def _groups(issue: Issue, window: Window, today: date) -> list[AnswerGroup]:
    ids = [pk for _, group in window.groups for pk in group]
    rows: dict[str, list[Feedback]] = {key: [] for key, _ in window.groups}
    for row in complaints_among(issue, ids):
        rows[window.about[row.pk]].append(row)
    cited = _cited([group[0].answer for group in rows.values() if group], today)
    labels = dict(Reason.objects.of(issue.project).values_list("code", "label"))
    return [_group(issue, group, cited, labels) for group in rows.values() if group]


def _cited(answers: Sequence[Answer], today: date) -> dict[UUID, list[Cited]]:
    found: dict[UUID, list[Cited]] = {answer.pk: [] for answer in answers}
    for citation in Citation.objects.filter(answer__in=answers).select_related("source"):
        source = citation.source
        word = freshness(status=source.status, approved_until=source.approved_until, today=today)
        found[citation.answer_id].append(Cited(citation, word))
    return found


def _group(
    issue: Issue,
    rows: Sequence[Feedback],
    cited: dict[UUID, list[Cited]],
    labels: dict[str, str],
) -> AnswerGroup:
    answer = rows[0].answer
    marks = [Mark(span.start, span.end, row.voter) for row in rows for span in row.spans.all()]
    asked = Counter(row.answer.question for row in rows if row.answer.question)
    return AnswerGroup(
        answer=answer,
        questions=[question for question, _ in asked.most_common()],
        pieces=abridged(marked_pieces(answer.text, marks)),
        cited=cited[answer.pk],
        voices=_voices([_complaint(issue, row, labels) for row in rows]),
        people=len({row.voter for row in rows}),
    )


def _voices(complaints: Sequence[Complaint]) -> list[Voice]:
    """Those with most to read first: who says the same in more words than their reasons."""
    said = [f"{one.comment}\n{one.correction}\n{' '.join(one.flags)}" for one in complaints]
    voices = []
    for group in folded(said):
        same = [complaints[place] for place in group]
        reasons = Counter(reason for one in same for reason in one.reasons)
        voices.append(Voice(same[0], same[1:], reasons.most_common()))
    return sorted(voices, key=lambda voice: (voice.silent, -voice.count))


def _complaint(issue: Issue, row: Feedback, labels: dict[str, str]) -> Complaint:
    answer = row.answer
    correction = row.correction.text if hasattr(row, "correction") else ""
    quotes = [span.quote for span in row.spans.all()]
    return Complaint(
        id=row.pk,
        given_at=row.given_at,
        rating=row.rating,
        reasons=[labels.get(code, code) for code in row.reasons],
        comment=row.comment,
        question=answer.question,
        quotes=[quote for quote in quotes if quote not in answer.text],
        flags=sorted(str(flag) for flag in row.flags.all()),
        correction=correction,
        diff=correction_diff(correction=correction, answer=answer.text, quotes=quotes)
        if correction
        else None,
        team=row.team.name if row.team else "",
        cohort=row.cohort.name if row.cohort else "",
        release=answer.release.name if answer.release else "",
        confidence=answer.confidence,
        why_here=row.placement.why,
        home="" if row.placement.issue_id == issue.pk else row.placement.issue.short_id,
    )
