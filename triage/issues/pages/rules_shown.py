"""Versions of the rules, errors in them and trials of them, as the page shows them. Pure in all
but the rows that it is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.issues.wording import who
from triage.models import OwnershipRules
from triage.routing.changes import Line, difference
from triage.routing.trying import Trial

AROUND = 2
TRIAL_COLUMNS = ("what", "from", "to", "count")


@dataclass(frozen=True)
class Excerpt:
    """A line of a text that is no rules. Of the one at fault, `fault` is what stands where it
    goes wrong, between `before` and `after`."""

    number: int
    before: str
    fault: str = ""
    after: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class Version:
    version: int
    saved_by: str
    saved_at: datetime
    text: str
    changes: Sequence[Line]


def version_shown(rules: OwnershipRules, in_force: str) -> Version:
    """With what going back to it would change."""
    changes = difference(in_force, rules.text)
    return Version(rules.version, who(rules.saved_by), rules.saved_at, rules.text, changes)


def excerpt_of(text: str, line: int, column: int) -> list[Excerpt]:
    """The line at fault and AROUND on either side; both numbers count from 1."""
    lines = text.split("\n")
    first = max(1, line - AROUND)
    found = []
    for number, content in enumerate(lines[first - 1 : line + AROUND], start=first):
        if number == line:
            before, rest = content[: column - 1], content[column - 1 :]
            word = rest.split(" ")[0] or rest[:1] or " "
            found.append(Excerpt(number, before, word, rest[len(word) :], wrong=True))
        else:
            found.append(Excerpt(number, content))
    return found


def trial_rows(trial: Trial) -> Iterator[tuple[str, str, str, int]]:
    """Every table of a trial as one, by TRIAL_COLUMNS."""
    test = trial.backtest
    parts = (
        ("complaints by owner", test.owners),
        ("complaints by priority", test.priorities),
        ("complaints by due times", test.times),
        ("open issues by owner", trial.rerouting.moves),
    )
    for what, moves in parts:
        for move in moves:
            yield what, move.before, move.after, move.count
