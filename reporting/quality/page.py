"""Quality: what readers say of the answers, how few of them, since when, and what reviewers say."""

from functools import partial

from reporting.audits.blocks import block as audits_block
from reporting.audits.blocks import latest_told
from reporting.audits.blocks import said_of as audits_said
from reporting.audits.queries.audits import Result, audits_of, results_of
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Card, Later, Page, key_figures
from reporting.kit.slices import Tables
from reporting.kit.sources import cited_sources
from reporting.kit.tables import releases_in, tabled
from reporting.kit.told import Told
from reporting.kit.weekly import groups_later
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Status, change
from reporting.quality import blocks
from reporting.quality.breakdown import FACETS, SECTION, Breakdown
from reporting.quality.changes import spread_of
from reporting.quality.course import counts_of, steadiness
from reporting.quality.metrics import (
    AT_BEST,
    AT_WORST,
    COMPLAINT_RATE,
    CORRECTION_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    UNVERIFIED_RATE,
)
from reporting.quality.queries import facet_tables
from reporting.quality.reading import Reading
from reporting.quality.sources import by_source
from reporting.quality.where import moved_in
from reporting.rollups.tally import Cell
from reporting.topics.queries import examples_of

COMPARED = (SATISFACTION, RESPONSE_RATE, COMPLAINT_RATE, CORRECTION_RATE, UNVERIFIED_RATE)
MOST_AUDITS = 12


def page(asked: Asked) -> Page:
    """Satisfaction never alone: with who is silent, when it changed, and audits beside it."""
    reading = Reading(asked)
    later = _later(reading)
    if asked.part in later:
        return Page(window=asked.window, blocks=(later[asked.part],))
    question, tables, changes = asked.question, reading.tables, reading.changes
    steady = steadiness(reading.told, changes)
    audits = _audits(asked)
    return Page(
        window=asked.window,
        says=(
            *([audits_said(audits)] if audits is not None else []),
            *_says(tables, question.cell),
            steady,
        ),
        blocks=(
            _key(tables, asked, audits),
            blocks.weekly_satisfaction(
                reading.weekly, reading.weeks, reading.levels, reading.releases, reading.updates
            ),
            blocks.unrated(reading.weekly, reading.weeks),
            later["rates"],
            blocks.changes(changes, steady, question),
            *([later["where"]] if changes else []),
            *(one for one in later.values() if one.section == SECTION),
            *([audits_block(audits)] if audits is not None else []),
            *(
                part
                for kind in ("cohort", "team")
                for part in (later[f"by-{kind}"], later[f"{SATISFACTION.name}-by-{kind}"])
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


def _later(reading: Reading) -> dict[str, Later]:
    """What takes long, and is not told above everything; nothing by facet of a part that is of one
    of these already."""
    asked = reading.asked
    groups = groups_later(lambda: reading.key, COMPARED, asked.question, asked.groups, "Groups")
    found = [
        *groups.values(),
        Later("rates", blocks.RATES_TITLE, blocks.BY_WEEK, lambda: blocks.rates(reading.weekly)),
        Later("where", blocks.WHERE, blocks.CHANGED, partial(_where, reading)),
        *(
            Later(
                f"{SATISFACTION.name}-by-{kind}",
                f"{SATISFACTION.title} by week and {kind}",
                "Groups",
                partial(_group, kind, reading),
            )
            for kind in ("cohort", "team")
        ),
    ]
    if not asked.question.facet:
        found += [
            Later(f"by-{kind}", f"By {kind}", SECTION, partial(_facet, kind, reading))
            for kind in FACETS
        ]
        found.append(Later("by-source", "By source", SECTION, partial(_sources, reading)))
    return {one.id: one for one in found}


def _group(kind: str, reading: Reading) -> Block:
    return blocks.by_group(reading.weekly, kind)


def _facet(kind: str, reading: Reading) -> Block:
    asked, whole = reading.asked, reading.together
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


def _sources(reading: Reading) -> Block:
    """None of them where fewer people use the project than may be told of."""
    asked = reading.asked
    hidden = reading.together.figure(COMPLAINT_RATE, Cell()).status is Status.HIDDEN
    found = [] if hidden else cited_sources(project=asked.project, window=asked.whole)
    return by_source(found, asked.question, asked.whole, section=SECTION)


def _where(reading: Reading) -> Block:
    """The groups on both sides of the latest change."""
    asked = reading.asked
    if not reading.changes:
        return blocks.nowhere()
    shift = reading.changes[0]
    before, after = tabled(
        project=asked.project,
        question=asked.question,
        windows={shift.before.window: [], shift.after.window: []},
    )
    spread = spread_of(counts_of(reading.told))
    found = moved_in(before, after, asked.question.cell, asked.groups, spread=spread)
    return blocks.where(shift, found, asked.groups, asked.question)
