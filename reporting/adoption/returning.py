"""Who comes back after a wrong answer, and after a right one. Pure.

What is compared was not assigned by chance: those whose complaint was fixed may differ from the
others in more than that. The difference is an association, not an effect.
"""

from dataclasses import dataclass

import numpy as np

from reporting.adoption.bits import Flags, Numbers, has
from reporting.adoption.use import Use

WITHIN = 14


@dataclass(frozen=True)
class Words:
    """Complaints, or thumbs up [words]: whose, on which day, and whether it was `fixed` and its
    reporter `told` so within 14 days."""

    person: Numbers
    day: Numbers
    fixed: Flags
    told: Flags


@dataclass(frozen=True)
class Returns:
    """Those whose first word has been followed for 14 days [people]: who they are, whether they
    used it again in these days, and the word's own flags."""

    person: Numbers
    again: Flags
    fixed: Flags
    told: Flags


def returns(use: Use, words: Words) -> Returns:
    """Whether each person used it again on any of the 14 days after the day of their first word.

    A first word less than 14 days before the last day, or before the person left, is left out.
    The days after the first of the words are among those of `use.days`.
    """
    order = np.lexsort((words.day, words.person))
    person, day = words.person[order], words.day[order]
    first = np.ones(len(person), np.bool_)
    first[1:] = person[1:] != person[:-1]
    first &= day + WITHIN <= use.until[person]
    person, day = person[first], day[first]
    again = np.zeros(len(person), np.bool_)
    for later in range(1, WITHIN + 1):
        again |= has(use.days, day + later + use.row_of_day_0, person)
    return Returns(person, again, words.fixed[order][first], words.told[order][first])


def without(words: Words, others: Numbers) -> Words:
    """The words of people who are not among the others."""
    keep = ~np.isin(words.person, others)
    return Words(words.person[keep], words.day[keep], words.fixed[keep], words.told[keep])
