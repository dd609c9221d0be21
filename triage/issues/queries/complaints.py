"""The complaints of an issue, as people read them: by answer, and what they say is right."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from feedback.models import Answer, Citation, MarkedSpan, Reason, SourceFlag
from triage.issues.diffs import Diff, correction_diff
from triage.issues.folding import folded
from triage.issues.freshness import Freshness, freshness
from triage.issues.marking import Mark, Piece, abridged, marked_pieces
from triage.issues.queries.corrections import SideShown, side_shown, sides_of
from triage.issues.queries.window import VOICES, VOICES_ALONE, Said, Window, window_of
from triage.models import Issue

Flags = Mapping[UUID, list[str]]


@dataclass(frozen=True)
class Voice:
    """Complaints that say nearly the same of one answer, or no more than their reasons: the newest
    of them, and the others. `reasons` are those of all, with how many gave each.

    Of the newest: `quotes` are what they marked that the answer shows no more, `flags` what they
    say of sources, `diff` the correction as changes, where it rewrites the answer.
    """

    newest: Said
    others: list[Said]
    reasons: list[tuple[str, int]]
    quotes: list[str]
    flags: list[str]
    diff: Diff | None

    @property
    def ids(self) -> str:
        return _ids([self.newest, *self.others])

    @property
    def count(self) -> int:
        return 1 + len(self.others)

    @property
    def silent(self) -> bool:
        return not (self.newest.comment or self.newest.correction or self.flags)


@dataclass(frozen=True)
class Cited:
    citation: Citation
    freshness: Freshness


@dataclass(frozen=True)
class AnswerGroup:
    """What was answered, with what people of this window say of it. `answer` are its words;
    `cited` is of the newest of those with these words; `questions` are what was asked, the
    commonest first. Of its voices some are shown; `left` more follow at the cursor `more`."""

    answer: str
    said: list[Said]
    questions: list[str]
    pieces: list[Piece]
    cited: list[Cited]
    voices: list[Voice]
    left: int
    more: str

    @property
    def ids(self) -> str:
        return _ids(self.said)

    @property
    def count(self) -> int:
        return len(self.said)

    @property
    def people(self) -> int:
        return len({one.voter for one in self.said})

    @property
    def whys(self) -> list[tuple[str, int]]:
        """Why its complaints are in this issue, with how many are for that."""
        return Counter(one.why for one in self.said).most_common(20)


@dataclass(frozen=True)
class ComplaintPage:
    """Some complaints by answer, and on the first page of a window the corrections of all of it;
    see `Window`. `read`: how many complaints the window has; `answers`: about how many answers;
    `alone`: one answer with more of its voices."""

    groups: list[AnswerGroup]
    sides: list[SideShown]
    read: int
    answers: int
    alone: bool
    next: str

    @property
    def corrects(self) -> bool:
        """Whether somebody here says what is right."""
        return any(one.correction for group in self.groups for one in group.said)

    @property
    def disputed(self) -> bool:
        return any(side.disputed for side in self.sides)


def complaints_of(*, issue: Issue, today: date, cursor: str = "") -> ComplaintPage:
    """One page of the issue's complaints. FilterRefusedError for a bad cursor."""
    window = window_of(issue, cursor)
    shown = _Shown(issue, window, today)
    return ComplaintPage(
        groups=shown.groups(),
        sides=shown.sides(),
        read=len(window.said),
        answers=window.answers,
        alone=bool(window.at.alone),
        next=window.next,
    )


class _Shown:
    """What a page shows of a window, with all that it takes read in a few queries."""

    def __init__(self, issue: Issue, window: Window, today: date) -> None:
        self._groups, self._at = window.groups, window.at
        self._said = {one.id: one for one in window.said}
        begins = not (window.at.alone or window.at.skip)
        corrected = [one for one in window.said if one.correction and begins]
        ids = {one.id for group in window.groups for one in group}
        self._spans: dict[UUID, list[MarkedSpan]] = defaultdict(list)
        marked = ids.union(one.id for one in corrected)
        for span in MarkedSpan.objects.filter(feedback__in=marked):
            self._spans[span.feedback_id].append(span)
        self._flags: dict[UUID, list[str]] = defaultdict(list)
        for flag in SourceFlag.objects.filter(feedback__in=ids).select_related("source"):
            self._flags[flag.feedback_id].append(str(flag))
        self._sides = sides_of(corrected, self._spans)
        answers = [group[0].answer for group in window.groups]
        self._cited = _cited(answers, today)
        answers += [self._said[side.example.feedback].answer for side in self._sides]
        self._texts = dict(Answer.objects.filter(pk__in=answers).values_list("pk", "text"))
        self._labels = dict(Reason.objects.of(issue.project).values_list("code", "label"))

    def groups(self) -> list[AnswerGroup]:
        return [self._group(said) for said in self._groups]

    def sides(self) -> list[SideShown]:
        found = []
        for side in self._sides:
            example = side.example.feedback
            answer, quotes = self._texts[self._said[example].answer], self._quotes(example)
            found.append(side_shown(side, answer=answer, quotes=quotes))
        return found

    def _quotes(self, feedback: UUID) -> list[str]:
        return [span.quote for span in self._spans[feedback]]

    def _group(self, said: list[Said]) -> AnswerGroup:
        answer = self._texts[said[0].answer]
        marks = [Mark(s.start, s.end, one.voter) for one in said for s in self._spans[one.id]]
        asked = Counter(one.question for one in said if one.question)
        begin = self._at.voices
        end = begin + (VOICES_ALONE if self._at.alone else VOICES)
        voices = self._voices(said)
        return AnswerGroup(
            answer=answer,
            said=said,
            questions=[question for question, _ in asked.most_common()],
            pieces=abridged(marked_pieces(answer, marks)),
            cited=self._cited[said[0].answer],
            voices=[self._voice(same, answer) for same in voices[begin:end]],
            left=max(0, len(voices) - end),
            more=str(self._at._replace(alone=said[0].about, voices=end)),
        )

    def _voices(self, said: Sequence[Said]) -> list[list[Said]]:
        """Those with most to read first: who says the same in more words than their reasons."""
        texts = [
            f"{one.comment}\n{one.correction or ''}\n{' '.join(sorted(self._flags[one.id]))}"
            for one in said
        ]
        alike = folded(texts)
        alike.sort(key=lambda group: (not texts[group[0]].strip(), -len(group)))
        return [[said[place] for place in group] for group in alike]

    def _voice(self, same: Sequence[Said], answer: str) -> Voice:
        newest = same[0]
        quotes = self._quotes(newest.id)
        reasons = Counter(self._labels.get(code, code) for one in same for code in one.reasons)
        diff = None
        if newest.correction:
            diff = correction_diff(correction=newest.correction, answer=answer, quotes=quotes)
        return Voice(
            newest=newest,
            others=list(same[1:]),
            reasons=reasons.most_common(),
            quotes=[quote for quote in quotes if quote not in answer],
            flags=sorted(self._flags[newest.id]),
            diff=diff,
        )


def _cited(answers: Sequence[UUID], today: date) -> dict[UUID, list[Cited]]:
    found: dict[UUID, list[Cited]] = {answer: [] for answer in answers}
    for citation in Citation.objects.filter(answer__in=answers).select_related("source"):
        source = citation.source
        word = freshness(status=source.status, approved_until=source.approved_until, today=today)
        found[citation.answer_id].append(Cited(citation, word))
    return found


def _ids(said: Sequence[Said]) -> str:
    return ",".join(str(one.id) for one in said)
