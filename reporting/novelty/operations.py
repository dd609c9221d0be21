"""Placing answers in bands of novelty, as they arrive."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from feedback.models import Cohort, Project
from feedback.models.bulk import copy_rows
from reporting.models import AnswerNovelty, NoveltyState
from reporting.novelty.bands import bands_of
from reporting.rollups.arrivals import OVERLAP
from triage.embedding.spaces import embedder_of
from triage.findings.novelty import LEAST_ASKED
from triage.findings.queries.novelty import SPACE, Pilot, pilot_of, questions_of

PORTION = 5000
EVER = datetime(1, 1, 2, tzinfo=UTC)

# In the order of arrival, those that were not placed as they now stand.
_UNPLACED = """
SELECT answer.id, answer.question, answer.recorded_at,
       answer.asked_at < %(until)s AND answer.cohort_id IS NOT DISTINCT FROM %(pilot)s
FROM feedback_answer AS answer
LEFT JOIN reporting_answernovelty AS novelty ON novelty.answer_id = answer.id
WHERE answer.project_id = %(project)s AND answer.recorded_at >= %(since)s
  AND NOT answer.stub AND answer.question <> ''
  AND novelty.recorded_at IS DISTINCT FROM answer.recorded_at
ORDER BY answer.recorded_at LIMIT %(portion)s
"""
# The days of these answers, of the words on them and of who saw them are to be folded anew.
_STALE = """
INSERT INTO reporting_stale (project_id, day)
WITH placed AS MATERIALIZED (
    SELECT id, asked_at FROM feedback_answer
    WHERE project_id = %(project)s AND id = ANY (%(answers)s)
)
SELECT %(project)s, (asked_at AT TIME ZONE 'UTC')::date FROM placed
UNION
SELECT %(project)s, (word.given_at AT TIME ZONE 'UTC')::date
FROM placed JOIN feedback_feedback AS word ON word.answer_id = placed.id
UNION
SELECT %(project)s, (seen.seen_at AT TIME ZONE 'UTC')::date
FROM placed JOIN feedback_exposure AS seen ON seen.answer_id = placed.id
"""


class Arrived(NamedTuple):
    """An answer to be placed; `own` where the pilot itself asked."""

    id: UUID
    question: str
    recorded_at: datetime
    own: bool


@transaction.atomic
def place(*, project: Project, now: datetime) -> int:
    """Place the next answers that have arrived, PORTION at most. How many it were.

    0 when nothing is new, when somebody else is at it, and while there is no pilot with enough
    questions. What is placed is folded anew.
    """
    NoveltyState.objects.get_or_create(project=project)
    states = NoveltyState.objects.select_for_update(skip_locked=True)
    state = states.filter(project=project).first()
    if state is None:
        return 0
    if state.looked_on != now.date():
        _look(project, state, now)
    placed = 0
    if state.pilot_id and state.until:
        placed = _place(project, state, Pilot(state.pilot_id, state.until), now)
    state.save()
    return placed


def _look(project: Project, state: NoveltyState, now: datetime) -> None:
    """Look for the pilot: once a day, as that reads all answers. With another one everything is
    placed anew."""
    if Cohort.objects.of(project).count() < 2 or not (found := pilot_of(project)):
        return
    state.looked_on = now.date()
    if (found.cohort, found.until) != (state.pilot_id, state.until):
        state.pilot_id, state.until, state.placed_through = found.cohort, found.until, None
        _forget(project)


def _forget(project: Project) -> None:
    rows = AnswerNovelty.objects.of(project)
    _leave_word(project, list(rows.values_list("answer_id", flat=True)))
    rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on them


def _arrived(project: Project, state: NoveltyState, pilot: Pilot) -> list[Arrived]:
    with connection.cursor() as cursor:
        cursor.execute(
            _UNPLACED,
            {
                "project": project.pk,
                "since": state.placed_through - OVERLAP if state.placed_through else EVER,
                "until": pilot.until,
                "pilot": pilot.cohort,
                "portion": PORTION,
            },
        )
        return [Arrived(*row) for row in cursor.fetchall()]


def _place(project: Project, state: NoveltyState, pilot: Pilot, now: datetime) -> int:
    arrived = _arrived(project, state, pilot)
    if arrived:
        baseline = questions_of(project, pilot)
        if len(baseline) < LEAST_ASKED:
            return 0
        _write(project, arrived, baseline)
    state.placed_through = arrived[-1].recorded_at if len(arrived) == PORTION else now
    return len(arrived)


def _write(project: Project, arrived: Sequence[Arrived], baseline: Sequence[str]) -> None:
    embed = embedder_of(SPACE).embed
    bands = bands_of(embed([one.question for one in arrived]), embed(baseline))
    AnswerNovelty.objects.of(project).filter(answer__any=[one.id for one in arrived]).delete()
    copy_rows(
        AnswerNovelty,
        [
            {
                "answer_id": one.id,
                "project_id": project.pk,
                "band": AnswerNovelty.Band.PILOT if one.own else band,
                "recorded_at": one.recorded_at,
            }
            for one, band in zip(arrived, bands, strict=True)
        ],
    )
    _leave_word(project, [one.id for one in arrived])


def _leave_word(project: Project, answers: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STALE, {"project": project.pk, "answers": list(answers)})
