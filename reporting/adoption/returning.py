"""Who comes back after a wrong answer, and after a right one. Pure.

What is compared was not assigned by chance: those whose complaint was fixed may differ from the
others in more than that. The difference is an association, not an effect.
"""

from dataclasses import dataclass

import numpy as np

from reporting.adoption.bits import Flags, Numbers, has, unions
from reporting.adoption.use import Use

WITHIN = 14


@dataclass(frozen=True)
class Words:
    """Complaints, or thumbs [words]: whose, on which day, and whether it was `fixed` and its
    reporter `told` so within 14 days."""

    person: Numbers
    day: Numbers
    fixed: Flags
    told: Flags


NOBODY = Words(
    np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.bool_), np.zeros(0, np.bool_)
)


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
    latest_first = np.argsort(words.day, kind="stable")[::-1]
    word = np.full(use.people, -1)
    word[words.person[latest_first]] = (
        latest_first  # of each the last one set, which is their first
    )
    word = word[word >= 0]
    word = word[words.day[word] + WITHIN <= use.until[words.person[word]]]
    person, day = words.person[word], words.day[word]
    again = has(unions(use.days, WITHIN), day + 1 + use.row_of_day_0, person)
    return Returns(person, again, words.fixed[word], words.told[word])


def without(words: Words, others: Numbers) -> Words:
    """The words of people who are not among the others."""
    apart = np.zeros(max(words.person.max(initial=0), others.max(initial=0)) + 1, np.bool_)
    apart[others] = True
    keep = ~apart.take(words.person)
    return Words(words.person[keep], words.day[keep], words.fixed[keep], words.told[keep])
