"""What people say of the answers, and how many of them say anything. Pure.

Team and cohort are those of the person when the answer was given or the word said. A word counts
as it now stands, on the day it was first said; one that was taken back does not count. Whoever is
not known counts as one person for each visitor id, or for each anonymous word or answer. What
came in a burst counts only once somebody has looked and said so.

A thumb is a word of those who chose to speak, not a measurement of the answers: read satisfaction
beside the response rate, and never as the share of answers that are right.
"""

from reporting.metrics.definition import share
from reporting.rollups.tally import Tally


def _voters(tally: Tally) -> int:
    return tally.voters


def _speakers(tally: Tally) -> int:
    return tally.speakers


def _users(tally: Tally) -> int:
    return tally.users


SATISFACTION = share(
    name="satisfaction",
    title="Satisfaction",
    definition="Thumbs up / all thumbs, up and down. Says nothing of those who gave none.",
    numerator=lambda t: t.up,
    counts="thumbs up",
    denominator=lambda t: t.up + t.down,
    out_of="thumbs",
    people=_voters,
    people_are="people who gave a thumb",
    better="up",
    behind="rated",
)

RESPONSE_RATE = share(
    name="response_rate",
    title="Response rate",
    definition=(
        "Answers of the window on which anybody has given feedback, then or later / answers "
        "of the window."
    ),
    numerator=lambda t: t.rated_answers,
    counts="answers with feedback",
    denominator=lambda t: t.answers,
    out_of="answers",
    people=_users,
    people_are="people who got an answer or gave feedback",
    behind="rated",
)

SEEN_RESPONSE_RATE = share(
    name="seen_response_rate",
    title="Response of those who saw it",
    definition=(
        "Answers seen in the window, each counted once for each viewer, on which that same viewer "
        "has given feedback, then or later / all answers seen in the window, counted so. Rests on "
        "what the host sends of who saw which answer."
    ),
    numerator=lambda t: t.seen_spoken,
    counts="answers seen, with feedback of the viewer",
    denominator=lambda t: t.seen,
    out_of="answers seen",
    people=lambda t: t.viewers,
    people_are="people who saw an answer",
    unmeasured="Nothing was sent of who saw which answer.",
    behind="rated",
)

COMPLAINT_RATE = share(
    name="complaint_rate",
    title="Complaint rate",
    definition=(
        "Answers of the window that anybody has complained about / answers of the window. "
        "A complaint is a thumb down, a correction, a flagged source, or “couldn't verify” "
        "without a thumb up."
    ),
    numerator=lambda t: t.complained_answers,
    counts="answers complained about",
    denominator=lambda t: t.answers,
    out_of="answers",
    people=_users,
    people_are="people who got an answer or gave feedback",
    better="down",
    behind="complained",
)

CORRECTION_RATE = share(
    name="correction_rate",
    title="Correction rate",
    definition="Feedback that proposes a correction / all feedback.",
    numerator=lambda t: t.corrections,
    counts="corrections",
    denominator=lambda t: t.words,
    out_of="pieces of feedback",
    people=_speakers,
    people_are="people who gave feedback",
    behind="rated",
)

UNVERIFIED_RATE = share(
    name="unverified_rate",
    title="Couldn't verify",
    definition="Feedback that says “I couldn't verify it” / all feedback.",
    numerator=lambda t: t.unverified,
    counts="pieces of feedback that say so",
    denominator=lambda t: t.words,
    out_of="pieces of feedback",
    people=_speakers,
    people_are="people who gave feedback",
    better="down",
    behind="unverified",
)

AT_BEST = share(
    name="good_at_best",
    title="If every unrated answer is good",
    definition=(
        "Answers of the window that nobody has complained about / answers of the window. So many "
        "are good at most, if each complaint is right."
    ),
    numerator=lambda t: t.answers - t.complained_answers,
    counts="answers nobody complained about",
    denominator=lambda t: t.answers,
    out_of="answers",
    people=_users,
    people_are="people who got an answer or gave feedback",
)

AT_WORST = share(
    name="good_at_worst",
    title="If every unrated answer is bad",
    definition=(
        "Answers of the window with feedback and no complaint / answers of the window. So many "
        "are good at least, if whoever spoke was right and all the others are bad."
    ),
    numerator=lambda t: t.rated_answers - t.complained_answers,
    counts="answers with feedback and no complaint",
    denominator=lambda t: t.answers,
    out_of="answers",
    people=_users,
    people_are="people who got an answer or gave feedback",
    behind="rated",
)

METRICS = (
    SATISFACTION,
    RESPONSE_RATE,
    SEEN_RESPONSE_RATE,
    COMPLAINT_RATE,
    CORRECTION_RATE,
    UNVERIFIED_RATE,
    AT_BEST,
    AT_WORST,
)
