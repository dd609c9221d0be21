"""Who uses the assistant, of those who could. Pure.

Team and cohort are those that a person is in at present: a share needs its numerator and its
denominator to count the same people. What was said stays with the team it was said in; see
`reporting.quality.metrics`.
"""

from reporting.metrics.definition import count, share
from reporting.rollups.tally import Tally


def _registered(tally: Tally) -> int:
    return tally.registered


REGISTERED = count(
    name="registered",
    title="Registered",
    definition="People registered by the end of the window who have not left.",
    numerator=lambda t: t.registered,
    counts="people",
    people=_registered,
    people_are="registered people",
)

ACTIVE = count(
    name="active",
    title="Active people",
    definition="Registered people who got an answer or gave feedback in the window.",
    numerator=lambda t: t.active,
    counts="people",
    people=_registered,
    people_are="registered people",
)

ACTIVE_SHARE = share(
    name="active_share",
    title="Active share",
    definition=(
        "Registered people who got an answer or gave feedback in the window / all registered "
        "people. Registered: by the end of the window, and not left."
    ),
    numerator=ACTIVE.numerator,
    counts="active people",
    denominator=REGISTERED.numerator,
    out_of="registered people",
    people=_registered,
    people_are="registered people",
    better="up",
    enough=1,
)

NEVER_USED = count(
    name="never_used",
    title="Never used it",
    definition="Registered people who, by the end of the window, have never got an answer "
    "or given feedback.",
    numerator=lambda t: t.never_used,
    counts="people",
    people=_registered,
    people_are="registered people",
)

ANSWERS = count(
    name="answers",
    title="Answers",
    definition=(
        "Answers given in the window. An answer known only from a vote is not counted until "
        "the assistant's host has sent it."
    ),
    numerator=lambda t: t.answers,
    counts="answers",
    people=lambda t: t.users,
    people_are="people who got an answer or gave feedback",
)

METRICS = (REGISTERED, ACTIVE, ACTIVE_SHARE, NEVER_USED, ANSWERS)
