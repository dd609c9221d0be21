"""The overview: five figures, what has changed, and each team and cohort beside the others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from reporting.adoption.metrics import ACTIVE_SHARE, REGISTERED
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.behind import behind
from reporting.kit.blocks import Card, Later, Page, key_figures
from reporting.kit.looks import looks_of
from reporting.kit.questions import USUAL
from reporting.kit.slices import Tables
from reporting.kit.tables import releases_in, table_for, tables_for
from reporting.kit.told import Told
from reporting.kit.weekly import Weekly, groups_later
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Table, change
from reporting.overview import saying
from reporting.quality.metrics import (
    COMPLAINT_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    SEEN_RESPONSE_RATE,
)
from reporting.rollups.tally import Window

SHOWN = (REGISTERED, ACTIVE_SHARE, SATISFACTION, RESPONSE_RATE, COMPLAINT_RATE)
SHARES = SHOWN[1:]
COMPARED = (*SHOWN, SEEN_RESPONSE_RATE)
HUES = {ACTIVE_SHARE.name: "use", COMPLAINT_RATE.name: "harm", RESPONSE_RATE.name: "quiet"}

# As long as the window that is usual: like is held against like.
BEGINNING = USUAL


def page(asked: Asked) -> Page:
    """How it goes, at a glance."""
    if asked.part in (alone := _groups(asked, partial(_table, asked))):
        return Page(window=asked.window, blocks=(alone[asked.part],))
    tables = tables_for(
        project=asked.project,
        question=asked.question,
        whole=asked.whole,
        today=asked.today,
        other=_beginning(asked),
    )
    weekly = Weekly(tables.weeks, asked.question, asked.groups, asked.today)
    releases = releases_in(project=asked.project, window=asked.whole)
    cards = tuple(_card(tables, metric, asked, weekly) for metric in SHOWN)
    before = words.days(tables.before.window)
    return Page(
        window=asked.window,
        says=tuple(_says(asked, tables)),
        blocks=(
            key_figures(
                id="key",
                title="Key figures",
                cards=cards,
                notes=(
                    f"{words.days(asked.window)}. Changes are against {before}.",
                    *_active(asked),
                ),
            ),
            replace(weekly, hue="use").block(ACTIVE_SHARE, section="Week by week"),
            weekly.block(SATISFACTION, section="Week by week", releases=releases),
            *_groups(asked, lambda: tables.key).values(),
        ),
    )


def _table(asked: Asked) -> Table:
    return table_for(project=asked.project, question=asked.question, today=asked.today)


def _groups(asked: Asked, table: Callable[[], Table]) -> dict[str, Later]:
    return groups_later(table, COMPARED, asked.question, asked.groups, "Groups")


def _active(asked: Asked) -> list[str]:
    """What active means where the page is of some answers only."""
    facet = asked.question.facet
    if facet is None:
        return []
    said = "active are those who got such an answer or said something of one, of all registered"
    return [f"{facet.name}: {said}."]


def _beginning(asked: Asked) -> Window | None:
    """The first weeks, those of the facet if one is asked for, where the window asked for comes
    after them."""
    life = asked.question.life
    begun = max(asked.whole.first, life.first) if life else asked.whole.first
    first = Window(begun, begun + BEGINNING - timedelta(1))
    return first if asked.window.first > first.last else None


def _card(tables: Tables, metric: Metric, asked: Asked, weekly: Weekly) -> Card:
    cell = asked.question.cell
    now, before = tables.key.figure(metric, cell), tables.before.figure(metric, cell)
    if not metric.is_share:
        return Card(Told(metric, now))
    course = replace(weekly, hue=HUES.get(metric.name, "say"))
    return Card(
        Told(
            metric,
            now,
            behind(metric.behind, asked.question),
            words.moved(metric, change(now, before)),
        ),
        course.spark(metric),
    )


def _says(asked: Asked, tables: Tables) -> list[str]:
    cell = asked.question.cell
    said: list[str] = []
    if tables.other:
        pairs = [
            (metric, tables.other.figure(metric, cell), tables.key.figure(metric, cell))
            for metric in (ACTIVE_SHARE, SATISFACTION)
        ]
        said += saying.then_and_now(tables.other.window, asked.window, pairs)
    full = [week for week in tables.weeks.weeks if words.full(week, asked.today)]
    if len(full) > 1:
        week, before = (cell._replace(week=one.first) for one in (full[-1], full[-2]))
        figures = [
            (m, tables.weeks.figure(m, week), tables.weeks.figure(m, before)) for m in SHARES
        ]
        said.append(saying.since_last_week(full[-1], figures))
    where = saying.where(looks_of(tables.key, SHARES, asked.question, asked.groups))
    return [*said, where] if where else said
