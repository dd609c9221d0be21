"""What the trajectory's figures are. Pure."""

from reporting.metrics.definition import WILSON, Definition

FORECAST = (
    "The forecast: a local level with drift on log odds, what is counted in a week binomial around"
    " it, by the weeks since the rollout began. Its bands hold the true share with 80% and 95% if"
    " it goes on like that; single weeks scatter further by chance."
)

CHANCE = Definition(
    name="promise_chance",
    title="Chance to reach the target",
    definition=(
        "How likely the true share of the week in which the target's date lies is at the target or"
        " better, if it goes on as in the full weeks so far. On track: 80% or more. Off track: 20%"
        " or less. Between these, and with fewer than eight full weeks, it is too early to tell."
    ),
    unit="share",
    window="Full weeks from Monday to Sunday, in UTC, since another cohort than the pilot began.",
    literature="Harvey 1989, Forecasting, structural time series models and the Kalman filter;"
    " Fahrmeir 1992, JASA 87:501-509",
)

AUDITED_STANDING = Definition(
    name="promise_audited",
    title="Whether the target of audited quality is reached",
    definition=(
        "Held against the target is the latest finished audit, by its days: every answer drawn is"
        " judged, and all its days lie since another cohort than the pilot began. Reached so far:"
        " its whole 95% interval is at the target or above. Not reached yet: its whole interval is"
        " below. Else it is too early to tell. Once the target's date is behind, the latest"
        " finished audit that drew from that day tells whether it was reached or missed; it can"
        " still be drawn then. There is no forecast: audits are too few for one."
    ),
    unit="verdict",
    window="The days of that audit, in UTC.",
    people_are="people who got these answers",
)

RAW_DIFFERENCE = Definition(
    name="pilot_difference",
    title="Rollout less pilot",
    definition=(
        "The share since another cohort began, without the pilot's people, less that of the"
        " pilot's people until then."
    ),
    unit="points",
    window=(
        "The pilot: until the week in which another cohort began. The rollout: the days asked for"
        " since then."
    ),
    better="up",
    method="95% interval of a difference of two shares, method 10 of Newcombe.",
    literature="Newcombe 1998, Statistics in Medicine 17:873-890",
)

ADJUSTED_DIFFERENCE = Definition(
    name="pilot_difference_adjusted",
    title="… with the same mix",
    definition=(
        "The same difference within each team, or within each topic of the questions, averaged by"
        " how much of the rollout falls into each; or, for both, with the pilot weighted so that it"
        " has the rollout's mix of either. Teams and topics of which either has fewer than five"
        " thumbs (or answers) are left out."
    ),
    unit="points",
    window=RAW_DIFFERENCE.window,
    better="up",
    method="95% interval by the delta method, the weights taken as given.",
    literature="Rothman, Greenland and Lash 2008, Modern epidemiology, ch. 4 (direct"
    " standardisation); Deming and Stephan 1940, Annals of Mathematical Statistics 11:427-444"
    " (raking); Agresti and Caffo 2000, The American Statistician 54:280-288",
)

BAND_SHARE = Definition(
    name="novelty_share",
    title="Share of what was asked since",
    definition=(
        "Of the answers since the pilot whose question is known, those whose question is so unlike"
        " the pilot's: by the cosine of static word vectors to the nearest of these. Familiar: as"
        " near as half of the pilot's own are to their nearest other one. New: further than"
        " nineteen in twenty of these are. Near: between."
    ),
    unit="share",
    counts="answers",
    out_of="answers since the pilot with a question",
    window="The days asked for up to yesterday, in UTC; without any, all.",
    people_are="people who got an answer or gave feedback",
    method=WILSON,
    literature="Wilson 1927, JASA 22:209-212",
)

WEEK_SHARE = Definition(
    name="novelty_share_of_week",
    title="Share of what was asked",
    definition=(
        "Of the answers of the week whose question is known, those to the pilot's people while it"
        " was the pilot; and of the others, those whose question is as near to the pilot's as that."
    ),
    unit="share",
    counts="answers",
    out_of="answers with a question",
    window="Full weeks from Monday to Sunday, in UTC.",
    people_are="people who got an answer or gave feedback",
    method=WILSON,
    literature="Wilson 1927, JASA 22:209-212",
)

DEFINITIONS = (
    CHANCE,
    AUDITED_STANDING,
    RAW_DIFFERENCE,
    ADJUSTED_DIFFERENCE,
    BAND_SHARE,
    WEEK_SHARE,
)
