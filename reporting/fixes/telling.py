"""What has become of fixes, in words. Pure."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from reporting.metrics.figures import Figure, Status


class Outcome(StrEnum):
    """What a fix has come to, the best first."""

    VERIFIED = "verified"
    TOO_EARLY = "too early to tell"
    WAITING = "not in force yet"
    REOPENED = "reopened or taken back"
    NO_BETTER = "no better"
    WORSE = "worse"


# How each is drawn: one hue for each meaning, and a shape beside it.
HUES = {
    Outcome.VERIFIED: ("use", "circle"),
    Outcome.NO_BETTER: ("harm", "square"),
    Outcome.WORSE: ("harm", "triangle-up"),
    Outcome.TOO_EARLY: ("quiet", "diamond"),
    Outcome.REOPENED: ("quiet", "cross"),
    Outcome.WAITING: ("quiet", "diamond"),
}


def outcome_of(kept: str, withdrawn_at: datetime | None, in_force_at: datetime | None) -> Outcome:
    """From a fix's row. What was found wanting is so, though it was withdrawn then."""
    if kept in {"verified", "no_better", "worse"}:
        return Outcome(kept.replace("_", " "))
    if withdrawn_at:
        return Outcome.REOPENED
    return Outcome.TOO_EARLY if in_force_at else Outcome.WAITING


def summary(counts: Mapping[Outcome, int]) -> str:
    """ "Of 14 fixes 6 are verified, 2 no better, 6 too early to tell." """
    total = sum(counts.values())
    parts = [f"{counts[one]} {one}" for one in Outcome if counts.get(one)]
    if total == 1:
        return f"One fix was made: {', '.join(parts).removeprefix('1 ')}."
    return f"Of {total:,} fixes {', '.join(parts)}."


def figure_of(proof: Mapping[str, Any]) -> Figure:
    """What a fix left, as it was measured last."""
    answers = proof["since"]["answers"] if proof else 0
    if not proof or proof["left"] is None:
        return Figure(Status.TOO_EARLY, denominator=answers)
    return Figure(
        Status.OK, denominator=answers, value=proof["left"], interval=(proof["low"], proof["high"])
    )


def needed(outcome: Outcome, proof: Mapping[str, Any]) -> str:
    """How many more answers it takes to tell."""
    if outcome is not Outcome.TOO_EARLY:
        return ""
    if not proof:
        return "not measured yet"
    if proof["left"] is None:
        return "never: nobody else complained before"
    if proof["needed"] is None:
        return "not soon: too few ask"
    return f"about {proof['needed']:,}" if proof["needed"] else "none: those asked call it wrong"
