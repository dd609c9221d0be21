"""Sources that are cited though nobody approves of them any more. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from triage.findings.found import LOW, MEDIUM, Found, Heard, Window, by_whom, counted

DEFINITION = (
    "Answers given after the day until which the source was approved, and citing it, out of all"
    " answers of those weeks that cite any source."
)


@dataclass(frozen=True)
class Cited:
    """A source whose approval ended, and the answers that cited it after that in a window."""

    id: UUID
    title: str
    owner: str
    approved_until: date
    answers: int
    first: datetime
    last: datetime
    heard: tuple[Heard, ...]


def expired_sources(cited: Iterable[Cited], *, citing: int, window: Window) -> list[Found]:
    """One finding for each source; `citing` is how many answers of the window cite any.

    That is a fact and no estimate: one answer is enough.
    """
    return [_found(source, citing, window) for source in cited if source.answers]


def _found(source: Cited, citing: int, window: Window) -> Found:
    answers = counted(source.answers, "answer")
    complaints = by_whom(source.heard) if source.heard else "nobody complained of one so far"
    return Found(
        subject=str(source.id),
        title=f"Expired, and still cited: {source.title}"[:200],
        says=(
            f"The approval of “{source.title}” ended on {source.approved_until:%d %B %Y},"
            f" and {answers} of the last four weeks cited it; {complaints}."
        ),
        definition=DEFINITION,
        window=window,
        figures=(
            ("Approved until", f"{source.approved_until:%Y-%m-%d}"),
            ("Owner of the source", source.owner or "not stated"),
            ("Answers that cite it", f"{source.answers:,} of {citing:,} that cite any source"),
            ("Last cited", f"{source.last:%Y-%m-%d %H:%M} UTC"),
        ),
        heard=source.heard,
        first_seen=source.first,
        last_seen=max([source.last, *(complaint.at for complaint in source.heard)]),
        sources=(source.id,),
        priority=MEDIUM if source.heard else LOW,
    )
