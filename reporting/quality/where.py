"""In which groups satisfaction moved when its level changed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from reporting.kit.slices import Groups, narrowed, slugs_of
from reporting.metrics.figures import Change, Figure, Table, change
from reporting.quality.metrics import SATISFACTION
from reporting.rollups.tally import Cell
from triage.statistics import discoveries


@dataclass(frozen=True)
class Moved:
    """A group's satisfaction on the two levels; `clear` where chance alone explains it badly,
    all groups looked at taken together."""

    kind: str
    slug: str
    before: Figure
    after: Figure
    clear: bool = False

    @property
    def change(self) -> Change | None:
        return change(self.after, self.before)


def moved_in(
    before: Table, after: Table, cell: Cell, groups: Groups, *, spread: float
) -> list[Moved]:
    """Every cohort and team of the slice. Of those called clear one in twenty is expected to be
    none: Benjamini and Hochberg 1995. `spread` is by how much weeks differ more than chance."""
    found = [
        Moved(
            kind,
            slug,
            before.figure(SATISFACTION, narrowed(cell, kind, slug)),
            after.figure(SATISFACTION, narrowed(cell, kind, slug)),
        )
        for kind in ("cohort", "team")
        for slug in slugs_of(after, cell, kind, groups)
    ]
    tested = [at for at, one in enumerate(found) if one.change]
    believed = discoveries([_chance(found[at], spread) for at in tested])
    clear = {tested[place] for place in believed}
    return [
        Moved(one.kind, one.slug, one.before, one.after, at in clear)
        for at, one in enumerate(found)
    ]


def said_of(found: Sequence[Moved], groups: Groups) -> str:
    """Which groups moved, in a sentence."""
    names = [groups.name(one.kind, one.slug) for one in found if one.clear]
    if names:
        return f"It clearly moved in {', '.join(names)}."
    if sum(one.change is not None for one in found) < 2:
        return "Too few groups voted both before and after to say where."
    return (
        "In no single group it clearly moved: other people may have begun to vote, rather than "
        "the same ones to think otherwise."
    )


def _chance(one: Moved, spread: float) -> float:
    """How likely so large a difference is by chance: the two-sided test of two shares."""
    part, whole = one.before.numerator or 0, one.before.denominator or 0
    other_part, other_whole = one.after.numerator or 0, one.after.denominator or 0
    share = (part + other_part) / (whole + other_whole)
    variance = share * (1 - share) * (1 / whole + 1 / other_whole) * spread
    if not variance:
        return 1.0
    return erfc(abs(part / whole - other_part / other_whole) / sqrt(2 * variance))
