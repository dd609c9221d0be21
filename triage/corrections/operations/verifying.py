"""Verified answers: published, revised, retired. Each state is a version; none is ever lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project, Source
from feedback.texts import is_storable
from triage.corrections.errors import ReviewRefusedError, ReviewStateError
from triage.corrections.keys import question_key
from triage.corrections.operations.setting import reviewing_lock
from triage.corrections.questions import model_name, read
from triage.issues.freshness import freshness
from triage.models import (
    Owner,
    Reviewing,
    VerifiedAnswer,
    VerifiedSource,
    VerifiedVersion,
)

LONGEST = 20_000
MOST_SOURCES = 20

State = VerifiedAnswer.State


@dataclass(frozen=True)
class Content:
    """What a verified answer says, on what it rests, and until which day it holds, that day
    included (None: as long as its sources do)."""

    question: str
    text: str
    owner: Owner
    sources: Sequence[UUID] = ()
    valid_until: date | None = None


def publish(
    reviewing: Reviewing, content: Content, *, why: str, actor: str, now: datetime
) -> VerifiedVersion:
    """A verified answer to the question, or the next version of the one that stands. Under the
    lock. ReviewRefusedError."""
    sources = checked(reviewing.project, content, today=now.date())
    key = question_key(content.question)
    living = VerifiedAnswer.objects.of(reviewing.project).exclude(state=State.RETIRED)
    row = living.filter(question_key=key).first()
    if row is None:
        reviewing.last += 1
        reviewing.save(update_fields=["last"])
        row = VerifiedAnswer(project=reviewing.project, number=reviewing.last, version=0)
    return _next_version(row, content, sources, why=why, actor=actor, now=now)


@transaction.atomic
def revise(
    *, answer: VerifiedAnswer, content: Content, version: int, why: str, actor: str, now: datetime
) -> VerifiedVersion:
    """The next version, current whatever the answer was: who confirms it says the same again.

    `version` is the one that the caller saw. ReviewStateError where there is a newer one, it is
    retired, or another answers that question; ReviewRefusedError.
    """
    row = _locked(answer, version=version)
    if row.state == State.RETIRED:
        raise ReviewStateError(f"{row.short_id} is retired.", code="retired")
    sources = checked(row.project, content, today=now.date())
    _refuse_taken(row, question_key(content.question))
    return _next_version(row, content, sources, why=why, actor=actor, now=now)


@transaction.atomic
def retire(*, answer: VerifiedAnswer, why: str, actor: str, now: datetime) -> None:
    """It is served no more. ReviewStateError where it is retired already."""
    row = _locked(answer)
    if row.state == State.RETIRED:
        raise ReviewStateError(f"{row.short_id} is retired already.", code="retired")
    retire_locked(row, why=why, actor=actor, now=now)


@transaction.atomic
def unretire(*, answer: VerifiedAnswer, actor: str, now: datetime) -> None:
    """Take a retirement back: it waits for review if it can't be served, and is served if it can.
    ReviewStateError where it is not retired, or another answers its question by now."""
    row = _locked(answer)
    if row.state != State.RETIRED:
        raise ReviewStateError(f"{row.short_id} is not retired.", code="not_retired")
    _refuse_taken(row, row.question_key)
    set_state(row, State.CURRENT, "", verb="brought_back", actor=actor, now=now)


def retire_locked(row: VerifiedAnswer, *, why: str, actor: str, now: datetime) -> None:
    set_state(
        row, State.RETIRED, why.strip()[:300] or "retired", verb="retired", actor=actor, now=now
    )


def put_back(version: VerifiedVersion, *, actor: str, now: datetime) -> None:
    """What a version replaced stands again, as a version of its own; the first one is retired.
    Under the lock. ReviewStateError where it is not the newest any more."""
    row = _locked(version.answer)
    if row.version != version.number or row.state == State.RETIRED:
        raise ReviewStateError(
            f"{row.short_id} was changed since: change it there.", code="undo_overtaken"
        )
    before = row.versions.filter(number=version.number - 1).select_related("owner").first()
    if before is None:
        return retire_locked(row, why="the correction was taken back", actor=actor, now=now)
    named = [UUID(pk) for pk, *_ in before.sources]
    there = Source.objects.of(row.project).filter(pk__in=named)
    content = Content(
        before.question, before.text, before.owner, [s.pk for s in there], before.valid_until
    )
    why = f"version {before.number} again"
    _next_version(row, content, list(there), why=why, actor=actor, now=now)
    return None


def checked(project: Project, content: Content, *, today: date) -> list[Source]:
    """The sources that it rests on. ReviewRefusedError where anything can't be meant."""
    for name, text in (("question", content.question), ("text", content.text)):
        if not text.strip() or not is_storable(text):
            raise ReviewRefusedError(f"A verified answer needs a {name}.", path=name)
        if len(text) > LONGEST:
            raise ReviewRefusedError(f"The {name} has over {LONGEST} characters.", path=name)
    if content.valid_until and content.valid_until < today:
        raise ReviewRefusedError("The day until which it holds is over.", path="valid_until")
    if len(content.sources) > MOST_SOURCES:
        raise ReviewRefusedError(f"Up to {MOST_SOURCES} sources.", path="sources")
    sources = list(Source.objects.of(project).filter(pk__in=content.sources))
    if len(sources) != len(set(content.sources)):
        raise ReviewRefusedError("There is no such source.", path="sources")
    for source in sources:
        word, tone = freshness(
            status=source.status, approved_until=source.approved_until, today=today
        )
        if tone == "bad":
            raise ReviewRefusedError(
                f"It can't rest on {source}: that is {word}.", code="source_stale", path="sources"
            )
    return sources


def _next_version(
    row: VerifiedAnswer,
    content: Content,
    sources: Sequence[Source],
    *,
    why: str,
    actor: str,
    now: datetime,
) -> VerifiedVersion:
    row.question, row.text = content.question.strip(), content.text.strip()
    row.question_key = question_key(content.question)
    row.owner, row.valid_until = content.owner, content.valid_until
    [row.vector], row.vector_model = read([row.question]), model_name()
    row.version += 1
    row.state, row.state_why, row.changed_at = State.CURRENT, "", now
    row.save()
    row.resting_on.all().delete()
    VerifiedSource.objects.bulk_create(
        VerifiedSource(answer=row, source=source, version=source.version) for source in sources
    )
    version = VerifiedVersion.objects.create(
        answer=row,
        number=row.version,
        question=row.question,
        text=row.text,
        owner=row.owner,
        sources=[[str(s.pk), str(s), s.version] for s in sources],
        valid_until=row.valid_until,
        why=why[:300],
        actor=actor,
        at=now,
    )
    _trace(row, "versioned", {"version": row.version, "why": why}, actor=actor, now=now)
    return version


def set_state(
    row: VerifiedAnswer, state: str, why: str, *, verb: str, actor: str, now: datetime
) -> None:
    row.state, row.state_why, row.changed_at = state, why, now
    row.save(update_fields=["state", "state_why", "changed_at"])
    _trace(row, verb, {"why": why}, actor=actor, now=now)


def _locked(answer: VerifiedAnswer, *, version: int | None = None) -> VerifiedAnswer:
    reviewing_lock(answer.project)
    row = VerifiedAnswer.objects.select_related("project", "owner").get(pk=answer.pk)
    if version is not None and row.version != version:
        raise ReviewStateError(
            f"{row.short_id} has a version {row.version} that you have not seen.", code="overtaken"
        )
    return row


def _refuse_taken(row: VerifiedAnswer, key: str) -> None:
    living = VerifiedAnswer.objects.of(row.project).exclude(state=State.RETIRED)
    if other := living.filter(question_key=key).exclude(pk=row.pk).first():
        raise ReviewStateError(
            f"{other.short_id} answers that question already.", code="question_taken"
        )


def _trace(
    row: VerifiedAnswer, verb: str, data: dict[str, object], *, actor: str, now: datetime
) -> None:
    record(
        project=row.project,
        actor=actor,
        verb=f"verified.{verb}",
        subject=f"verified:{row.pk}",
        now=now,
        data=data,
    )
