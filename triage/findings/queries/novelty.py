"""What the pilot asked, and what is asked now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from feedback.models import Answer, Project
from triage.embedding.spaces import embedder_of
from triage.findings.found import Found, Heard
from triage.findings.novelty import LEAST_ASKED, Asked, are_new, novelty
from triage.findings.queries.common import answers_in, complaints_in, heard, window_to

WEEKS = 12
# Thousands of questions a second: a language model would take minutes every hour.
SPACE = "wordllama"
MOST_BASELINE, MOST_ASKED = 2000, 10_000


def novelty_in(project: Project, now: datetime) -> list[Found]:
    """Of twelve weeks, the latest questions; none without a first cohort and a second one."""
    pilot = pilot_of(project)
    baseline = questions_of(project, pilot) if pilot else []
    if len(baseline) < LEAST_ASKED:
        return []
    window = window_to(now, weeks=WEEKS)
    rows = answers_in(project, window).exclude(question="").order_by("-asked_at")
    asked = list(rows.values_list("id", "question")[:MOST_ASKED])
    complaints: dict[UUID, list[Heard]] = defaultdict(list)
    for row in complaints_in(project, window).filter(answer__asked_at__gte=window.since):
        complaints[row.answer_id].append(heard(row))
    embedder = embedder_of(SPACE)
    distinct = list(dict.fromkeys(question for _, question in asked))
    if not distinct:
        return []
    new = dict(
        zip(distinct, are_new(embedder.embed(distinct), embedder.embed(baseline)), strict=True)
    )
    return novelty(
        [Asked(question, tuple(complaints[pk])) for pk, question in asked],
        [bool(new[question]) for _, question in asked],
        baseline=len(baseline),
        window=window,
    )


@dataclass(frozen=True)
class Pilot:
    """A cohort, and when another one began after it."""

    cohort: UUID
    until: datetime


def pilot_of(project: Project, named: UUID | None = None) -> Pilot | None:
    """The cohort that is named, where it asked anything, else the first. None while no other began
    after it. Reads every answer."""
    begun = Answer.objects.of(project).filter(cohort__isnull=False)
    firsts = dict(begun.values_list("cohort").annotate(first=Min("asked_at")).order_by("first"))
    cohort = named if named in firsts else next(iter(firsts), None)
    later = [first for first in firsts.values() if cohort and first > firsts[cohort]]
    return Pilot(cohort, min(later)) if cohort and later else None


def questions_of(project: Project, pilot: Pilot) -> list[str]:
    """The latest different questions of the pilot."""
    rows = Answer.objects.of(project).filter(
        cohort=pilot.cohort, asked_at__lt=pilot.until, stub=False
    )
    questions = rows.exclude(question="").order_by("-asked_at").values_list("question", flat=True)
    return list(dict.fromkeys(questions[: MOST_BASELINE * 5]))[:MOST_BASELINE]
