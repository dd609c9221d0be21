"""Answers that were sure of themselves, and that somebody corrected: incidents of trust. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from triage.clustering.emptiness import Says, judge
from triage.findings.found import HIGH, URGENT, Found, Heard, Window, counted

# By its own word at most one in ten such answers may be wrong.
SURE_FROM = 0.9
# One person may err. That so many know better is urgent.
MANY = 5

DEFINITION = (
    f"Answers that stated a confidence of {SURE_FROM:.0%} or more and did not abstain, and that a"
    " reader complained of with a correction in words that differ from the answer's; out of all"
    " answers as sure. Complaints that stand in one issue make one incident."
)


@dataclass(frozen=True)
class Corrected:
    """A complaint with a correction of an answer that was as sure as `confidence` (0 to 1).

    `subject` names the incident that it belongs to, and `topic` says what that is about.
    """

    heard: Heard
    subject: str
    topic: str
    answer: UUID
    confidence: float
    text: str
    correction: str


def confident_wrong(corrected: Iterable[Corrected], *, sure: int, window: Window) -> list[Found]:
    """One finding for each subject; `sure` is how many answers of the window were as sure."""
    incidents: dict[str, list[Corrected]] = {}
    for one in corrected:
        if one.confidence >= SURE_FROM and _says_otherwise(one):
            incidents.setdefault(one.subject, []).append(one)
    return [_found(same, sure, window) for same in incidents.values()]


def _says_otherwise(one: Corrected) -> bool:
    changed = _plain(one.correction) != _plain(one.text)
    return changed and judge(one.correction) is Says.SOMETHING


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _found(same: list[Corrected], sure: int, window: Window) -> Found:
    latest = max(same, key=lambda one: one.heard.at)
    heard = tuple(one.heard for one in same)
    people = len({one.voter for one in heard})
    answers = len({one.answer for one in same})
    least, most = min(one.confidence for one in same), max(one.confidence for one in same)
    stated = f"{least:.0%}" if f"{least:.0%}" == f"{most:.0%}" else f"{least:.0%} to {most:.0%}"
    return Found(
        subject=latest.subject,
        title=f"Sure of itself, and corrected: {latest.topic}"[:200],
        says=(
            f"{counted(people, 'person', 'people')} corrected {counted(answers, 'answer')}"
            f" that stated to be {stated} sure."
        ),
        definition=DEFINITION,
        window=window,
        figures=(
            ("Stated confidence", stated),
            ("Answers corrected", f"{answers:,} of {sure:,} as sure"),
            ("Corrections", f"{len(same):,} by {counted(people, 'person', 'people')}"),
        ),
        heard=heard,
        first_seen=min(one.at for one in heard),
        last_seen=max(one.at for one in heard),
        priority=URGENT if people >= MANY else HIGH,
    )
