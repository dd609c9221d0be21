"""Placing answers in bands of novelty, as they arrive."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from feedback.models import Cohort, Project
from reporting.models import AnswerNovelty, NoveltyState, Promise
from reporting.novelty.bands import bands_of
from reporting.sorting.arriving import Arrived, arrived, leave_word, through_after, write
from triage.embedding.spaces import embedder_of
from triage.findings.novelty import LEAST_ASKED
from triage.findings.queries.novelty import SPACE, Pilot, pilot_of, questions_of


@transaction.atomic
def place(*, project: Project, now: datetime) -> int:
    """Place the next answers that have arrived, a portion at most. How many it were.

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


def look_again(project: Project) -> None:
    """Look for the pilot the next time: somebody said which it is."""
    NoveltyState.objects.filter(project=project).update(looked_on=None)


def _look(project: Project, state: NoveltyState, now: datetime) -> None:
    """Look for the pilot: the one that the business case names, else the first cohort. Once a day,
    as that reads all answers. With another one everything is placed anew."""
    promises = Promise.objects.standing().of(project).filter(pilot__isnull=False)
    named = promises.values_list("pilot", flat=True).first()
    if Cohort.objects.of(project).count() < 2 or not (found := pilot_of(project, named)):
        return
    state.looked_on = now.date()
    if (found.cohort, found.until) != (state.pilot_id, state.until):
        state.pilot_id, state.until, state.placed_through = found.cohort, found.until, None
        _forget(project)


def _forget(project: Project) -> None:
    rows = AnswerNovelty.objects.of(project)
    leave_word(project, list(rows.values_list("answer_id", flat=True)))
    rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on them


def _place(project: Project, state: NoveltyState, pilot: Pilot, now: datetime) -> int:
    found = arrived(AnswerNovelty, project=project, through=state.placed_through)
    if found:
        baseline = questions_of(project, pilot)
        if len(baseline) < LEAST_ASKED:
            return 0
        bands = _bands(found, baseline, pilot)
        write(AnswerNovelty, project=project, found=found, rows=[{"band": band} for band in bands])
    state.placed_through = through_after(found, now)
    return len(found)


def _bands(found: Sequence[Arrived], baseline: Sequence[str], pilot: Pilot) -> list[str]:
    """The pilot's own are a band to themselves."""
    embed = embedder_of(SPACE).embed
    bands = bands_of(embed([one.question for one in found]), embed(baseline))
    return [
        AnswerNovelty.Band.PILOT if one.cohort == pilot.cohort and one.asked_at < pilot.until else b
        for one, b in zip(found, bands, strict=True)
    ]
