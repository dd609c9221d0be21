"""Who used the assistant on which day: what every figure of adoption is read off. Pure.

Days are numbers, from 0 on. A person uses it on a day (UTC) on which they get an answer or give
feedback. People are numbered from 0; those who are not known are not in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reporting.adoption.bits import Bits, Numbers, bits_of
from reporting.rollups.marks import Marks
from reporting.rollups.tally import Window

WEEK = 7

Weeks = NDArray[np.uint16]


@dataclass(frozen=True)
class Use:
    """Everybody's use up to the last day.

    `first` is the date of day 0, which is a Monday. `weeks` [weeks, bytes] are who used it in each
    calendar week from then on, the last as far as it has come; `days` [days, bytes] who did on each
    of the last days, as many as there are rows. `registered` and `left` [people] are days, which
    may lie outside; NEVER for those who have not left.
    """

    first: date
    last: int
    weeks: Bits
    days: Bits
    marks: Marks
    registered: Numbers
    left: Numbers

    @property
    def people(self) -> int:
        return len(self.registered)

    def date(self, day: int) -> date:
        return self.first + timedelta(day)

    @property
    def row_of_day_0(self) -> int:
        """Where in `days` day 0 would be: add it to a day's number to find its row."""
        return len(self.days) - 1 - self.last

    def week(self, at: int) -> Window:
        """The days of a calendar week, the last as far as it has come."""
        return Window(self.date(at * WEEK), self.date(self.week_end(at)))

    def week_end(self, at: int) -> int:
        return min(at * WEEK + WEEK - 1, self.last)

    def weeks_to(self, at: int, number: int) -> Bits:
        """So many calendar weeks, or as many as there are, the last of which is week `at`."""
        return self.weeks[max(0, at + 1 - number) : at + 1]

    @cached_property
    def until(self) -> Numbers:
        """The day up to which something is known of each person: when they left, or the last."""
        return np.minimum(self.left, np.int32(self.last))

    @cached_property
    def there(self) -> Bits:
        """Who was registered and had not left at the end of each week [weeks, bytes]."""
        weeks = range(len(self.weeks))
        return np.array([bits_of((self.came <= at) & (self.gone > at)) for at in weeks])

    @cached_property
    def came(self) -> Weeks:
        """The number of the first week at whose end each was registered; of none, the one after
        the last [people]."""
        return self._ended(self.registered)

    @cached_property
    def gone(self) -> Weeks:
        """The number of the first week at whose end each had left, likewise."""
        return self._ended(self.left)

    def _ended(self, days: Numbers) -> Weeks:
        weeks = np.where(days > self.last, len(self.weeks), np.maximum(days, 0) // np.int32(WEEK))
        return weeks.astype(np.uint16)
