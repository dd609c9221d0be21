"""Gathers what a batch of words comes to, then writes it with a few statements."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from feedback.models import Announcement, Correction, Feedback, FeedbackRevision, MarkedSpan

COLUMNS = ("rating", "reasons", "comment", "withdrawn")
_REVISED = (*COLUMNS, "complains", "revision", "recorded_at")


@dataclass(frozen=True)
class Said:
    """The content of a word: what makes two words the same."""

    rating: int
    reasons: tuple[str, ...]
    comment: str
    correction: str
    spans: tuple[tuple[int, int, str], ...]
    withdrawn: bool

    @property
    def columns(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in COLUMNS}, "reasons": list(self.reasons)}


@dataclass
class Word:
    """A stored or coming row with its content."""

    row: Feedback
    said: Said


@dataclass
class Pen:
    """Everything that will be written for a batch."""

    new: dict[UUID, Word] = field(default_factory=dict)
    revised: dict[UUID, Word] = field(default_factory=dict)
    revisions: list[FeedbackRevision] = field(default_factory=list)
    announcements: dict[UUID, Announcement] = field(default_factory=dict)

    def write(self, word: Word, *, event_id: str | None, given_at: datetime, tell: bool) -> None:
        """Take down one revision of a word; `tell` when the floors above must hear of it."""
        row = word.row
        if row.revision == 1:
            self.new[row.id] = word
        elif row.id not in self.new:
            self.revised[row.id] = word
        self.revisions.append(
            FeedbackRevision(
                project_id=row.project_id,
                feedback=row,
                number=row.revision,
                event_id=event_id,
                given_at=given_at,
                recorded_at=row.recorded_at,
                correction=word.said.correction,
                spans=[list(span) for span in word.said.spans],
                **word.said.columns,
            )
        )
        if tell:
            self.announcements[row.id] = Announcement(
                project_id=row.project_id, feedback=row, announced_at=row.recorded_at
            )

    def save(self) -> bool:
        """Write it all. Whether there was anything to write."""
        if not self.revisions:
            return False
        Feedback.objects.bulk_create(word.row for word in self.new.values())
        Feedback.objects.bulk_update((word.row for word in self.revised.values()), _REVISED)
        FeedbackRevision.objects.bulk_create(self.revisions)
        self._save_details()
        Announcement.objects.bulk_create(self.announcements.values())
        return True

    def _save_details(self) -> None:
        if self.revised:
            Correction.objects.filter(feedback__in=self.revised).delete()
            MarkedSpan.objects.filter(feedback__in=self.revised).delete()
        words = [*self.new.values(), *self.revised.values()]
        Correction.objects.bulk_create(
            Correction(feedback=w.row, text=w.said.correction, proposed_at=w.row.recorded_at)
            for w in words
            if w.said.correction
        )
        MarkedSpan.objects.bulk_create(
            MarkedSpan(feedback=w.row, start=start, end=end, quote=quote)
            for w in words
            for start, end, quote in w.said.spans
        )
