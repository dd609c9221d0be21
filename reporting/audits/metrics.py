"""What audits tell: of a random sample of answers, how many are right. Pure."""

from collections.abc import Mapping

from reporting.audits.inference import ENOUGH, Estimate, Judged, estimated
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.metrics.minimum import MINIMUM

AUDITED_QUALITY = Definition(
    name="audited_quality",
    title="Audited quality",
    definition=(
        "The share of right answers among all answers of the audit's days. Reviewers judge a "
        "random sample, rated or not, without seeing the ratings; what readers said of all the "
        "answers then sharpens the estimate as far as it proves to go with the judgements. "
        "So it does not depend on who chooses to vote."
    ),
    unit="share",
    counts="answers judged right",
    out_of="answers judged",
    window="The days that the audit drew from, in UTC.",
    people_are="people who got these answers",
    better="up",
    method=(
        "Prediction-powered, 95%: Wilson's interval at the effective sample size. Where reviewers "
        "couldn't tell, it reaches from all of those wrong to all of them right."
    ),
    literature=(
        "Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, Science 382:669-674; "
        "Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453"
    ),
)

DEFINITIONS = (AUDITED_QUALITY,)


def audited_quality(
    judged: Mapping[str, Judged], population: Mapping[str, int], *, people: int
) -> Figure:
    """The figure of one audit: hidden below the least number of people, too early below ENOUGH
    judged answers."""
    if people < MINIMUM:
        return Figure(Status.HIDDEN)
    done = sum(one.all for one in judged.values())
    found: Estimate | None = estimated(judged, population)
    if done < ENOUGH or found is None:
        missing = max(ENOUGH - done, 0)
        return Figure(Status.TOO_EARLY, denominator=done, people=people, missing=missing)
    return Figure(
        Status.OK,
        numerator=sum(one.right for one in judged.values()),
        denominator=done,
        value=found.value,
        interval=(found.low, found.high),
        people=people,
    )
