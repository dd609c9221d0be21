"""Recording answers: new ones, stubs filled, later parts added. Order does not matter."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.messages import AnswerMessage
from feedback.capture.operations.announcing import announce
from feedback.capture.operations.parts import (
    Parts,
    default_paths,
    gather_parts,
    within_clock,
)
from feedback.capture.operations.retrying import again_on_conflict
from feedback.capture.operations.sources import cite
from feedback.errors import RefusedError
from feedback.models import Announcement, Answer, Feedback, Project
from feedback.models.base import uuid7
from feedback.models.bulk import as_array, copy_rows, insert_missing, update_rows

Outcome = Literal["created", "updated", "duplicate"]

_PLAIN = ("question", "text", "language", "model", "prompt_version", "conversation")
_STATED = ("confidence", "abstained", "latency_ms", "tags")
_LINKED = ("release_id", "person_id", "team_id", "cohort_id")
_COLUMNS = (
    "id",
    "project_id",
    "external_id",
    *_PLAIN,
    *_STATED,
    "stub",
    *_LINKED,
    "asked_at",
    "recorded_at",
)
_BLANK: Mapping[str, Any] = {
    **dict.fromkeys(_PLAIN, ""),
    **dict.fromkeys((*_STATED, *_LINKED)),
    "abstained": False,
    "tags": [],
    "stub": True,
}
_Row = dict[str, Any]  # an answer by its columns: a model's instance costs more than all else


@again_on_conflict
@transaction.atomic
def record_answers(
    *,
    project: Project,
    messages: Sequence[AnswerMessage],
    actor: str,
    now: datetime,
    paths: Sequence[str] = (),
) -> list[Outcome | RefusedError]:
    """Store each answer under its id, or complete what is stored; an outcome for each message.

    One whose clock can't be true is refused alone. `paths` say where each message stands in the
    sender's document.
    """
    refusals = _refusals(messages, paths or list(default_paths(len(messages))), now)
    timely = [m for m, refusal in zip(messages, refusals, strict=True) if refusal is None]
    outcomes = iter(_record(project, timely, actor, now) if timely else [])
    return [next(outcomes) if refusal is None else refusal for refusal in refusals]


def _refusals(
    messages: Sequence[AnswerMessage], paths: Sequence[str], now: datetime
) -> list[RefusedError | None]:
    refusals: list[RefusedError | None] = []
    for message, path in zip(messages, paths, strict=True):
        try:
            if message.asked_at:
                within_clock(message.asked_at, now, path=f"{path}.asked_at")
            refusals.append(None)
        except RefusedError as refusal:
            refusals.append(refusal)
    return refusals


def _record(
    project: Project, messages: Sequence[AnswerMessage], actor: str, now: datetime
) -> list[Outcome]:
    parts = gather_parts(project=project, messages=messages, now=now)
    answers = _locked(project, {message.id for message in messages})
    new: dict[str, _Row] = {}
    changed: dict[str, _Row] = {}
    outcomes: list[Outcome] = []
    cited: dict[str, AnswerMessage] = {}
    for message in messages:
        stated = _stated(message, parts, now=now)
        answer = answers.get(message.id)
        if answer is None:
            answer = _new(project, message.id, now=now) | stated
            answers[message.id] = new[message.id] = answer
            outcomes.append("created")
        else:
            outcomes.append(_complete(answer, stated))
            if outcomes[-1] != "duplicate" and message.id not in new:
                changed[message.id] = answer
        if message.citations is not None:
            cited[message.id] = message
    copy_rows(Answer, [row | {"tags": as_array(row["tags"])} for row in new.values()])
    update_rows(Answer, [answer | {"recorded_at": now} for answer in changed.values()])
    recited = cite(
        project=project,
        cited={answers[key]["id"]: m.citations or [] for key, m in cited.items()},
    )
    outcomes = [
        "updated" if outcome == "duplicate" and answers[m.id]["id"] in recited else outcome
        for outcome, m in zip(outcomes, messages, strict=True)
    ]
    later = {row["id"] for row in changed.values()} | recited
    _announce_complaints(project, later - {row["id"] for row in new.values()}, now)
    if new or changed or recited:
        _leave_event(project, messages, outcomes, actor, now)
        announce(project=project)
    return outcomes


def _announce_complaints(project: Project, answers: Collection[UUID], now: datetime) -> None:
    """What is complained of reads otherwise now, or rests on other sources."""
    if not answers:
        return
    said = Feedback.objects.of(project).filter(answer__any=answers, complains=True)
    Announcement.objects.bulk_create(
        Announcement(project=project, feedback_id=pk, announced_at=now)
        for pk in said.order_by("id").values_list("pk", flat=True)
    )


class KnownAnswer(NamedTuple):
    """What a word needs of its answer."""

    id: UUID
    text: str


def ensure_answers(
    *, project: Project, asked: Mapping[str, datetime], now: datetime
) -> dict[str, KnownAnswer]:
    """The answers by external id; a stub for each that was not sent yet.

    `asked` says for each when it was there at the latest: when somebody first voted on it.
    """
    found = _by_external_id(project, asked)
    missing = sorted(asked.keys() - found.keys())
    if missing:
        stubs = [_new(project, key, now=now) | {"asked_at": asked[key]} for key in missing]
        insert_missing(Answer, stubs)
        found |= _by_external_id(project, missing)
    return found


def _by_external_id(project: Project, ids: Iterable[str]) -> dict[str, KnownAnswer]:
    rows = Answer.objects.of(project).filter(external_id__any=ids)
    known = rows.values_list("external_id", "id", "text")
    return {external_id: KnownAnswer(pk, text) for external_id, pk, text in known}


def _locked(project: Project, ids: Iterable[str]) -> dict[str, _Row]:
    """Locked in one order, so that two senders of the same answers wait and don't deadlock."""
    rows = Answer.objects.of(project).filter(external_id__any=ids).order_by("id")
    return {row["external_id"]: row for row in rows.select_for_update().values(*_COLUMNS)}


def _new(project: Project, external_id: str, *, now: datetime) -> _Row:
    """A stub, as there was none."""
    row = {"id": uuid7(), "project_id": project.id, "external_id": external_id, **_BLANK}
    return row | {"asked_at": now, "recorded_at": now}


def _stated(message: AnswerMessage, parts: Parts, *, now: datetime) -> _Row:
    """What the message says, as columns. What it leaves out stays as it is stored."""
    stated: _Row = {"stub": False}
    stated |= {name: value for name in _PLAIN if (value := getattr(message, name))}
    stated |= {name: v for name in _STATED if (v := getattr(message, name)) is not None}
    if message.asked_at:
        stated["asked_at"] = min(message.asked_at, now)
    if message.release:
        stated["release_id"] = parts.releases[message.release].id
    if message.person:
        stated["person_id"] = parts.people[message.person].id
    team_id, cohort_id = parts.groups_of(message)
    if team_id:
        stated["team_id"] = team_id
    if cohort_id:
        stated["cohort_id"] = cohort_id
    return stated


def _complete(answer: _Row, stated: _Row) -> Outcome:
    """Fill a stub, or bring an answer that was sent before up to what is stated now.

    Its team and cohort are those of the time it was given: sent again after its person has moved
    on, it stays where it was.
    """
    outcome: Outcome = "created" if answer["stub"] else "duplicate"
    for name, value in stated.items():
        standing = answer[name]
        if standing == value or (name in {"team_id", "cohort_id"} and standing):
            continue
        answer[name] = value
        outcome = "created" if outcome == "created" else "updated"
    return outcome


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
