"""The two sides of a comparison, as an address names them. Pure.

The first side is the page's own question; the second has the same parameters with `_2` behind.
Of the second, what is not said is as in the first. Where both are the same, the first is held
against all others: if it is of a facet against the other values of the same team and cohort, else
if it is of a team or cohort against everybody else, else against the time just before. At other
times, or of another team, everybody else is named as OTHERS.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from reporting.kit import words
from reporting.kit.facets import OTHERS, Values
from reporting.kit.questions import Question, QuestionRefusedError, understand
from reporting.kit.slices import Groups
from reporting.rollups.statements import KINDS

NAMES = ("team", "cohort", "from", "to", *KINDS)
PARTS = ("team", "cohort", "facet")
ANY = "*"


@dataclass(frozen=True)
class Sides:
    """`less`: the second side is everything in it that is not in this."""

    first: Question
    second: Question
    less: Question | None = None

    def name(self, groups: Groups, today: date, *, second: bool) -> str:
        """A side in words, with only what tells it from the other."""
        one, other = (self.second, self.first) if second else (self.first, self.second)
        said = ["All others"] if second and self.less else _told_of(one, other, groups)
        windows = one.window_by(today), other.window_by(today)
        if windows[0] != windows[1] or not said:
            said.append(words.days(windows[0]))
        return ", ".join(said)


def _told_of(one: Question, other: Question, groups: Groups) -> list[str]:
    """Team, cohort and facet of the one, as far as they tell it from the other."""
    said = [
        groups.name(kind, slug) if (slug := getattr(one, kind)) is not None else f"All {kind}s"
        for kind in ("team", "cohort")
        if getattr(one, kind) != getattr(other, kind)
    ]
    if one.facet != other.facet:
        said.append(one.facet.name if one.facet else "All answers")
    return said


def sides(
    first: Question,
    parameters: Mapping[str, str],
    *,
    groups: Groups,
    values: Values,
    today: date,
) -> Sides:
    """QuestionRefusedError for what the second side can't mean."""
    given = {name: parameters.get(f"{name}_2", "") for name in NAMES}
    but = [kind for kind in ("team", "cohort") if given[kind] == OTHERS]
    stated = {
        name: value for name, value in given.items() if value and value != ANY and name not in but
    }
    asked = understand(
        stated, teams=groups.teams, cohorts=groups.cohorts, values=values, today=today
    )
    facets = [given[kind] for kind in KINDS if given[kind]]
    second = Question(
        team=asked.team if given["team"] else first.team,
        cohort=asked.cohort if given["cohort"] else first.cohort,
        facet=asked.facet if facets else first.facet,
        life=asked.life if asked.facet else first.life,
        window=asked.window or first.window,
    )
    return _all_but(first, second, but) if but else _told_apart(first, second, today)


def _all_but(first: Question, second: Question, kinds: Collection[str]) -> Sides:
    for kind in kinds:
        if getattr(first, kind) is None:
            raise QuestionRefusedError(
                f"All others than which {kind}? Name it on the first side.", path=f"{kind}_2"
            )
    return Sides(first, second, replace(second, **{kind: getattr(first, kind) for kind in kinds}))


def _told_apart(first: Question, second: Question, today: date) -> Sides:
    window = first.window_by(today)
    if second.window_by(today) != window:
        return Sides(first, second)
    if all(getattr(first, part) == getattr(second, part) for part in PARTS):
        if all(getattr(first, part) is None for part in PARTS):
            return Sides(first, replace(second, window=window.before()))
        everybody = replace(second, team=None, cohort=None)
        second = replace(second, facet=None) if first.facet else everybody
    within = all(getattr(second, part) in (None, getattr(first, part)) for part in PARTS)
    return Sides(first, second, first if within else None)
