"""How fast people take issues up, and what they mend. Pure.

The pilot's developers looked at once, by hand; in the rollout issues lie for days, and some for
good. What is mended for good ends with the flaw's `until` in `knowledge/*.toml`, or with a release.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from demo.story.calendar import PILOT_WEEKS

# The share of issues that somebody takes up, and how long half of those wait.
PILOT_SHARE, PILOT_HALF = 1.0, timedelta(hours=5)
ROLLOUT_SHARE, ROLLOUT_HALF = 0.6, timedelta(days=6)
SPREAD = 0.8
REMARK = "I can reproduce it, and am looking for where it comes from."


def taken_up_after(week: int, random: Random) -> timedelta | None:
    """How long an issue that opens in that week lies; None for good."""
    share, half = (PILOT_SHARE, PILOT_HALF) if week < PILOT_WEEKS else (ROLLOUT_SHARE, ROLLOUT_HALF)
    if random.random() > share:
        return None
    return half * random.lognormvariate(0, SPREAD)


@dataclass(frozen=True)
class Repair:
    """What somebody does in a week of the story about what is complained of (`about`, as a vote
    has it), and tells those who complained. What a kind needs is named beside it."""

    about: str
    week: float
    kind: str
    says: str
    by: str
    release: str = ""
    source: str = ""
    prompt: str = ""
    question: str = ""
    answer: str = ""


REPAIRS = (
    Repair(
        "canteen/invented-menu",
        15,
        "wont_fix",
        "The menu changes daily and is on the intranet; the assistant will not be told of it.",
        "ines.moreau@nerwick.example",
    ),
    # Does nothing: the list itself is old. Its complaints come back.
    Repair(
        "price-list/old-prices",
        17,
        "prompt",
        "The prompt now asks for the price list of this quarter.",
        "priya.raman@nerwick.example",
        prompt="assist-16",
    ),
    Repair(
        "parental-leave/old-weeks",
        20,
        "verified_answer",
        "The 18 weeks of the new law are now a verified answer.",
        "jonas.lind@nerwick.example",
        question="How many weeks of parental leave does the second parent get?",
        answer="The second parent takes up to 18 weeks, announced at least seven weeks ahead.",
    ),
    Repair(
        "annual-leave/old-deadline",
        22,
        "source",
        "The leave policy with the new deadline has replaced the old one.",
        "maya.okafor@nerwick.example",
        source="hr/leave/annual-leave-policy",
    ),
    # Does nothing either, but too few ask to tell.
    Repair(
        "month-end-close/close-means-deal",
        24,
        "prompt",
        "The prompt now says that a question about a close may mean a deal.",
        "priya.raman@nerwick.example",
        prompt="assist-17",
    ),
    Repair(
        "travel-expenses/domestic-rate-abroad",
        28.5,
        "release",
        "Release 2.3 tells trips abroad from trips within the country.",
        "jonas.lind@nerwick.example",
        release="2.3",
    ),
    Repair(
        "price-list/old-prices",
        26,
        "source",
        "This quarter's price list is in place of last quarter's.",
        "priya.raman@nerwick.example",
        source="sales/pricing/price-list",
    ),
)
