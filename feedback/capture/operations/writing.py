"""Gathers what a batch of words comes to, then writes it with a few statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from feedback.capture.judgement import complains
from feedback.models import (
    Announcement,
    Correction,
    Feedback,
    FeedbackRevision,
    MarkedSpan,
    Project,
)
from feedback.models.base import uuid7
from feedback.models.bulk import copy_in

Span = tuple[int, int, str]

_SAID = ("rating", "reasons", "comment", "withdrawn")
_WORD = (
    "id",
    "project_id",
    "answer_id",
    "person_id",
    "voter",
    "team_id",
    "cohort_id",
    "channel",
    "complains",
    "revision",
    "given_at",
    "recorded_at",
    *_SAID,
)
_REVISION = (
    "id",
    "project_id",
    "feedback_id",
    "number",
    "event_id",
    "given_at",
    "recorded_at",
    "correction",
    "spans",
    *_SAID,
)
_REVISED = (*_SAID, "complains", "revision", "recorded_at")


class Said(NamedTuple):
    """The content of a word: what makes two words the same. Reasons and spans are in order."""

    rating: int
    reasons: tuple[str, ...]
    comment: str
    correction: str
    withdrawn: bool
    spans: tuple[Span, ...] = ()

    @property
    def complains(self) -> bool:
        return complains(
            rating=self.rating,
            reasons=self.reasons,
            correction=self.correction,
            withdrawn=self.withdrawn,
        )

    @property
    def columns(self) -> tuple[int, list[str], str, bool]:
        """The values of the columns that a word and its revisions share."""
        return self.rating, list(self.reasons), self.comment, self.withdrawn


@dataclass(slots=True)
class Word:
    """A voter's word on an answer, stored or coming. `said_at` is when it was last changed."""

    id: UUID
    answer_id: UUID
    voter: str
    said: Said
    given_at: datetime
    said_at: datetime
    recorded_at: datetime
    complains: bool
    revision: int = 1
    person_id: UUID | None = None
    team_id: UUID | None = None
    cohort_id: UUID | None = None

    def change(self, said: Said, *, said_at: datetime, now: datetime) -> bool:
        """Say something else. Whether the floors above must hear: it complains, or it did."""
        did_complain = self.complains
        self.said, self.said_at, self.recorded_at = said, said_at, now
        self.complains = said.complains
        self.revision += 1
        return did_complain or self.complains


@dataclass
class Pen:
    """Everything that will be written for a batch."""

    project: Project
    channel: str
    new: dict[UUID, Word] = field(default_factory=dict)
    revised: dict[UUID, Word] = field(default_factory=dict)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)
    announced: dict[UUID, Word] = field(default_factory=dict)

    def write(self, word: Word, *, event_id: str | None, tell: bool) -> None:
        """Take down a word as it now is; `tell` when the floors above must hear of it."""
        if word.revision == 1:
            self.new[word.id] = word
        elif word.id not in self.new:
            self.revised[word.id] = word
        self.revisions.append(
            (
                uuid7(),
                self.project.id,
                word.id,
                word.revision,
                event_id,
                word.said_at,
                word.recorded_at,
                word.said.correction,
                msgspec.json.encode(word.said.spans).decode() if word.said.spans else "[]",
                *word.said.columns,
            )
        )
        if tell:
            self.announced[word.id] = word

    def save(self) -> bool:
        """Write it all. Whether there was anything to write."""
        if not self.revisions:
            return False
        copy_in(Feedback, _WORD, (self._row(word) for word in self.new.values()))
        if self.revised:
            self._save_revised()
        copy_in(FeedbackRevision, _REVISION, self.revisions)
        self._save_details()
        if self.announced:
            copy_in(
                Announcement,
                ("id", "project_id", "feedback_id", "announced_at"),
                [(uuid7(), self.project.id, w.id, w.recorded_at) for w in self.announced.values()],
            )
        return True

    def _row(self, word: Word) -> tuple[Any, ...]:
        return (
            word.id,
            self.project.id,
            word.answer_id,
            word.person_id,
            word.voter,
            word.team_id,
            word.cohort_id,
            self.channel,
            word.complains,
            word.revision,
            word.given_at,
            word.recorded_at,
            *word.said.columns,
        )

    def _save_revised(self) -> None:
        rows = []
        for word in self.revised.values():
            values = (*word.said.columns, word.complains, word.revision, word.recorded_at)
            rows.append(Feedback(id=word.id, **dict(zip(_REVISED, values, strict=True))))
        Feedback.objects.bulk_update(rows, _REVISED)
        Correction.objects.filter(feedback__any=self.revised).delete()
        MarkedSpan.objects.filter(feedback__any=self.revised).delete()

    def _save_details(self) -> None:
        words = [*self.new.values(), *self.revised.values()]
        corrections = [
            (uuid7(), word.id, word.said.correction, word.recorded_at)
            for word in words
            if word.said.correction
        ]
        if corrections:
            copy_in(Correction, ("id", "feedback_id", "text", "proposed_at"), corrections)
        spans = [(uuid7(), word.id, *span) for word in words for span in word.said.spans]
        if spans:
            copy_in(MarkedSpan, ("id", "feedback_id", "start", "end", "quote"), spans)
