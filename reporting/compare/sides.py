"""The two sides of a comparison, as an address names them. Pure.

The first side is the page's own question; the second has the same parameters with `_2` behind.
Of the second, what is not said is as in the first. Where both are the same, the first is held
against all others if it is of a team or cohort, else against the time just before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from reporting.kit import words
from reporting.kit.questions import Question, understand
from reporting.kit.slices import Groups

NAMES = ("team", "cohort", "from", "to")
ANY = "*"


@dataclass(frozen=True)
class Sides:
    """`others`: the second side is everything in it that is not in the first."""

    first: Question
    second: Question
    others: bool

    def name(self, groups: Groups, today: date, *, second: bool) -> str:
        """A side in words, with only what tells it from the other."""
        if second and self.others:
            return "All others"
        one, other = (self.second, self.first) if second else (self.first, self.second)
        said = [
            groups.name(kind, slug) if (slug := getattr(one, kind)) is not None else f"All {kind}s"
            for kind in ("team", "cohort")
            if getattr(one, kind) != getattr(other, kind)
        ]
        windows = one.window_by(today), other.window_by(today)
        if windows[0] != windows[1] or not said:
            said.append(words.days(windows[0]))
        return ", ".join(said)


def sides(first: Question, parameters: Mapping[str, str], *, groups: Groups, today: date) -> Sides:
    """QuestionRefusedError for what the second side can't mean."""
    given = {name: parameters.get(f"{name}_2", "") for name in NAMES}
    stated = {name: value for name, value in given.items() if value and value != ANY}
    asked = understand(stated, teams=groups.teams, cohorts=groups.cohorts, today=today)
    second = Question(
        team=_side(given["team"], asked.team, first.team),
        cohort=_side(given["cohort"], asked.cohort, first.cohort),
        window=asked.window or first.window,
    )
    return _told_apart(first, second, today)


def _side(given: str, asked: str | None, usual: str | None) -> str | None:
    if given == ANY:
        return None
    return asked if given else usual


def _told_apart(first: Question, second: Question, today: date) -> Sides:
    window = first.window_by(today)
    if second.window_by(today) != window:
        return Sides(first, second, others=False)
    if (first.team, first.cohort) == (second.team, second.cohort):
        if first.team is None and first.cohort is None:
            return Sides(first, replace(second, window=window.before()), others=False)
        second = replace(second, team=None, cohort=None)
    within = all(
        getattr(second, kind) in (None, getattr(first, kind)) for kind in ("team", "cohort")
    )
    return Sides(first, second, others=within)
