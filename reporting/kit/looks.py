"""Every team and cohort of a slice against all others, in several figures at once. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.kit.questions import Question
from reporting.kit.slices import Groups, narrowed, slugs_of
from reporting.metrics.comparing import Difference, differences, rest
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Table


@dataclass(frozen=True)
class Look:
    """One figure of one team or cohort, and of all others; the verdict is corrected for all looks
    that were taken together."""

    kind: str
    slug: str
    name: str
    metric: Metric
    figure: Figure
    others: Figure
    found: Difference


def looks_of(
    table: Table, metrics: Sequence[Metric], question: Question, groups: Groups
) -> list[Look]:
    """The looks at the slice's teams and cohorts; none at a kind of which there is only one."""
    seen: list[tuple[str, str, Metric, Figure, Figure]] = []
    for kind in ("team", "cohort"):
        slugs = slugs_of(table, question.cell, kind, groups)
        for slug in slugs if len(slugs) > 1 else []:
            for metric in metrics:
                part = table.figure(metric, narrowed(question.cell, kind, slug))
                others = rest(table.figure(metric, question.cell), part, enough=metric.enough)
                seen.append((kind, slug, metric, part, others))
    found = differences([(part, others) for *_, part, others in seen])
    return [
        Look(kind, slug, groups.name(kind, slug), metric, part, others, difference)
        for (kind, slug, metric, part, others), difference in zip(seen, found, strict=True)
    ]
