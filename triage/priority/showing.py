"""An issue's priority as people and programs see it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from triage.priority.scoring import PARTS, Facts
from triage.priority.wording import ABOUT, NAMES, in_words, main_reasons

Stored = Mapping[str, Any]
# Whose word the priority is, by the names of Issue.PriorityBy.
WHOSE: Mapping[str, str] = {
    "person": "as a person said",
    "step": "raised when its time ran out",
    "rule": "by the ownership rule",
    "finding": "by the search that found it",
    "score": "from the score",
}


@dataclass(frozen=True)
class Part:
    """One part of a score. `value` is 0 to 1, `weight` 0 to 10, `adds` the points of the score
    that come from it."""

    part: str
    name: str
    about: str
    value: float
    weight: int
    adds: float
    says: str


def to_store(parts: Mapping[str, float], weights: Mapping[str, int], facts: Facts) -> Stored:
    """What an issue keeps of its score, so that it can be shown as it was reckoned."""
    return {"parts": dict(parts), "weights": dict(weights), "facts": asdict(facts)}


def parts_shown(stored: Stored) -> list[Part]:
    """In the order of PARTS; none before an issue is scored."""
    if not stored:
        return []
    parts, weights, facts = stored["parts"], stored["weights"], Facts(**stored["facts"])
    whole = sum(weights.values())
    return [
        Part(
            part=name,
            name=NAMES[name],
            about=ABOUT[name],
            value=parts[name],
            weight=weights[name],
            adds=round(100 * weights[name] * parts[name] / whole, 1) if whole else 0.0,
            says=in_words(name, facts),
        )
        for name in PARTS
    ]


def why(*, by: str, score: float, stored: Stored) -> str:
    """Whose word the priority is, and what the score comes from: "from the score 74: 31 people in
    4 teams; …"."""
    if not stored:
        return WHOSE[by]
    reasons = main_reasons(stored["parts"], stored["weights"], Facts(**stored["facts"]))
    number = f"{score:.0f}: {reasons}" if reasons else f"{score:.0f}"
    return f"{WHOSE[by]} {number}" if by == "score" else f"{WHOSE[by]}; the score is {number}"
