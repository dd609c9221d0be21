"""Quality: what readers say of the answers, how few of them, since when, and what reviewers say."""

from dataclasses import replace
from functools import partial

from reporting.audits.blocks import block as audits_block
from reporting.audits.blocks import latest_told
from reporting.audits.blocks import said_of as audits_said
from reporting.audits.queries.audits import Result, audits_of, results_of
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Card, Later, Page, key_figures
from reporting.kit.questions import By
from reporting.kit.slices import Tables
from reporting.kit.sources import cited_sources
from reporting.kit.tables import releases_in, table_for, tabled, tables_for
from reporting.kit.told import Told
from reporting.kit.weekly import Weekly, by_group
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Status, Table, change
from reporting.quality import blocks
from reporting.quality.breakdown import FACETS, SECTION, Breakdown
from reporting.quality.changes import spread_of
from reporting.quality.course import (
    Shift,
    Week,
    comparable,
    counts_of,
    course,
    levels,
    shifts,
    steadiness,
)
from reporting.quality.metrics import (
    AT_BEST,
    AT_WORST,
    COMPLAINT_RATE,
    CORRECTION_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    UNVERIFIED_RATE,
)
from reporting.quality.queries import facet_tables, source_updates
from reporting.quality.sources import by_source
from reporting.quality.where import moved_in
from reporting.rollups.tally import Cell
from reporting.topics.queries import examples_of

COMPARED = (SATISFACTION, RESPONSE_RATE, COMPLAINT_RATE, CORRECTION_RATE, UNVERIFIED_RATE)
MOST_AUDITS = 12


def page(asked: Asked) -> Page:
    """Satisfaction never alone: with who is silent, when it changed, and audits beside it."""
    if asked.part:
        return Page(window=asked.window, blocks=(*_by_facet(asked), *_by_week(asked).values()))
    project, question = asked.project, asked.question
    tables = tables_for(project=project, question=question, whole=asked.whole, today=asked.today)
    weekly = Weekly(tables.weeks, question, asked.groups, asked.today)
    weeks = course(tables.weeks, question.cell)
    told = comparable(weeks, asked.today)
    found = levels(told)
    releases = releases_in(project=project, window=asked.whole)
    updates = source_updates(project, asked.whole)
    changes = shifts(found, [*releases, *updates])
    audits = _audits(asked)
    later = _by_week(asked, tables.weeks)
    return Page(
        window=asked.window,
        says=(
            *([audits_said(audits)] if audits is not None else []),
            *_says(tables, question.cell),
            steadiness(told, changes),
        ),
        blocks=(
            _key(tables, asked, audits),
            blocks.weekly_satisfaction(weekly, weeks, found, releases, updates),
            blocks.unrated(weekly, weeks),
            blocks.rates(weekly),
            blocks.changes(changes, steadiness(told, changes), question),
            *_where(asked, changes, told),
            *_by_facet(asked, tables.weeks),
            *([audits_block(audits)] if audits is not None else []),
            *(
                part
                for kind in ("cohort", "team")
                for part in (
                    by_group(tables.key, COMPARED, question, asked.groups, kind, section="Groups"),
                    later[kind],
                )
            ),
        ),
    )


def _audits(asked: Asked) -> list[Result] | None:
    """The latest audits; None where a part of the project is asked for, of which they tell
    nothing."""
    if asked.question.cell != Cell() or asked.question.facet:
        return None
    return results_of(audits_of(asked.project)[:MOST_AUDITS])


def _key(tables: Tables, asked: Asked, audits: list[Result] | None) -> Block:
    cards = [_card(tables, metric, asked) for metric in COMPARED]
    if audits is not None:
        cards.insert(2, Card(latest_told(audits)))
    before = words.days(tables.before.window)
    return key_figures(
        id="key",
        title="Key figures",
        cards=tuple(cards),
        notes=(f"{words.days(asked.window)}. Changes are against {before}.",),
    )


def _card(tables: Tables, metric: Metric, asked: Asked) -> Card:
    cell = asked.question.cell
    now, before = tables.key.figure(metric, cell), tables.before.figure(metric, cell)
    href = behind(metric.behind, asked.question)
    return Card(Told(metric, now, href, words.moved(metric, change(now, before))))


def _says(tables: Tables, cell: Cell) -> list[str]:
    """How satisfied those who spoke are, and what that leaves open."""
    satisfied, spoke, best, worst = (
        tables.key.figure(metric, cell)
        for metric in (SATISFACTION, RESPONSE_RATE, AT_BEST, AT_WORST)
    )
    if satisfied.value is None:
        return [f"Satisfaction: {words.value(SATISFACTION, satisfied)}."]
    low, high = (words.percent(end) for end in satisfied.interval or (0.0, 1.0))
    spoken = (
        f"{words.percent(satisfied.value)} of all thumbs were up ({low} to {high}): that is what "
        "those think who chose to speak, not how many answers are right."
    )
    said = [spoken]
    if spoke.value is not None and best.value is not None and worst.value is not None:
        said.append(
            f"{words.percent(spoke.value)} of the answers got any feedback. Were all the others "
            f"bad, {words.percent(worst.value)} of the answers would be good; were they all good, "
            f"{words.percent(best.value)}. Thumbs can't tell which."
        )
    return said


def _by_week(asked: Asked, weeks: Table | None = None) -> dict[str, Later]:
    """Satisfaction by week and group, by the kind of group; of these weeks, where they are read."""

    def made(kind: str) -> Block:
        table = weeks or _whole(asked, by="week")
        return blocks.by_group(Weekly(table, asked.question, asked.groups, asked.today), kind)

    return {
        kind: Later(
            f"{SATISFACTION.name}-by-{kind}",
            f"{SATISFACTION.title} by week and {kind}",
            "Groups",
            partial(made, kind),
        )
        for kind in ("cohort", "team")
    }


def _by_facet(asked: Asked, weeks: Table | None = None) -> list[Later]:
    """By topic, release, model, language and source, over all weeks shown; nothing of a part that
    is of one of these already."""
    if asked.question.facet:
        return []

    def made(kind: str) -> Block:
        return _facet(kind, asked, weeks or _whole(asked))

    return [
        *(Later(f"by-{kind}", f"By {kind}", SECTION, partial(made, kind)) for kind in FACETS),
        Later("by-source", "By source", SECTION, lambda: _sources(asked, weeks or _whole(asked))),
    ]


def _whole(asked: Asked, by: By = "") -> Table:
    question = replace(asked.question, window=asked.whole, by=by)
    return table_for(project=asked.project, question=question, today=asked.today)


def _facet(kind: str, asked: Asked, whole: Table) -> Block:
    [table] = facet_tables(asked.project, whole, [kind])
    releases = releases_in(project=asked.project, window=asked.whole) if kind == "release" else []
    return Breakdown(
        kind,
        table,
        asked.question,
        asked.whole,
        order=[name for name, _ in releases],
        examples=examples_of(asked.project) if kind == "topic" else {},
    ).block(COMPARED)


def _sources(asked: Asked, whole: Table) -> Block:
    """None of them where fewer people use the project than may be told of."""
    hidden = whole.figure(COMPLAINT_RATE, Cell()).status is Status.HIDDEN
    found = [] if hidden else cited_sources(project=asked.project, window=asked.whole)
    return by_source(found, asked.question, asked.whole, section=SECTION)


def _where(asked: Asked, changes: list[Shift], told: list[Week]) -> list[Block]:
    """The groups on both sides of the latest change, where there is one."""
    if not changes:
        return []
    shift = changes[0]
    before, after = tabled(
        project=asked.project,
        question=asked.question,
        windows={shift.before.window: [], shift.after.window: []},
    )
    found = moved_in(
        before, after, asked.question.cell, asked.groups, spread=spread_of(counts_of(told))
    )
    return [blocks.where(shift, found, asked.groups, asked.question)]
