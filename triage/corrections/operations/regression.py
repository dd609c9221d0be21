"""A release's new answers, held against the verified ones before it ships."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.corrections.errors import ReviewRefusedError
from triage.corrections.judging import Text, judge
from triage.corrections.queries.complained import complained_of
from triage.corrections.queries.regression import regression_set
from triage.corrections.questions import read_answers
from triage.models import RegressionResult, RegressionRun, VerifiedAnswer


@dataclass(frozen=True)
class NewAnswer:
    """What the release answers to the question of a verified answer, named by its short id."""

    id: str
    text: str


@transaction.atomic
def run_regression(
    *,
    project: Project,
    release: str,
    answers: Sequence[NewAnswer],
    run: RegressionRun | None = None,
    actor: str,
    now: datetime,
) -> tuple[RegressionRun, list[RegressionResult | None]]:
    """Judge the answers and keep what was found: as a run of its own, or more of one. A result for
    each, in their order; None where no such verified answer is served now. An answer that the run
    has already is judged again. ReviewRefusedError for an answer that is named twice.
    """
    names = [one.id.upper() for one in answers]
    if len(set(names)) < len(names):
        twice = next(place for place, name in enumerate(names) if name in names[:place])
        raise ReviewRefusedError("It is named twice.", path=f"$.answers[{twice}].id")
    served = regression_set(project, today=now.date())
    if run is None:
        run = RegressionRun.objects.create(
            project=project, release=release, expected=served.count(), made_at=now, made_by=actor
        )
    found = {row.short_id: row for row in served.among(names)}
    results = _judged(
        run, [(found[n], a.text) for n, a in zip(names, answers, strict=True) if n in found]
    )
    _keep(results)
    record(
        project=project,
        actor=actor,
        verb="regression.answers_judged",
        subject=f"regression_run:{run.pk}",
        now=now,
        data={"release": run.release, "answers": len(results)},
    )
    by_name = {one.answer.short_id: one for one in results}
    return run, [by_name.get(name) for name in names]


def _judged(
    run: RegressionRun, pairs: Sequence[tuple[VerifiedAnswer, str]]
) -> list[RegressionResult]:
    """Not saved."""
    wrong = complained_of([row for row, _ in pairs])
    texts = [text for row, new in pairs for text in (new, row.text, *wrong[row.pk])]
    read = dict(zip(texts, map(Text, texts, read_answers(texts)), strict=True))
    results = []
    for row, new in pairs:
        said = judge(read[new], read[row.text], [read[text] for text in wrong[row.pk]])
        results.append(
            RegressionResult(
                run=run,
                answer=row,
                version=row.version,
                expected=row.text,
                text=new,
                verdict=said.verdict.value,
                why=said.why[:500],
                score=said.score,
            )
        )
    return results


def _keep(results: Sequence[RegressionResult]) -> None:
    RegressionResult.objects.bulk_create(
        results,
        update_conflicts=True,
        unique_fields=["run", "answer"],
        update_fields=["version", "expected", "text", "verdict", "why", "score"],
    )
