"""Gathers what a batch of words comes to, then writes it with a few statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from feedback.capture.judgement import complains
from feedback.models import (
    Announcement,
    Correction,
    Feedback,
    FeedbackRevision,
    MarkedSpan,
)
from feedback.models.base import new_id
from feedback.models.bulk import as_json, copy_rows, update_rows

Span = tuple[int, int, str]


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
    def columns(self) -> dict[str, Any]:
        """What a word and its revisions have in common, as it is copied in."""
        return {
            "rating": self.rating,
            "reasons": f"{{{','.join(self.reasons)}}}",  # slugs, so an array without quotes
            "comment": self.comment,
            "withdrawn": self.withdrawn,
        }


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

    project_id: str
    channel: str
    new: dict[UUID, Word] = field(default_factory=dict)
    revised: dict[UUID, Word] = field(default_factory=dict)
    revisions: list[dict[str, Any]] = field(default_factory=list)
    announced: dict[UUID, Word] = field(default_factory=dict)

    def write(self, word: Word, *, event_id: str | None, tell: bool) -> None:
        """Take down a word as it now is; `tell` when the floors above must hear of it."""
        if word.revision == 1:
            self.new[word.id] = word
        elif word.id not in self.new:
            self.revised[word.id] = word
        self.revisions.append(
            {
                "id": new_id(),
                "project_id": self.project_id,
                "feedback_id": word.id,
                "number": word.revision,
                "event_id": event_id,
                "given_at": word.said_at,
                "recorded_at": word.recorded_at,
                "correction": word.said.correction,
                "spans": as_json(word.said.spans) if word.said.spans else "[]",
                **word.said.columns,
            }
        )
        if tell:
            self.announced[word.id] = word

    def save(self) -> bool:
        """Write it all. Whether there was anything to write."""
        if not self.revisions:
            return False
        copy_rows(Feedback, [self._row(word) for word in self.new.values()])
        if self.revised:
            self._save_revised()
        copy_rows(FeedbackRevision, self.revisions)
        self._save_details()
        copy_rows(
            Announcement,
            [
                {
                    "id": new_id(),
                    "project_id": self.project_id,
                    "feedback_id": word.id,
                    "announced_at": word.recorded_at,
                }
                for word in self.announced.values()
            ],
        )
        return True

    def _row(self, word: Word) -> dict[str, Any]:
        return {
            "id": word.id,
            "project_id": self.project_id,
            "answer_id": word.answer_id,
            "person_id": word.person_id,
            "voter": word.voter,
            "team_id": word.team_id,
            "cohort_id": word.cohort_id,
            "channel": self.channel,
            "complains": word.complains,
            "revision": word.revision,
            "given_at": word.given_at,
            "recorded_at": word.recorded_at,
            **word.said.columns,
        }

    def _save_revised(self) -> None:
        update_rows(
            Feedback,
            [
                {
                    "id": word.id,
                    "rating": word.said.rating,
                    "reasons": word.said.reasons,
                    "comment": word.said.comment,
                    "withdrawn": word.said.withdrawn,
                    "complains": word.complains,
                    "revision": word.revision,
                    "recorded_at": word.recorded_at,
                }
                for word in self.revised.values()
            ],
        )
        Correction.objects.filter(feedback__any=self.revised).delete()
        MarkedSpan.objects.filter(feedback__any=self.revised).delete()

    def _save_details(self) -> None:
        words = [*self.new.values(), *self.revised.values()]
        copy_rows(
            Correction,
            [
                {
                    "id": new_id(),
                    "feedback_id": word.id,
                    "text": word.said.correction,
                    "proposed_at": word.recorded_at,
                }
                for word in words
                if word.said.correction
            ],
        )
        copy_rows(
            MarkedSpan,
            [
                {"id": new_id(), "feedback_id": word.id, "start": start, "end": end, "quote": quote}
                for word in words
                for start, end, quote in word.said.spans
            ],
        )
