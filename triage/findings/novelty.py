"""Questions far from anything that the pilot asked, and whether they fare worse. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from triage.embedding.vectors import Vectors
from triage.findings.found import MEDIUM, Found, Heard, Window, by_whom
from triage.statistics import Lift, lift

SUBJECT = "pilot"
# As far as only one in twenty of the pilot's own questions is from all its others.
FAR_SHARE = 0.05
LEAST_ASKED, LEAST_PEOPLE = 50, 5
# It is looked at every hour: stricter than the usual 95%.
LEVEL = 0.99
EXAMPLES = 3
_BLOCK = 2000

DEFINITION = (
    "The baseline is what the first cohort asked until the second one began. A question is new"
    " when it is further from all of those than nineteen in twenty of them are from each other"
    " (cosine of static word vectors, each question's nearest other one). Of the answers to new"
    " questions and to familiar ones, the share that was complained of; with the ratio's"
    f" {LEVEL:.0%} interval. Found when that lies above 1, from {LEAST_ASKED} questions on each"
    f" side and {LEAST_PEOPLE} people on."
)


@dataclass(frozen=True)
class Asked:
    """An answer's question, and the complaints about the answer."""

    question: str
    heard: tuple[Heard, ...]


def reach_of(baseline: Vectors) -> float:
    """The least likeness (cosine) that a question has to the nearest of the baseline's when it is
    no newer than that baseline's own are to one another. Two rows at least, of length 1."""
    return float(np.quantile(nearest_in(baseline, baseline, leave_out=True), FAR_SHARE))


def are_new(asked: Vectors, baseline: Vectors) -> npt.NDArray[np.bool_]:
    """For each row, whether the question is new."""
    return np.asarray(nearest_in(asked, baseline, leave_out=False) < reach_of(baseline))


def nearest_in(rows: Vectors, baseline: Vectors, *, leave_out: bool) -> npt.NDArray[np.float32]:
    """The cosine of each row to its nearest in the baseline; `leave_out` where they are the same
    rows, and each one's self does not count."""
    likest = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        likeness = rows[start : start + _BLOCK] @ baseline.T
        if leave_out:
            places = np.arange(len(likeness))
            likeness[places, places + start] = -1
        likest[start : start + _BLOCK] = likeness.max(axis=1)
    return likest


def novelty(
    asked: Sequence[Asked], new: Sequence[bool], *, baseline: int, window: Window
) -> list[Found]:
    """One finding where new questions fare worse; none where they don't, or it is too early to
    tell. `new` says so of each of `asked`; `baseline` is how many questions it was told by."""
    fresh = [one for one, is_new in zip(asked, new, strict=True) if is_new]
    heard = tuple(complaint for one in fresh for complaint in one.heard)
    known = len(asked) - len(fresh)
    people = len({complaint.voter for complaint in heard})
    if min(baseline, len(fresh), known) < LEAST_ASKED or people < LEAST_PEOPLE:
        return []
    complained = sum(bool(one.heard) for one in fresh)
    others = sum(bool(one.heard) for one in asked) - complained
    times = lift((complained, len(fresh)), (others, known), level=LEVEL)
    if times.low <= 1:
        return []
    shares = (complained, len(fresh)), (others, known)
    return [_found(fresh, heard, shares, times, baseline=baseline, window=window)]


def _found(
    fresh: Sequence[Asked],
    heard: tuple[Heard, ...],
    shares: tuple[tuple[int, int], tuple[int, int]],
    times: Lift,
    *,
    baseline: int,
    window: Window,
) -> Found:
    (complained, new), (others, known) = shares
    rate, usual = f"{complained / new:.1%}", f"{others / known:.1%}"
    examples = list(dict.fromkeys(one.question for one in fresh if one.heard))[:EXAMPLES]
    return Found(
        subject=SUBJECT,
        title="Questions that the pilot never asked fare worse",
        says=(
            f"{new / (new + known):.0%} of questions are unlike any of the pilot's. {rate} of the"
            f" answers to those are complained of, against {usual} of the others; {by_whom(heard)}."
        ),
        definition=DEFINITION,
        window=window,
        figures=(
            ("New questions", f"{new:,} of {new + known:,}; {complained:,} complained of"),
            ("Familiar questions", f"{known:,}; {others:,} complained of"),
            ("Times as often", f"{times.ratio:.1f} ({times.low:.1f} to {times.high:.1f})"),
            ("Questions of the pilot", f"{baseline:,}"),
            *(("For example", f"“{question[:120]}”") for question in examples),
        ),
        heard=heard,
        first_seen=min(one.at for one in heard),
        last_seen=max(one.at for one in heard),
        priority=MEDIUM,
    )
