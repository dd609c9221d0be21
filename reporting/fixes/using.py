"""Whether people used it more after their sources were cleaned up: the part of the page. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from reporting.fixes.cleanups import LEAST, Difference, Effect, Verdict
from reporting.fixes.kept import POOLED, hidden
from reporting.fixes.metrics import USE_AFTER, USE_BEFORE
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.forest import POINTS, forest
from reporting.kit.told import Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status

_WORDS = {
    Verdict.MORE: ("used more", "use", "triangle-right"),
    Verdict.LESS: ("used less", "harm", "triangle-left"),
    Verdict.NO_CLEAR: ("no clear difference", "quiet", "diamond"),
    Verdict.NOT_COMPARABLE: ("doesn't compare: apart before", "quiet", "cross"),
    Verdict.TOO_EARLY: ("too early to tell", "quiet", "circle"),
}
_TICKS = (-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75)


class Named(NamedTuple):
    """What a clean-up is called, and where its issue is."""

    name: str
    title: str
    href: str


def says(effects: Mapping[str, Effect]) -> str:
    """All clean-ups together in a sentence; "" where there are none."""
    pooled = effects.get(POOLED)
    if pooled is None or pooled.after is None:
        return ""
    if pooled.verdict is Verdict.NOT_COMPARABLE:
        return (
            "Whether clean-ups of sources bring use can't be told: those whose source was mended "
            "and the others had moved apart before."
        )
    interval = words.between(pooled.after.low, pooled.after.high)
    if pooled.verdict is Verdict.NO_CLEAR:
        return f"After clean-ups of sources there is no clear change of use ({interval})."
    return (
        f"After clean-ups of sources, those who had complained of them used it "
        f"{words.points(pooled.after.value, signed=False)} "
        f"{'more' if pooled.verdict is Verdict.MORE else 'less'} than others ({interval})."
    )


def use_after(effects: Mapping[str, Effect], named: Mapping[str, Named]) -> Block:
    """Each clean-up, and all of them together first."""
    secret = hidden(effects)
    every = {POOLED: Named("All", "All clean-ups together", ""), **named}
    shown = {
        name: effect
        for name, effect in effects.items()
        if name in every and (name == POOLED or name not in secret)
    }
    order = sorted(shown, key=lambda name: (name != POOLED, every[name].name))
    rows = tuple(_row(every[name], shown[name], hide=name in secret) for name in order)
    drawn = [
        _mark(every[name], shown[name], shown[name].after)
        for name in order
        if name not in secret and shown[name].after
    ]
    spec = forest(
        drawn, title=USE_AFTER.title, none=0.0, domain=(-1, 1), ticks=_TICKS, label=POINTS
    )
    return Block(
        id="use",
        title="Use after clean-ups of sources",
        section="Did it bring people back?",
        summary=(
            "Share of weeks in which those who had complained of a mended source used it, four "
            "weeks since less four weeks before, less the same of people who complained in the "
            "same weeks of what nothing mended. Right of the line they used it more."
        ),
        grid=Grid(_HEADS, rows),
        plots=(Plot("plot-use", spec),) if drawn else (),
        notes=(
            "People choose what they complain of: this is no experiment.",
            "Where both moved apart before, it doesn't compare; of few, moving alike is no proof.",
            "Of twenty clean-ups that do nothing, one is called clear by chance.",
        ),
        definitions=(USE_AFTER, USE_BEFORE),
        empty=(
            "There is no source update whose four weeks since are over. Resolve issues by a source "
            "update, and name the source."
        ),
    )


_HEADS = (
    Head("issue", "Issue"),
    Head("treated", "People with a mended source"),
    Head("others", "Compared with"),
    Head(USE_AFTER.name, USE_AFTER.title, USE_AFTER.definition),
    Head(USE_BEFORE.name, USE_BEFORE.title, USE_BEFORE.definition),
    Head("verdict", "Verdict"),
)


def _row(named: Named, effect: Effect, *, hide: bool) -> tuple[Plain | Told, ...]:
    if hide:
        effect = Effect(Verdict.TOO_EARLY, 0, 0, None, None)
    return (
        Plain(named.name, named.title, href=named.href),
        Plain(None if hide else effect.treated, words.HIDDEN if hide else ""),
        Plain(None if hide else effect.others, words.HIDDEN if hide else ""),
        _told(USE_AFTER, effect, effect.after, hide=hide),
        _told(USE_BEFORE, effect, effect.placebo, hide=hide),
        Plain(words.HIDDEN if hide else _WORDS[effect.verdict][0]),
    )


def _told(definition: Definition, effect: Effect, found: Difference | None, *, hide: bool) -> Told:
    if hide:
        return Told(definition, Figure(Status.HIDDEN))
    people = min(effect.treated, effect.others)
    if found is None:
        missing = max(LEAST - people, 0)
        return Told(definition, Figure(Status.TOO_EARLY, denominator=people, missing=missing))
    figure = Figure(
        Status.OK, denominator=people, value=found.value, interval=(found.low, found.high)
    )
    return Told(definition, figure)


def _mark(named: Named, effect: Effect, found: Difference | None) -> dict[str, object]:
    assert found
    word, hue, shape = _WORDS[effect.verdict]
    return {
        "name": named.name,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "verdict": word,
        "hue": hue,
        "shape": shape,
        "told": words.between(found.low, found.high),
        "href": named.href,
    }
