"""The overview: five figures, what has changed, and each team and cohort beside the others."""

from reporting.adoption.metrics import ACTIVE_SHARE, REGISTERED
from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.blocks import Card, Page, key_figures
from reporting.kit.slices import Tables
from reporting.kit.tables import releases_in, tables_for
from reporting.kit.told import Told
from reporting.kit.weekly import Weekly, by_group
from reporting.metrics.definition import Metric
from reporting.metrics.figures import change
from reporting.quality.metrics import (
    COMPLAINT_RATE,
    RESPONSE_RATE,
    SATISFACTION,
    SEEN_RESPONSE_RATE,
)

SHOWN = (REGISTERED, ACTIVE_SHARE, SATISFACTION, RESPONSE_RATE, COMPLAINT_RATE)
COMPARED = (*SHOWN, SEEN_RESPONSE_RATE)


def page(asked: Asked) -> Page:
    """How it goes, at a glance."""
    tables = tables_for(
        project=asked.project, question=asked.question, whole=asked.whole, today=asked.today
    )
    weekly = Weekly(tables.weeks, asked.question, asked.groups, asked.today)
    releases = releases_in(project=asked.project, window=asked.whole)
    cards = tuple(_card(tables, metric, asked) for metric in SHOWN)
    before = words.days(tables.before.window)
    return Page(
        window=asked.window,
        blocks=(
            key_figures(
                id="key",
                title="Key figures",
                cards=cards,
                notes=(f"{words.days(asked.window)}. Changes are against {before}.",),
            ),
            weekly.block(ACTIVE_SHARE, section="Week by week"),
            weekly.block(SATISFACTION, section="Week by week", releases=releases),
            *(
                by_group(tables.key, COMPARED, asked.question, asked.groups, kind, section="Groups")
                for kind in ("cohort", "team")
            ),
        ),
    )


def _card(tables: Tables, metric: Metric, asked: Asked) -> Card:
    cell = asked.question.cell
    now, before = tables.key.figure(metric, cell), tables.before.figure(metric, cell)
    moved = words.moved(metric, change(now, before)) if metric.is_share else ""
    return Card(Told(metric, now, moved=moved))
