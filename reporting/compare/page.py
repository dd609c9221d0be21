"""Two slices side by side, and every team and cohort against all others."""

from reporting.adoption.metrics import ACTIVE_SHARE
from reporting.compare.sides import ANY, Sides, sides
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Filter, Grid, Head, Page, Plot
from reporting.kit.charts import forest as drawn
from reporting.kit.facets import OTHERS, WITHOUT, choices
from reporting.kit.looks import Look, looks_of
from reporting.kit.tables import table_for
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.comparing import TEST, Difference, differences, rest
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Status, Table, figure_of
from reporting.metrics.minimum import MINIMUM
from reporting.quality.metrics import (
    COMPLAINT_RATE,
    CORRECTION_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    UNVERIFIED_RATE,
)
from reporting.rollups.statements import KINDS
from reporting.rollups.tally import Cell

COMPARED: tuple[Metric, ...] = (
    ACTIVE_SHARE,
    SATISFACTION,
    RESPONSE_RATE,
    COMPLAINT_RATE,
    CORRECTION_RATE,
    UNVERIFIED_RATE,
)


def page(asked: Asked) -> Page:
    """QuestionRefusedError for a second side that makes no sense."""
    both = sides(
        asked.question,
        asked.parameters,
        groups=asked.groups,
        values=asked.values,
        today=asked.today,
    )
    table = table_for(project=asked.project, question=both.first, today=asked.today)
    other = table_for(project=asked.project, question=both.second, today=asked.today)
    block = _two(asked, both, table, other)
    standing_out = _standing_out(asked, table)
    return Page(
        window=asked.window,
        says=(block.summary,),
        blocks=(block, standing_out),
        filters=_filters(asked),
    )


def _two(asked: Asked, both: Sides, table: Table, other: Table) -> Block:
    names = [both.name(asked.groups, asked.today, second=second) for second in (False, True)]
    pairs = [_pair(metric, both, table, other) for metric in COMPARED]
    found = differences(pairs)
    rows = [
        _row(
            Plain(metric.name, metric.title),
            Told(metric, first, behind(metric.behind, both.first)),
            Told(metric, second, "" if both.less else behind(metric.behind, both.second)),
            difference,
        )
        for metric, (first, second), difference in zip(COMPARED, pairs, found, strict=True)
    ]
    hrefs = [behind(metric.behind, both.first) for metric in COMPARED]
    return Block(
        id="sides",
        title=f"{names[0]} against {names[1]}",
        summary=_said(names, found),
        grid=Grid(_heads("metric", "Figure", *names), tuple(rows)),
        plots=(_plot("sides", [m.title for m in COMPARED], found, hrefs),),
        notes=(TEST,),
        definitions=COMPARED,
    )


def _pair(metric: Metric, both: Sides, table: Table, other: Table) -> tuple[Figure, Figure]:
    first = table.figure(metric, both.first.cell)
    second = other.figure(metric, both.second.cell)
    if both.less is None:
        return first, second
    if both.less == both.first:
        return first, rest(second, first, enough=metric.enough)
    return first, _all_but(metric, other, both.second.cell, both.less.cell)


def _all_but(metric: Metric, table: Table, every: Cell, few: Cell) -> Figure:
    """Of those in the one cell who are not in the other, in which there may be nobody."""
    if Status.HIDDEN in (table.figure(metric, every).status, table.figure(metric, few).status):
        return Figure(Status.HIDDEN)
    tallies = table.tally(every), table.tally(few)
    counts = (metric.numerator, metric.denominator or metric.numerator, metric.people)
    part, whole, people = (count(tallies[0]) - count(tallies[1]) for count in counts)
    if whole and people < MINIMUM:
        return Figure(Status.HIDDEN)
    return figure_of(metric, part, whole, people)


def _standing_out(asked: Asked, table: Table) -> Block:
    """Every team and cohort of the slice against all others, over all figures."""
    looks = looks_of(table, COMPARED, asked.question, asked.groups)
    clear = [look for look in looks if look.found.clear]
    names = [f"{look.name}: {look.metric.title}" for look in clear]
    hrefs = [_of(asked, look) for look in clear]
    rows = [
        _row(
            Plain(f"{look.slug or WITHOUT}:{look.metric.name}", name, href=href),
            Told(look.metric, look.figure),
            Told(look.metric, look.others),
            look.found,
        )
        for look, name, href in zip(clear, names, hrefs, strict=True)
    ]
    return Block(
        id="standing-out",
        title="Who stands out",
        summary=f"{len(rows)} of {len(looks)} looks show a clear difference.",
        grid=Grid(_heads("who", "Who, and in what", "Theirs", "All others"), tuple(rows)),
        plots=(_plot("standing-out", names, [look.found for look in clear], hrefs),)
        if rows
        else (),
        notes=(TEST,),
        empty=f"None of {len(looks)} looks shows a clear difference between groups.",
    )


def _of(asked: Asked, look: Look) -> str:
    return f"?{asked.question.address(**{look.kind: look.slug or WITHOUT})}"


def _heads(key: str, title: str, first: str, second: str) -> tuple[Head, ...]:
    return (
        Head(key, title),
        Head("first", first),
        Head("second", second),
        Head("difference", "Difference", "The first less the second, in points."),
        Head("low", "From"),
        Head("high", "To"),
        Head(
            "chance", "By chance", "How often chance alone brings one as large, before correction."
        ),
        Head("verdict", "Verdict"),
    )


def _row(name: Plain, first: Told, second: Told, found: Difference) -> tuple[Entry, ...]:
    low, high = found.interval or (None, None)
    return (
        name,
        first,
        second,
        Plain(found.difference, words.points(found.difference)),
        Plain(low, words.points(low)),
        Plain(high, words.points(high)),
        Plain(found.chance, words.chance(found.chance)),
        Plain(found.verdict.value),
    )


def _plot(id_: str, names: list[str], found: list[Difference], hrefs: list[str]) -> Plot:
    rows = [
        {
            "name": name,
            "value": one.difference,
            "low": one.interval[0] if one.interval else None,
            "high": one.interval[1] if one.interval else None,
            "told": f"{words.points(one.difference)}: {one.verdict}",
            "clear": one.clear,
            "href": href,
        }
        for name, one, href in zip(names, found, hrefs, strict=True)
    ]
    spec = drawn.differences(rows, title="Differences in points, with 95% intervals")
    return Plot(f"plot-{id_}", spec, empty=all(row["value"] is None for row in rows))


def _said(names: list[str], found: list[Difference]) -> str:
    clear = [
        f"{metric.title} is {words.points(one.difference, signed=False)} {one.verdict}"
        for metric, one in zip(COMPARED, found, strict=True)
        if one.clear
    ]
    if all(one.difference is None for one in found):
        return f"{names[0]} against {names[1]}: too little is told of both in these days."
    if not clear:
        return f"Between {names[0]} and {names[1]} there is no clear difference."
    return f"{names[0]} against {names[1]}: {'; '.join(clear)}."


def _filters(asked: Asked) -> tuple[Filter, ...]:
    given = asked.parameters
    groups = [
        Filter(
            f"{kind}_2",
            f"Against {kind}",
            {
                "": "The same",
                ANY: f"All {kind}s",
                OTHERS: f"All other {kind}s",
                **asked.groups.of(kind),
                WITHOUT: f"No {kind}",
            },
            given.get(f"{kind}_2", ""),
        )
        for kind in ("team", "cohort")
    ]
    days = [
        Filter(f"{end}_2", f"Against {end}", {}, given.get(f"{end}_2", ""), kind="date")
        for end in ("from", "to")
    ]
    return (*groups, _against(asked), *days)


def _against(asked: Asked) -> Filter:
    """The facet of the second side: that of the first, if nothing is said, or another, or all."""
    given = [(kind, value) for kind in KINDS if (value := asked.parameters.get(f"{kind}_2", ""))]
    usual = {"": "The same"}
    if asked.question.facet:
        usual[f"{asked.question.facet.kind}={ANY}"] = "All answers"
    return Filter(
        "facet_2",
        "Against answers of",
        usual,
        "=".join(given[0]) if given else "",
        grouped=choices(asked.values),
    )
