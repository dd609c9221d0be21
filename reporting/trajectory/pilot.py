"""The pilot against the rollout, as a block: how much of the difference is who asks what. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reporting.kit import words
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts import forest as drawn
from reporting.kit.charts.trend import Row
from reporting.kit.facets import OTHERS, WITHOUT
from reporting.kit.questions import Question
from reporting.kit.slices import Groups
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition, Metric
from reporting.metrics.figures import Figure, Status
from reporting.rollups.tally import Window
from reporting.trajectory.comparing import Comparison, Key, Mix, Pilot
from reporting.trajectory.metrics import ADJUSTED_DIFFERENCE, RAW_DIFFERENCE
from reporting.trajectory.standardising import Adjusted

NONE_YET = (
    "There is no pilot to compare with yet: send the cohort that people belong to, with a second"
    " one that began later."
)


EITHER = (
    "With the same mix of teams they may still ask about other things, and the other way round:"
    " trust the same mix of both most, where it is told."
)
TOO_LITTLE = "the two have too few teams and topics in common to make both mixes the same."


@dataclass(frozen=True)
class Slices:
    """Those whom the page is asked about: in the pilot, and in the rollout, whose people are not
    the pilot's."""

    pilot: Question
    rollout: Question

    @property
    def compared(self) -> str:
        """Where both are held against each other as they are."""
        cohort, window = self.rollout.cohort, self.rollout.window
        others = OTHERS if cohort is None else cohort or WITHOUT
        days = {"from_2": window.first, "to_2": window.last} if window else {}
        return f"../compare/?{self.pilot.address(cohort_2=others, **days)}"

    def behind(self, metric: Metric) -> tuple[str, str]:
        """Where the answers of each are listed; "" of all but the pilot's, which no list is of."""
        rollout = "" if self.rollout.cohort is None else behind(metric.behind, self.rollout)
        return behind(metric.behind, self.pilot), rollout


def slices_of(pilot: Pilot, question: Question, whole: Window) -> Slices:
    """Of the question's team and cohort, in the pilot's time and in the rest of the whole."""
    return Slices(
        replace(question, cohort=pilot.slug, window=pilot.window),
        replace(question, window=pilot.rollout(whole)),
    )


def pilot_block(
    pilot: Pilot | None,
    found: Sequence[Comparison],
    groups: Groups,
    question: Question,
    whole: Window,
) -> Block:
    """Each figure in both as it is, and with the same mix of teams, of topics and of both."""
    slices = slices_of(pilot, question, whole) if pilot else None
    return Block(
        id="pilot",
        title="Pilot against rollout, with the same mix of teams and topics",
        section="Pilot and rollout",
        summary=" ".join(filter(None, map(says, found))),
        grid=Grid(
            _HEADS, tuple(row for one in found for row in _rows(one, slices)) if slices else ()
        ),
        plots=(_plot(found, slices.compared),) if slices else (),
        notes=_notes(pilot, found, groups),
        definitions=(RAW_DIFFERENCE, ADJUSTED_DIFFERENCE),
        empty=NONE_YET,
    )


_HEADS = (
    Head("figure", "Figure"),
    Head("mix", "Compared"),
    Head("pilot", "Pilot"),
    Head("rollout", "Rollout"),
    Head("difference", RAW_DIFFERENCE.title, RAW_DIFFERENCE.definition),
    Head("covered", "Of the rollout in common"),
)
# In sentences, and as rows.
OF: Mapping[Mix, str] = {"team": "of teams", "topic": "of topics", "both": "of both"}
ROWS: Mapping[Mix, str] = {
    "team": "same mix of teams",
    "topic": "same mix of topics",
    "both": "same mix of both",
}


def says(one: Comparison) -> str:
    """The difference in a sentence, and how much of it is left with the same mix."""
    if one.raw.value is None or one.pilot.value is None or one.rollout.value is None:
        return ""
    said = (
        f"{one.metric.title} was {words.percent(one.pilot.value)} in the pilot and is"
        f" {words.percent(one.rollout.value)} in the rollout: {_apart(one.raw)}."
    )
    if not one.mixes:
        return (
            f"{said} No team and no topic is in both, so it can't be told who asks what from how"
            " well it answers."
        )
    left = "; ".join(f"{OF[mix]}, {_left(_figure(mixed))}" for mix, mixed in one.mixes.items())
    return f"{said} With the same mix {left}."


def _left(difference: Figure) -> str:
    low, high = difference.interval or (0.0, 0.0)
    return _apart(difference) if low > 0 or high < 0 else "no clear difference is left"


def _apart(difference: Figure) -> str:
    """“23 points lower (19 to 26)”."""
    low, high = sorted(abs(end) * 100 for end in difference.interval or (0.0, 0.0))
    way = "lower" if (difference.value or 0) < 0 else "higher"
    apart = words.points(difference.value, signed=False)
    if min(difference.interval or (0.0, 0.0)) < 0 < max(difference.interval or (0.0, 0.0)):
        return f"{apart} {way}, which chance alone may do"
    return f"{apart} {way} ({low:.0f} to {high:.0f})"


def _figure(mixed: Adjusted[Key]) -> Figure:
    return Figure(Status.OK, value=mixed.difference, interval=mixed.interval)


def _rows(one: Comparison, slices: Slices) -> list[tuple[Entry, ...]]:
    title, compared = Plain(one.metric.name, one.metric.title), slices.compared
    pilot, rollout = slices.behind(one.metric)
    sides = (Told(one.metric, one.pilot, pilot), Told(one.metric, one.rollout, rollout))
    difference = Told(RAW_DIFFERENCE, one.raw, compared)
    raw = (title, Plain("raw", "as it is"), *sides, difference, Plain(None))
    return [raw, *((title, *_mixed(mix, mixed, compared)) for mix, mixed in one.mixes.items())]


def _mixed(mix: Mix, mixed: Adjusted[Key], compared: str) -> tuple[Entry, ...]:
    shares = (mixed.pilot, mixed.rollout, mixed.covered)
    pilot, rollout, covered = (Plain(share, words.percent(share)) for share in shares)
    difference = Told(ADJUSTED_DIFFERENCE, _figure(mixed), compared)
    return Plain(mix, ROWS[mix]), pilot, rollout, difference, covered


def _plot(found: Sequence[Comparison], compared: str) -> Plot:
    """Each mark leads to the same people as they are, of whom what is adjusted is made."""
    rows = [
        row | {"href": compared}
        for one in found
        for row in (
            _mark(one.metric.title, "as it is", RAW_DIFFERENCE, one.raw),
            *(
                _mark(one.metric.title, ROWS[mix], ADJUSTED_DIFFERENCE, _figure(mixed))
                for mix, mixed in one.mixes.items()
            ),
        )
    ]
    spec = drawn.differences(
        rows, title="Rollout less pilot, as it is and with the same mix of teams and topics"
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
        for mix, mixed in one.mixes.items():
            if mix != "both" and mixed.left_out:
                notes.append(_left_out(one, mix, mixed, groups))
        if one.mixes and "both" not in one.mixes:
            notes.append(f"{one.metric.title}: {TOO_LITTLE}")
    return (*notes, *([EITHER] if any(one.mixes for one in found) else []))


def _left_out(one: Comparison, mix: Mix, mixed: Adjusted[Key], groups: Groups) -> str:
    names = [
        groups.name("team", team or "") if mix == "team" else topic or "no question known"
        for team, topic in mixed.left_out
    ]
    shown = "; ".join(names[:6]) + (f" and {len(names) - 6} more" if names[6:] else "")
    return (
        f"{one.metric.title}: {words.percent(mixed.covered)} of the rollout's {one.metric.out_of}"
        f" are {'of' if mix == 'topic' else 'in'} {mix}s that the pilot had too. Left out: {shown}."
    )
