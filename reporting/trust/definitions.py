"""Whether answers can be relied on: are they as right as they are sure, and can they be checked?
Pure.

Where reviewers have judged enough of a random sample, right and wrong are their word. Else they are
what people said: right is a thumb up that nobody complained beside, wrong is any complaint, and
whoever said nothing is not counted. Those who speak are not like those who don't, so that such
figures tell more of where trust is lost than of how many answers are wrong.
"""

from reporting.metrics.cited import ASKERS
from reporting.metrics.definition import Definition

# From so many judged answers on, what is told of calibration about holds what it promises: the
# interval of the calibration error held the truth in 90 to 96 of a hundred samples of 50 answers
# (`make bench-calibration`).
ENOUGH_JUDGED = 50

_JUDGED = "judged answers that state a confidence"
_JUDGES = "people who gave feedback; where reviewers judged, people who got an answer"
_STATED = "Abstentions are left out, and answers that state no confidence."

OVERCONFIDENCE = Definition(
    name="overconfidence",
    title="Too sure by",
    definition=(
        "The mean confidence that judged answers state, less the share of them that is right. "
        f"Below zero it is more often right than it says. {_STATED}"
    ),
    unit="points",
    out_of=_JUDGED,
    people_are=_JUDGES,
    method="Wilson's 95% interval of the share right, taken from the mean confidence.",
    literature="Wilson 1927, JASA 22:209-212",
)

CALIBRATION_ERROR = Definition(
    name="calibration_error",
    title="Calibration error",
    definition=(
        "How far stated confidence lies from the share right, in the mean over judged answers: in "
        "ten bins of equal width, the bin's share of the answers x |share right - mean "
        "confidence|, added up; less what noise adds to it. From 0, where confidence "
        f"can be taken at its word, to 100%. {_STATED}"
    ),
    unit="share",
    out_of=_JUDGED,
    people_are=_JUDGES,
    better="down",
    method=(
        "Normal, 95%, of the estimate less its bias; it begins at 0 where a perfectly calibrated "
        "assistant would show as much by chance one time in twenty. Simulated, it held the truth "
        "in 90 to 97 of a hundred samples of 50 to 1,000 answers."
    ),
    literature=(
        "Naeini, Cooper and Hauskrecht 2015, AAAI; Kumar, Liang and Ma 2019, NeurIPS; Broecker and "
        "Smith 2007, Weather and Forecasting 22:651-661"
    ),
)

BRIER = Definition(
    name="brier_score",
    title="Brier score",
    definition=(
        "The mean of (confidence - outcome) squared over judged answers, the outcome being 1 where "
        "right and 0 where wrong. 0 is perfect; always saying 50% scores 0.25. It is reliability "
        "(how far confidence lies from what is met) less resolution (how well it tells right from "
        f"wrong) plus uncertainty (how mixed the outcomes are by themselves). {_STATED}"
    ),
    unit="score",
    out_of=_JUDGED,
    people_are=_JUDGES,
    better="down",
    method=(
        "Normal, 95%. Simulated, it held the truth in 88 to 97 of a hundred samples of 50 to 1,000 "
        "answers; the fewest where few of 50 are wrong."
    ),
    literature=(
        "Brier 1950, Monthly Weather Review 78:1-3; Murphy 1973, Journal of Applied Meteorology "
        "12:595-600; Stephenson, Coelho and Jolliffe 2008, Weather and Forecasting 23:752-757"
    ),
)

RIGHT_IN_BIN = Definition(
    name="right_in_bin",
    title="Right",
    definition=(
        "Right answers / judged answers whose stated confidence lies in the range. Where "
        "confidence can be taken at its word, this is the mean confidence itself."
    ),
    unit="share",
    counts="right answers",
    out_of="judged answers",
    people_are=_JUDGES,
    better="up",
    method="95% score interval (Wilson 1927), each judged answer taken as independent.",
    literature="Wilson 1927, JASA 22:209-212",
)

WRONG_KEPT = Definition(
    name="wrong_kept",
    title="Wrong among those kept",
    definition=(
        "Wrong answers / judged answers, of those that state at least the confidence named: the "
        f"risk that is left if the assistant declines below it. {_STATED}"
    ),
    unit="share",
    counts="wrong answers",
    out_of="judged answers",
    people_are=_JUDGES,
    better="down",
    method="95% score interval (Wilson 1927), each judged answer taken as independent.",
    literature="El-Yaniv and Wiener 2010, Journal of Machine Learning Research 11:1605-1641",
)

KEPT = Definition(
    name="answers_kept",
    title="Answers kept",
    definition=(
        "Answers that state at least the confidence named / all answers that state one, judged or "
        "not: what would still be answered. Abstentions are left out."
    ),
    unit="share",
    counts="answers kept",
    out_of="answers that state a confidence",
    people_are=ASKERS,
    literature="El-Yaniv and Wiener 2010, Journal of Machine Learning Research 11:1605-1641",
)

DECLINE_BELOW = Definition(
    name="decline_below",
    title="Say “I don't know” below",
    definition=(
        "The lowest stated confidence above which the share of wrong answers is surely no more "
        "than the risk to be tolerated. Surely: the exact upper bound (Clopper and Pearson), at "
        "5% shared out among all the thresholds looked at. There need not be one."
    ),
    unit="share",
    people_are=_JUDGES,
    literature=(
        "Clopper and Pearson 1934, Biometrika 26:404-413; Geifman and El-Yaniv 2017, NeurIPS"
    ),
)

MORE_COMPLAINED = Definition(
    name="more_complained",
    title="More than the rest",
    definition=(
        "The share of answers complained of among those that cite the source, less the share among "
        "answers that cite only others."
    ),
    unit="points",
    out_of="answers that cite it",
    people_are=ASKERS,
    better="down",
    method=(
        "From the exact limits of both shares, squared and added; the level is shared out among "
        "all the sources (Bonferroni), so that one complaint of one answer leads nothing."
    ),
    literature=(
        "Clopper and Pearson 1934, Biometrika 26:404-413; Zou and Donner 2008, Statistics in "
        "Medicine 27:1693-1702"
    ),
)
