"""Trust read off tallies: whether answers can be checked, and how abstentions fared. Pure.

The sources of an answer are judged by what was stated of them when it was given.
"""

from reporting.metrics.cited import ASKERS
from reporting.metrics.definition import Count, Definition, Metric, share
from reporting.rollups.tally import Tally
from reporting.trust.definitions import (
    BRIER,
    CALIBRATION_ERROR,
    DECLINE_BELOW,
    KEPT,
    MORE_COMPLAINED,
    OVERCONFIDENCE,
    RIGHT_IN_BIN,
    WRONG_KEPT,
)


def _users(tally: Tally) -> int:
    return tally.users


def _speakers(tally: Tally) -> int:
    return tally.speakers


_SPEAKERS = "people who gave feedback"


def _of_answered(
    *,
    name: str,
    title: str,
    definition: str,
    numerator: Count,
    counts: str,
    better: str,
    behind: str = "all",
) -> Metric:
    """A share of the answers that are no abstention."""
    return share(
        name=name,
        title=title,
        definition=f"{definition} Abstentions are left out.",
        numerator=numerator,
        counts=counts,
        denominator=lambda t: t.answered,
        out_of="answers that are no abstention",
        people=_users,
        people_are=ASKERS,
        better=better,
        behind=behind,
    )


CITED_SHARE = _of_answered(
    name="cited_share",
    title="With a source",
    definition="Answers that cite at least one source / answers.",
    numerator=lambda t: t.cited,
    counts="answers with a source",
    better="up",
)

COMPLETE_SHARE = _of_answered(
    name="complete_share",
    title="Complete sources",
    definition=(
        "Answers with sources, all of which had title, address and version, with the passage "
        "cited / answers."
    ),
    numerator=lambda t: t.complete,
    counts="answers with complete sources",
    better="up",
)

APPROVED_SHARE = _of_answered(
    name="approved_share",
    title="Approved sources",
    definition=(
        "Answers with sources, all of which were approved when the answer was given / answers."
    ),
    numerator=lambda t: t.approved,
    counts="answers with approved sources",
    better="up",
)

CURRENT_SHARE = _of_answered(
    name="current_share",
    title="Current sources",
    definition=(
        "Answers with sources, none of which was past the end of its approval on the day of the "
        "answer / answers. A source without an end counts as current."
    ),
    numerator=lambda t: t.current,
    counts="answers with current sources",
    better="up",
)

VERIFIABLE_SHARE = _of_answered(
    name="verifiable_share",
    title="Verifiable answers",
    definition=(
        "Answers with sources, all of which were complete, approved and current when the answer "
        "was given / answers."
    ),
    numerator=lambda t: t.verifiable,
    counts="answers that can be verified",
    better="up",
)

UNVERIFIED_ANSWERS = _of_answered(
    name="unverified_answers",
    title="Somebody couldn't verify",
    definition=(
        "Answers of which somebody said “I couldn't verify it” / answers. Most people say nothing, "
        "so the true share lies above."
    ),
    numerator=lambda t: t.unverified_answers,
    counts="answers that somebody couldn't verify",
    better="down",
    behind="unverified",
)

ABSTENTION_RATE = share(
    name="abstention_rate",
    title="Abstentions",
    definition="Answers that declined to answer / all answers.",
    numerator=lambda t: t.abstained,
    counts="abstentions",
    denominator=lambda t: t.answers,
    out_of="answers",
    people=_users,
    people_are=ASKERS,
    behind="abstained",
)

WRONG_ABSTENTIONS = share(
    name="wrong_abstentions",
    title="Wrongly declined",
    definition=(
        "Abstentions that somebody complained of / abstentions that anybody complained of or gave "
        "a thumb up. Most people say nothing of an abstention."
    ),
    numerator=lambda t: t.abstained_wrong,
    counts="abstentions complained of",
    denominator=lambda t: t.abstained_wrong + t.abstained_right,
    out_of="abstentions that people judged",
    people=_speakers,
    people_are=_SPEAKERS,
    better="down",
    behind="abstained",
)

UNDULY_ANSWERED = _of_answered(
    name="unduly_answered",
    title="Should have declined",
    definition=(
        "Answers of which somebody said that the assistant should have said it doesn't know / "
        "answers. Most people say nothing."
    ),
    numerator=lambda t: t.unduly_answered,
    counts="answers that should have been declined",
    better="down",
    behind="complained",
)

SHARES = (
    VERIFIABLE_SHARE,
    CITED_SHARE,
    COMPLETE_SHARE,
    APPROVED_SHARE,
    CURRENT_SHARE,
    UNVERIFIED_ANSWERS,
    ABSTENTION_RATE,
    WRONG_ABSTENTIONS,
    UNDULY_ANSWERED,
)

DEFINITIONS: tuple[Definition, ...] = (
    OVERCONFIDENCE,
    CALIBRATION_ERROR,
    BRIER,
    RIGHT_IN_BIN,
    WRONG_KEPT,
    KEPT,
    DECLINE_BELOW,
    *SHARES,
    MORE_COMPLAINED,
)
