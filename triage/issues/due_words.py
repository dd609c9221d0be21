"""When an issue is due, in the fewest words. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.issues.wording import ago

SOON = timedelta(days=1)


@dataclass(frozen=True)
class DueWords:
    """`tone` is the chip's colour beside the words: "bad" for late, "warn" within a day."""

    words: str
    tone: str


def due_words(*, due_at: datetime | None, responded: bool, now: datetime) -> DueWords | None:
    """Of an open issue: "Response late 3 h", "Resolve in 2 d". None where nothing is due."""
    if due_at is None:
        return None
    noun, verb = ("Resolution", "Resolve") if responded else ("Response", "Respond")
    if due_at <= now:
        return DueWords(f"{noun} late {ago(due_at, now)}", "bad")
    left = ago(now, due_at)
    return DueWords(f"{verb} {'now' if left == 'now' else f'in {left}'}", _tone(due_at - now))


def _tone(left: timedelta) -> str:
    return "warn" if left < SOON else ""
