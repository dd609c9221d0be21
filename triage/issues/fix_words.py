"""What an issue's fix is, since when it is in force and whether it works, in words. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any


def in_force(*, kind: str, release: str, in_force_at: datetime | None, now: datetime) -> str:
    """Since when answers have it, or what it waits for."""
    if kind == "wont_fix":
        return "Nothing is mended. It comes back if it escalates."
    if in_force_at is None:
        waits = release or "the next release"
        return f"Not in force yet: it waits until production answers with {waits}."
    day = f"{in_force_at:%Y-%m-%d %H:%M} UTC"
    since = "since" if in_force_at <= now else "from"
    return f"In force {since} {day}{f', with {release}' if release else ''}."


def outcome(kept: str, proof: Mapping[str, Any]) -> str:
    """Whether it works, by what was measured; "" where nothing was yet."""
    if not proof:
        return ""
    if proof["left"] is None:
        return "It can't be told: of like questions, nobody else complained before."
    words = _OUTCOMES[kept]
    if kept == "too_early" and proof["needed"] == 0:
        return f"{words}: by what was counted it works, but more of those asked call it wrong."
    return words if kept != "too_early" else f"{words}{_needed(proof['needed'])}."


_OUTCOMES = {
    "verified": "Verified: it took complaints away.",
    "no_better": "No better: it left more than half of the complaints.",
    "worse": "Worse: there are more complaints than without it.",
    "too_early": "Too early to tell",
}


def _needed(number: int | None) -> str:
    if number is None:
        return ", and not to be told soon: too few ask such questions, or too few complain"
    return f" (about {_about(number):,} more answers to like questions needed)"


def _about(number: int) -> int:
    """Two digits that count."""
    return number if number < 100 else round(number, 2 - len(str(number)))


def asked(proof: Mapping[str, Any]) -> str:
    """What those who complained say, asked whether it is right now."""
    right, wrong = proof.get("right", 0), proof.get("wrong", 0)
    if not right and not wrong:
        return ""
    return f"Asked whether it is right now, {right:,} said yes and {wrong:,} still wrong."


def left(proof: Mapping[str, Any]) -> str:
    """What the fix left of each complaint, with its limits."""
    if proof.get("left") is None:
        return ""
    low, high = _limit(proof["low"], 0.05, "less than 5%"), _limit(proof["high"], 5, "more")
    return f"{proof['left']:.0%} ({low} to {high})"


def _limit(share: float, end: float, beyond: str) -> str:
    return beyond if abs(share / end - 1) < 0.05 else f"{share:.0%}"


def rate(counted: Mapping[str, Any]) -> str:
    """ "12 of 340 answers: 3.5% (2.0 to 6.1%)"."""
    complaints, answers = counted["complaints"], counted["answers"]
    if not answers:
        return "no answers"
    low, high = 100 * counted["low"], 100 * counted["high"]
    share = 100 * complaints / answers
    return f"{complaints:,} of {answers:,}: {share:.1f}% ({low:.1f} to {high:.1f}%)"


def difference(proof: Mapping[str, Any]) -> str:
    """Of the rates of like questions, in points."""
    if proof.get("difference") is None:
        return ""
    value, low, high = (100 * number for number in proof["difference"])
    return f"{value:+.1f} points ({low:+.1f} to {high:+.1f})"
