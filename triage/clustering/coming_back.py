"""Whether complaints after a fix say that it did not do. Pure.

Not each complaint does: of many answers somebody always complains, and by the first complaint
nearly every good fix would be undone. But two or three in a week, where there was one in a month,
do, long before the proof (`triage.resolution`) can tell.
"""

from triage.statistics import chance_of_rate

# An issue comes back when it is surer than SURE that more than TOO_MUCH_LEFT of the complaints are
# left. How often that is wrong: `make bench-proof`, docs/statistics.md.
TOO_MUCH_LEFT, SURE = 0.5, 0.9
# Of fewer complaints of everything else it can't be told whether there are more by now.
LEAST_OTHERS = 10


def says_it_is_back(said: int, earlier: int, heard: float, others: tuple[int, int]) -> bool:
    """By how many complaints came since the fix, in `heard` times the time that `earlier` ones came
    in before it; `others` are the complaints of everything else, since and before. Where more is
    complained of everything, since more people ask, as much more is expected of this."""
    since, before = others
    length = max(heard, since / before) if before >= LEAST_OTHERS else heard
    counts = (said, length), (earlier, 1.0)
    return said > 0 and chance_of_rate(*counts, above=TOO_MUCH_LEFT) >= SURE
