"""Recording answers: new ones, stubs filled, later parts added. Order does not matter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.messages import AnswerMessage
from feedback.capture.operations.announcing import announce
from feedback.capture.operations.parts import Parts, gather_parts, within_clock
from feedback.capture.operations.retrying import again_on_conflict
from feedback.capture.operations.sources import cite
from feedback.models import Answer, Project

Outcome = Literal["created", "updated", "duplicate"]

_PLAIN = ("question", "text", "language", "model", "conversation")
_STATED = ("confidence", "abstained", "latency_ms")
_STORED = (*_PLAIN, *_STATED, "stub", "release", "person", "team", "cohort", "asked_at")


@again_on_conflict
@transaction.atomic
def record_answers(
    *, project: Project, messages: Sequence[AnswerMessage], actor: str, now: datetime
) -> list[Outcome]:
    """Store each answer under its id, or complete what is stored; an outcome for each message.

    Raises RefusedError for a clock that is ahead: then nothing is stored.
    """
    parts = gather_parts(project=project, messages=messages, now=now)
    answers = _locked(project, {message.id for message in messages})
    new: dict[str, Answer] = {}
    changed: dict[str, Answer] = {}
    outcomes: list[Outcome] = []
    cited: dict[str, AnswerMessage] = {}
    for place, message in enumerate(messages):
        stated = _stated(message, parts, now=now, place=place)
        if message.id not in answers:
            answers[message.id] = new[message.id] = Answer(
                project=project, external_id=message.id, **{"asked_at": now, **stated}
            )
            outcomes.append("created")
        else:
            outcomes.append(_complete(answers[message.id], stated))
            if outcomes[-1] != "duplicate" and message.id not in new:
                changed[message.id] = answers[message.id]
        if message.citations is not None:
            cited[message.id] = message
    _save(new, changed, now)
    cite(project=project, cited=[(answers[key], m.citations or []) for key, m in cited.items()])
    if new or changed:
        _leave_event(project, messages, outcomes, actor, now)
        announce(project=project)
    return outcomes


def ensure_answers(*, project: Project, ids: Iterable[str], now: datetime) -> dict[str, Answer]:
    """The answers by external id; a stub for each that has not been sent yet."""
    wanted = set(ids)
    found = _by_external_id(project, wanted)
    missing = wanted - found.keys()
    if missing:
        _make_stubs(project=project, ids=missing, now=now)
        found |= _by_external_id(project, missing)
    return found


def _by_external_id(project: Project, ids: Iterable[str]) -> dict[str, Answer]:
    rows = Answer.objects.of(project).filter(external_id__in=list(ids))
    return {answer.external_id: answer for answer in rows}


def _make_stubs(*, project: Project, ids: Iterable[str], now: datetime) -> None:
    Answer.objects.bulk_create(
        [
            Answer(project=project, external_id=key, stub=True, asked_at=now, recorded_at=now)
            for key in sorted(ids)
        ],
        ignore_conflicts=True,
    )


def _locked(project: Project, ids: Iterable[str]) -> dict[str, Answer]:
    """Locked in one order, so that two senders of the same answers wait and don't deadlock."""
    rows = (
        Answer.objects.of(project)
        .filter(external_id__in=list(ids))
        .order_by("id")
        .select_for_update(of=("self",))
        .select_related("release", "person", "team", "cohort")
    )
    return {answer.external_id: answer for answer in rows}


def _stated(message: AnswerMessage, parts: Parts, *, now: datetime, place: int) -> dict[str, Any]:
    """What the message says, as columns. What it leaves out stays as it is stored."""
    stated: dict[str, Any] = {"stub": False}
    stated |= {name: getattr(message, name) for name in _PLAIN if getattr(message, name)}
    stated |= {n: getattr(message, n) for n in _STATED if getattr(message, n) is not None}
    if message.asked_at:
        stated["asked_at"] = within_clock(message.asked_at, now, path=f"$[{place}].asked_at")
    if message.release:
        stated["release"] = parts.releases[message.release]
    person = parts.people.get(message.person)
    if person:
        stated |= {"person": person, "team": person.team, "cohort": person.cohort}
    else:
        stated |= parts.groups_named(message.team, message.cohort)
    return stated


def _complete(answer: Answer, stated: dict[str, Any]) -> Outcome:
    """Fill a stub, or bring an answer that was sent before up to what is stated now."""
    outcome: Outcome = "created" if answer.stub else "duplicate"
    for name, value in stated.items():
        if getattr(answer, name) != value:
            setattr(answer, name, value)
            outcome = "created" if outcome == "created" else "updated"
    return outcome


def _save(new: dict[str, Answer], changed: dict[str, Answer], now: datetime) -> None:
    for answer in (*new.values(), *changed.values()):
        answer.recorded_at = now
    Answer.objects.bulk_create(new.values())
    Answer.objects.bulk_update(changed.values(), [*_STORED, "recorded_at"])


def _leave_event(
    project: Project,
    messages: Sequence[AnswerMessage],
    outcomes: Sequence[Outcome],
    actor: str,
    now: datetime,
) -> None:
    data: Mapping[str, Any] = {
        "answers": len(messages),
        **{outcome: outcomes.count(outcome) for outcome in dict.fromkeys(outcomes)},
    }
    subject = f"answer:{messages[0].id}" if len(messages) == 1 else "answers"
    record(
        project=project, actor=actor, verb="answers.recorded", subject=subject, now=now, data=data
    )
