"""Which sources are complained of, beside all others; and which don't say the same."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from feedback.directory.reasons import SOURCES_CONFLICT
from feedback.models import Citation, Feedback, Project, Reason, Source
from triage.findings.charged_source import Charged, charged_sources
from triage.findings.found import Found, Heard, Window
from triage.findings.queries.common import MOST, answers_in, complaints_in, heard, window_to
from triage.findings.source_conflict import Passage, Word, source_conflicts

WEEKS = 12


def charged_sources_in(project: Project, now: datetime) -> list[Found]:
    """Of twelve weeks: answers given in them, and complaints about those."""
    window = window_to(now, weeks=WEEKS)
    cited = _citations(project, window).values_list("source_id")
    answers = dict(cited.annotate(number=Count("answer", distinct=True)).order_by())
    citing = answers_in(project, window).filter(citations__isnull=False).distinct().count()
    complaints, answers_of, charged = _charges(project, window)
    titles = {source.pk: str(source) for source in Source.objects.of(project)}
    sources = [
        Charged(pk, titles[pk], answers[pk], len(answers_of[pk]), tuple(complaints[pk]))
        for pk in sorted(complaints.keys() & answers.keys())
    ]
    return charged_sources(sources, charged=charged, citing=citing, window=window)


def _charges(
    project: Project, window: Window
) -> tuple[dict[UUID, list[Heard]], dict[UUID, set[UUID]], int]:
    """By source: the complaints that charge it, and the answers they are about; and about how
    many answers there are complaints that charge any source."""
    elsewhere = set(
        Reason.objects.of(project)
        .filter(cause__in=[Reason.Cause.INTEGRATION, Reason.Cause.PRESENTATION])
        .values_list("code", flat=True)
    )
    complaints: dict[UUID, list[Heard]] = defaultdict(list)
    answers: dict[UUID, set[UUID]] = defaultdict(set)
    charged = set()
    for row in _with_sources(project, window):
        if row.reasons and set(row.reasons) <= elsewhere:
            continue
        cited = {citation.source_id for citation in row.answer.citations.all()}
        flagged = {flag.source_id for flag in row.flags.all()} & cited
        for source in flagged or cited:
            complaints[source].append(heard(row))
            answers[source].add(row.answer_id)
            charged.add(row.answer_id)
    return complaints, answers, len(charged)


def source_conflicts_in(project: Project, now: datetime) -> list[Found]:
    """Of twelve weeks; of the latest citations, as many as are read at once."""
    window = window_to(now, weeks=WEEKS)
    titles = {source.pk: str(source) for source in Source.objects.of(project)}
    words = [_word(row) for row in _with_sources(project, window)]
    rows = (
        _citations(project, window)
        .order_by("-answer__asked_at")
        .values_list("answer_id", "answer__question", "source_id", "passage", "answer__asked_at")
    )
    passages = [Passage(*row) for row in rows[:MOST]]
    return source_conflicts(words, passages, titles=titles, window=window)


def _word(row: Feedback) -> Word:
    correction = getattr(row, "correction", None)
    return Word(
        heard=heard(row),
        text=f"{row.comment}\n{correction.text if correction else ''}",
        cited=tuple(citation.source_id for citation in row.answer.citations.all()),
        conflict=SOURCES_CONFLICT in row.reasons,
    )


def _with_sources(project: Project, window: Window) -> list[Feedback]:
    """The latest complaints about answers of the window, with what they and their answers say of
    sources."""
    rows = complaints_in(project, window).filter(answer__asked_at__gte=window.since)
    related = rows.select_related("answer", "correction").prefetch_related(
        "flags", "answer__citations"
    )
    return list(related.order_by("-given_at")[:MOST])


def _citations(project: Project, window: Window) -> QuerySet[Citation]:
    return Citation.objects.filter(
        answer__project=project,
        answer__asked_at__gte=window.since,
        answer__asked_at__lt=window.until,
    )
