"""Who comes back how long after their first use, and how long it takes until they stop. Pure.

A person's day N can be known once it is over: those whose day N is still to come, or came after
they left, are not in the denominator of that N. That is right censoring without a model: no cell
says 0 of what nobody can know yet.
"""

from dataclasses import dataclass

import numpy as np

from reporting.adoption.bits import Flags, Numbers, at_least, has, unions
from reporting.adoption.states import ACTIVE_WEEKS, HABIT
from reporting.adoption.use import WEEK, Use
from reporting.rollups.marks import NEVER

EARLY_WEEKS = 8


@dataclass(frozen=True)
class Kept:
    """Of whom day N can be known [people], and who of them used it on it, or on it or later."""

    known: Flags
    on_the_day: Flags
    since: Flags


def kept(use: Use, day: int) -> Kept:
    """Retention on and from day N after the first use, N one of NTH_DAYS."""
    then = use.marks.first + np.int32(day)
    known = then <= use.until
    return Kept(known, known & use.marks.kept_on(day), known & (use.marks.last >= then))


@dataclass(frozen=True)
class Lifetime:
    """How many days something took [people], or how many it had not happened for when last looked
    at; whether it was `observed` to happen; of those who are `within`."""

    within: Flags
    days: Numbers
    observed: Flags


def until_lapsed(use: Use) -> Lifetime:
    """From the first use to the end of the first 84 days without any.

    Who has not lapsed by the last day, or by the day they left, is censored then: that depends on
    when they came and not on how they use it. Who comes back after 84 days had lapsed all the same.
    """
    used = use.marks.first < NEVER
    return _until(use, used, use.marks.first, use.marks.lapsed(use.until))


def until_first_use(use: Use) -> Lifetime:
    """From registration to the first use; 0 where they used it before. Never-users are censored."""
    within = use.registered <= use.last
    return _until(use, within, use.registered, np.maximum(use.marks.first, use.registered))


def _until(use: Use, within: Flags, since: Numbers, happened: Numbers) -> Lifetime:
    within = within & (since <= use.until)
    observed = within & (happened <= use.until)
    days = np.where(observed, happened, use.until) - since
    return Lifetime(within, np.where(within, days, 0), observed)


def champions(use: Use) -> Flags:
    """Who used it in three of four weeks on end within their first eight calendar weeks [people].

    Of those whose eight weeks are not over yet, those who have done so; others still may.
    """
    number = len(use.weeks)
    habit = np.array([at_least(use.weeks_to(at, ACTIVE_WEEKS), HABIT) for at in range(number)])
    # Runs of weeks that end so many on, and later, lie within those since the first use.
    early = ACTIVE_WEEKS - 1
    runs = unions(habit, EARLY_WEEKS - early)
    from_then = np.minimum(use.marks.first // np.int32(WEEK) + early, number - 1)
    return has(runs, from_then, np.arange(use.people))
