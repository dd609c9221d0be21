"""How severe a complaint is, by what is known of it without reading its words. Pure.

    severity = the gravest of the reasons given and the flags on sources, medium without any
               + 1 where the reader corrected the answer: who says what is right, knows better
               - 1 without a thumb down: nobody said that the answer is bad
               and never below low or above high

Each project says how severe its reasons are. What stands in the comment counts for nothing:
"somebody will get hurt" under a bare thumb down is medium.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum


class Severity(IntEnum):
    """What a complaint says it does to whoever relies on the answer. Rules call it by `word`."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        return self.name.lower()


# What readers say of a cited source.
FLAGS: Mapping[str, Severity] = {
    "doesnt_say": Severity.HIGH,
    "out_of_date": Severity.MEDIUM,
    "unreachable": Severity.LOW,
}


def severity_of(
    *,
    rating: int,
    reasons: Collection[str],
    corrected: bool,
    flags: Collection[str],
    levels: Mapping[str, int],
) -> Severity:
    """Of one complaint: its rating (-1, 0, 1), the codes of its reasons, whether it holds a
    correction, what its flags say.

    `levels`: how severe the project's reasons are, 1 to 3, by code; others are passed over.
    """
    grades = [levels[code] for code in reasons if code in levels]
    grades += [FLAGS[says] for says in flags if says in FLAGS]
    grade = max(grades, default=Severity.MEDIUM) + corrected - (rating >= 0)
    return Severity(min(max(grade, Severity.LOW), Severity.HIGH))
