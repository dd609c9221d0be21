"""The pilot against the rollout, as a block: how much of the difference is who asks. Pure."""

from collections.abc import Sequence

from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts import forest as drawn
from reporting.kit.charts.trend import Row
from reporting.kit.slices import Groups
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.trajectory.comparing import Comparison, Pilot
from reporting.trajectory.metrics import ADJUSTED_DIFFERENCE, RAW_DIFFERENCE

NONE_YET = (
    "There is no pilot to compare with yet: send the cohort that people belong to, with a second"
    " one that began later."
)


def pilot_block(pilot: Pilot | None, found: Sequence[Comparison], groups: Groups) -> Block:
    """Each figure in both, the raw difference, and what is left with the same mix."""
    return Block(
        id="pilot",
        title="Pilot against rollout, with the same mix of teams",
        section="Pilot and rollout",
        summary=" ".join(filter(None, map(says, found))),
        grid=Grid(_HEADS, tuple(_row(one) for one in found) if pilot else ()),
        plots=(_plot(found),) if pilot else (),
        notes=_notes(pilot, found, groups),
        definitions=(RAW_DIFFERENCE, ADJUSTED_DIFFERENCE),
        empty=NONE_YET,
    )


_HEADS = (
    Head("figure", "Figure"),
    Head("pilot", "Pilot"),
    Head("rollout", "Rollout"),
    Head("raw", RAW_DIFFERENCE.title, RAW_DIFFERENCE.definition),
    Head("pilot_same_mix", "Pilot with the rollout's mix"),
    Head("same_mix", ADJUSTED_DIFFERENCE.title, ADJUSTED_DIFFERENCE.definition),
    Head("covered", "Of the rollout in common"),
)


def says(one: Comparison) -> str:
    """The difference in a sentence, and how much of it is left with the same mix."""
    if one.raw.value is None or one.pilot.value is None or one.rollout.value is None:
        return ""
    said = (
        f"{one.metric.title} was {words.percent(one.pilot.value)} in the pilot and is"
        f" {words.percent(one.rollout.value)} in the rollout: {_apart(one.raw)}."
    )
    if one.same_mix is None:
        return f"{said} No team is in both, so it can't be told who asks from how well it answers."
    low, high = one.same_mix.interval
    left = _apart(_adjusted(one)) if low > 0 or high < 0 else "no clear difference is left"
    return f"{said} With the same mix of teams: {left}."


def _apart(difference: Figure) -> str:
    """“23 points lower (19 to 26)”."""
    low, high = sorted(abs(end) * 100 for end in difference.interval or (0.0, 0.0))
    way = "lower" if (difference.value or 0) < 0 else "higher"
    apart = words.points(difference.value, signed=False)
    if min(difference.interval or (0.0, 0.0)) < 0 < max(difference.interval or (0.0, 0.0)):
        return f"{apart} {way}, which chance alone may do"
    return f"{apart} {way} ({low:.0f} to {high:.0f})"


def _adjusted(one: Comparison) -> Figure:
    if one.same_mix is None:
        status = one.raw.status if one.raw.status is not Status.OK else Status.TOO_EARLY
        return Figure(status)
    return Figure(Status.OK, value=one.same_mix.difference, interval=one.same_mix.interval)


def _row(one: Comparison) -> tuple[Entry, ...]:
    mix = one.same_mix
    return (
        Plain(one.metric.name, one.metric.title),
        Told(one.metric, one.pilot),
        Told(one.metric, one.rollout),
        Told(RAW_DIFFERENCE, one.raw),
        Plain(mix.pilot, words.percent(mix.pilot)) if mix else Plain(None),
        Told(ADJUSTED_DIFFERENCE, _adjusted(one)),
        Plain(mix.covered, words.percent(mix.covered)) if mix else Plain(None),
    )


def _plot(found: Sequence[Comparison]) -> Plot:
    rows = [
        row
        for one in found
        for row in (
            _mark(one.metric.title, "as it is", RAW_DIFFERENCE, one.raw),
            _mark(one.metric.title, "same mix", ADJUSTED_DIFFERENCE, _adjusted(one)),
        )
    ]
    spec = drawn.differences(
        rows, title="Rollout less pilot, as it is and with the same mix of teams"
    )
    return Plot("plot-pilot", spec, empty=all(row["value"] is None for row in rows))


def _mark(title: str, how: str, definition: Definition, figure: Figure) -> Row:
    low, high = figure.interval or (None, None)
    return {
        "name": f"{title}, {how}",
        "value": figure.value,
        "low": low,
        "high": high,
        "told": words.told(definition, figure),
        "clear": low is not None and high is not None and not low <= 0 <= high,
    }


def _notes(pilot: Pilot | None, found: Sequence[Comparison], groups: Groups) -> tuple[str, ...]:
    if pilot is None:
        return ()
    who = f"The pilot is {pilot.name}, {words.days(pilot.window)}. The rollout is everybody else"
    notes = [f"{who} since {words.day(pilot.rollout_from)}."]
    for one in found:
        if one.same_mix and one.same_mix.left_out:
            names = [groups.name("team", slug) for slug in one.same_mix.left_out]
            shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if names[6:] else "")
            notes.append(
                f"{one.metric.title}: {words.percent(one.same_mix.covered)} of the rollout's"
                f" {one.metric.out_of} are in teams that the pilot had too. Left out: {shown}."
            )
    return tuple(notes)
