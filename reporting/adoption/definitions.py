"""What the page of adoption tells beside what is read off tallies. Pure.

Team and cohort are those that people are in at present. A use is an answer got or feedback given.
"""

from reporting.adoption.metrics import METRICS
from reporting.adoption.states import State
from reporting.metrics.definition import WILSON, Definition

_LAST_DAY = "The end of the last day of the window, in UTC."


def _share(
    name: str,
    title: str,
    definition: str,
    *,
    out_of: str,
    people_are: str = "",
    window: str = _LAST_DAY,
    better: str = "up",
) -> Definition:
    """A share of people with Wilson's interval."""
    return Definition(
        name=name,
        title=title,
        definition=definition,
        unit="share",
        counts="people",
        out_of=out_of,
        window=window,
        people_are=people_are or out_of,
        better=better,
        method=WILSON,
        literature="Wilson 1927, JASA 22:209-212",
    )


def _of_registered(name: str, title: str, which: str, *, better: str = "up") -> Definition:
    """A share of all who are registered, as of one day."""
    return _share(
        name,
        title,
        f"Registered people who {which} / all registered people.",
        out_of="registered people",
        better=better,
    )


ACTIVATED = _of_registered("activated", "Activated", "have ever got an answer or given feedback")
ACTIVE_1D = _of_registered("active_1d", "Active on the day", "used it on the last day")
ACTIVE_7D = _of_registered("active_7d", "Active in 7 days", "used it in the seven days to the last")
ACTIVE_28D = _of_registered(
    "active_28d", "Active in 28 days", "used it in the 28 days to the last, however often"
)
STATES = {
    State.HABITUAL: _of_registered(
        "habitual",
        "Habitual",
        "used it in three or four of the last four weeks (each the seven days that end with the "
        "day looked at, or so many weeks before)",
    ),
    State.OCCASIONAL: _of_registered(
        "occasional",
        "Occasional",
        "used it in the last 28 days, but in one or two of the four weeks only",
        better="neither",
    ),
    State.DORMANT: _of_registered(
        "dormant", "Dormant", "last used it 28 to 83 days ago", better="down"
    ),
    State.LAPSED: _of_registered(
        "lapsed", "Lapsed", "last used it 84 or more days ago", better="down"
    ),
    State.NEVER_USED: _of_registered(
        "unused", "Never used it", "have never got an answer or given feedback", better="down"
    ),
}


def _step(name: str, title: str, definition: str) -> Definition:
    """A share of those who have been registered long enough to have come that far."""
    return _share(
        name,
        title,
        f"{definition} / people registered 28 or more days ago who have not left.",
        out_of="people registered 28 or more days ago",
    )


STEPS = (
    _step("step_first_use", "First use", "Have ever got an answer or given feedback"),
    _step("step_second_day", "Second day of use", "Have used it on two days or more"),
    _step(
        "step_habit",
        "Habitual",
        "Have used it in three of four calendar weeks on end, or of the four weeks to the last day",
    ),
)
STEP_KEPT = _share(
    "step_kept",
    "Of the step before",
    "People at this step / people at the step before it.",
    out_of="people at the step before",
)

_KAPLAN_MEIER = (
    "Kaplan-Meier estimate; 95% band by Greenwood's variance on the log(-log) scale; the interval "
    "of a median is where the band crosses a half (Brookmeyer and Crowley)."
)
_SURVIVAL = (
    "Kaplan and Meier 1958, JASA 53:457-481; Kalbfleisch and Prentice 1980; "
    "Brookmeyer and Crowley 1982, Biometrics 38:29-41"
)


def _estimated(name: str, title: str, definition: str, *, unit: str, better: str) -> Definition:
    """What is estimated from people of whom some are known only for a while."""
    return Definition(
        name=name,
        title=title,
        definition=definition,
        unit=unit,
        out_of="people",
        window="All people, as far as they are known by the end of the window's last day.",
        people_are="people",
        better=better,
        method=_KAPLAN_MEIER,
        literature=_SURVIVAL,
    )


TIME_TO_FIRST_USE = _estimated(
    "time_to_first_use",
    "Time to first value",
    "The days from registration by which half of the people have first got an answer or given "
    "feedback; 0 where they used it before they were registered. Who never used it counts as not "
    "having done so up to the last day, or until they left.",
    unit="days",
    better="down",
)
USED_WITHIN = _estimated(
    "used_within",
    "Used it within so many days",
    "Estimated share of people who first use it within so many days of their registration.",
    unit="share",
    better="up",
)
TIME_TO_LAPSED = _estimated(
    "time_to_lapsed",
    "Time until lapsed",
    "The days from the first use by which half of the people have lapsed: gone 84 days without any "
    "use, whether they came back after them or not.",
    unit="days",
    better="up",
)
NOT_LAPSED = _estimated(
    "not_lapsed",
    "Not lapsed",
    "Estimated share of people who have not yet gone 84 days without use, so many days after their "
    "first use. Before day 84 nobody can have.",
    unit="share",
    better="up",
)


def _kept(name: str, title: str, definition: str) -> Definition:
    """A share of those of whom day N after their first use can be known."""
    return _share(
        name,
        title,
        f"{definition} / people whose day N is over and who had not left by then. The day of the "
        "first use is day 0.",
        out_of="people whose day N is over",
        window="All first uses, as far as they are known by the end of the window's last day.",
    )


RETENTION_ON_DAY = _kept(
    "retention_on_day",
    "Retention on day N",
    "Classic, or N-day, retention: used it on the Nth day after their first use",
)
RETENTION_SINCE_DAY = _kept(
    "retention_since_day",
    "Retention on day N or later",
    "Rolling, or unbounded, retention: used it on the Nth day after their first use or since",
)

_MEAN = (
    "95% interval of a mean, from how much people differ in it (normal). The days of the week are "
    "all seven, in which people may not work."
)


def _stickiness(name: str, title: str, definition: str) -> Definition:
    return Definition(
        name=name,
        title=title,
        definition=definition,
        unit="share",
        out_of="people",
        window="A calendar week, Monday to Sunday, in UTC.",
        people_are="active people",
        better="up",
        method=_MEAN,
    )


STICKY_WEEK = _stickiness(
    "stickiness_week",
    "Stickiness (day / week)",
    "Mean number of people active on a day of the week / people active in the week. It is the mean "
    "share of the week's days on which they use it.",
)
STICKY_MONTH = _stickiness(
    "stickiness_month",
    "Stickiness (day / 28 days)",
    "Mean number of people active on a day of the week / people active in the 28 days to its end.",
)

CHAMPIONS = Definition(
    name="champions",
    title="Champions",
    definition=(
        "People who used it in three of four calendar weeks on end within the first eight weeks "
        "from their first use, and who have not left."
    ),
    unit="people",
    counts="people",
    window=_LAST_DAY,
    people_are="champions",
)
CHAMPIONS_GONE = _share(
    "champions_gone",
    "Champions dormant or lapsed",
    "Champions whose last use was 28 or more days ago / all champions who have not left.",
    out_of="champions",
    better="down",
)

RETURNED = _share(
    "returned",
    "Used it again within 14 days",
    "People who used it on any of the 14 days after the day of their first such word in the "
    "window / all who gave one and of whom these 14 days are over.",
    out_of="people",
    people_are="people who gave such a word",
    window=(
        "Words of the days asked for; without any, of the last 98 days. Of more than 10,000 "
        "complaints the latest."
    ),
)
RETURNED_MORE = Definition(
    name="returned_more",
    title="Fixed less not fixed",
    definition=(
        "The share that used it again within 14 days of those whose complaint's issue was fixed "
        "within them, less the share of those whose was not."
    ),
    unit="points",
    out_of="people whose complaint was fixed",
    people_are="people who complained",
    better="up",
    method="95% interval of a difference of shares (Newcombe 1998, method 10).",
    literature="Newcombe 1998, Statistics in Medicine 17:873-890",
)

DEFINITIONS: tuple[Definition, ...] = (
    *METRICS,
    ACTIVATED,
    ACTIVE_1D,
    ACTIVE_7D,
    ACTIVE_28D,
    *STATES.values(),
    *STEPS,
    STEP_KEPT,
    TIME_TO_FIRST_USE,
    USED_WITHIN,
    RETENTION_ON_DAY,
    RETENTION_SINCE_DAY,
    TIME_TO_LAPSED,
    NOT_LAPSED,
    STICKY_WEEK,
    STICKY_MONTH,
    CHAMPIONS,
    CHAMPIONS_GONE,
    RETURNED,
    RETURNED_MORE,
)
