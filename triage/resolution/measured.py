"""What the days before and since a fix come to, as it is kept and shown. Pure."""

from collections.abc import Sequence
from typing import TypedDict

from triage.resolution.proof import Count, Day, Outcome, answers_needed, proof_of
from triage.statistics import newcombe, wilson


class Rate(TypedDict):
    """Answers, how many of them somebody complained of, and a 95% interval of that share."""

    complaints: int
    answers: int
    low: float
    high: float


class Measured(TypedDict):
    """`right` and `wrong` are how many of those who were asked say that it is right now, and that
    it is still wrong. `left` is what the fix left of the complaints, with its limits, and `needed`,
    about how many more answers it takes; none where nothing is known. The rates, and the difference
    of those of like questions, describe what was seen: the outcome doesn't rest on them."""

    outcome: str
    right: int
    wrong: int
    left: float | None
    low: float | None
    high: float | None
    needed: int | None
    days_before: int
    days_since: int
    before: Rate
    since: Rate
    others_before: Rate
    others_since: Rate
    difference: tuple[float, float, float] | None


def measured(
    before: Sequence[Day], since: Sequence[Day], *, right: int = 0, wrong: int = 0
) -> Measured:
    """Where nobody complained of like questions before, it is too early for ever; and what more of
    those who were asked call wrong than right is not called verified, whatever was counted."""
    like_before, like_since = _sum([d.alike for d in before]), _sum([d.alike for d in since])
    known = like_before.complaints > 0
    proof = proof_of(before, since) if known else None
    told = proof.outcome if proof else Outcome.TOO_EARLY
    return Measured(
        outcome=Outcome.TOO_EARLY if told == Outcome.VERIFIED and wrong > right else told,
        right=right,
        wrong=wrong,
        left=proof.left if proof else None,
        low=proof.low if proof else None,
        high=proof.high if proof else None,
        needed=answers_needed(before, since) if known else None,
        days_before=len(before),
        days_since=len(since),
        before=_rate(like_before),
        since=_rate(like_since),
        others_before=_rate(_sum([d.others for d in before])),
        others_since=_rate(_sum([d.others for d in since])),
        difference=_difference(like_before, like_since),
    )


def _sum(counts: Sequence[Count]) -> Count:
    return Count(sum(c.complaints for c in counts), sum(c.answers for c in counts))


def _rate(count: Count) -> Rate:
    low, high = wilson(part=count.complaints, whole=count.answers) if count.answers else (0.0, 1.0)
    return Rate(complaints=count.complaints, answers=count.answers, low=low, high=high)


def _difference(before: Count, since: Count) -> tuple[float, float, float] | None:
    """Of the shares, since less before, with a 95% interval."""
    if not before.answers or not since.answers:
        return None
    shares = (since.complaints, since.answers), (before.complaints, before.answers)
    low, high = newcombe(*shares)
    (y, n), (x, m) = shares
    return y / n - x / m, low, high
