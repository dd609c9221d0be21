"""Recording feedback: one transaction for word, revision, correction, announcement and event."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db import transaction

from feedback.capture.messages import FeedbackMessage
from feedback.capture.operations.announcing import announce
from feedback.capture.operations.drafts import Draft, WordRefusedError, draft, with_quotes
from feedback.capture.operations.parts import default_paths
from feedback.capture.operations.retired import also_taken
from feedback.capture.operations.retrying import again_on_conflict
from feedback.capture.operations.saying import Taken, say, voter_of, written
from feedback.directory.queries import living_codes
from feedback.errors import RefusedError
from feedback.models import Answer, FeedbackRevision, Project

Placed = tuple[int, Draft]
_NO_MORE: Mapping[int, frozenset[str]] = {}


class Receipt(NamedTuple):
    """What the sender gets once the word is committed. The same word again: the same id.

    "outdated" is for imports, which tell of the past: the voter has said something else since.
    """

    id: UUID
    answer: str
    outcome: Literal["created", "updated", "duplicate", "outdated"]
    revision: int
    recorded_at: datetime


Result = Receipt | RefusedError


class Admission(NamedTuple):
    """What is known of the project and the caller already, so that nothing need be asked twice.

    `reasons` are those that a new word may give.
    Words are recorded only if the key's `stamp` still holds (see feedback.directory.doors).
    """

    reasons: frozenset[str]
    key_id: UUID | None = None
    stamp: str | None = None


class Judged(NamedTuple):
    """Messages as far as they can be judged without the database.

    `waves` are the words as it takes them, or None where it must be asked first: what the spans
    of one of them mark.
    """

    paths: Sequence[str]
    drafts: list[Placed]
    refusals: dict[int, Result]
    waves: list[bytes] | None


def judge(
    messages: Sequence[FeedbackMessage],
    *,
    reasons: frozenset[str],
    more: Mapping[int, frozenset[str]] = _NO_MORE,
    now: datetime,
    suspect: bool = False,
    paths: Sequence[str] = (),
) -> Judged:
    """What `record_judged` records, for who has time for that before; else `record_feedback`.

    `more` are reasons that messages may give besides, by their places.
    """
    paths = paths or list(default_paths(len(messages)))
    refusals: dict[int, Result] = {}
    drafts: list[Placed] = []
    for place, message in enumerate(messages):
        try:
            known = reasons | more[place] if place in more else reasons
            word = draft(message, reasons=known, now=now, path=paths[place], suspect=suspect)
            drafts.append((place, word))
        except RefusedError as refusal:
            refusals[place] = refusal
    plain = not any(word.message.spans for _, word in drafts)
    return Judged(paths, drafts, refusals, _waves(drafts) if plain else None)


def record_feedback(
    *,
    project: Project,
    messages: Sequence[FeedbackMessage],
    channel: str,
    actor: str,
    now: datetime,
    suspect: bool = False,
    admission: Admission | None = None,
    paths: Sequence[str] = (),
) -> list[Result]:
    """Store each word; a receipt or a refusal for each message, in their order.

    A voter's second word on an answer is a revision of the first. An event id that was seen
    before changes nothing and gives the receipt of what it made. What is refused is refused
    alone: the others are stored, all of them or, on any failure, none. `paths` say where each
    message stands in the sender's document.
    """
    admission = admission or Admission(living_codes(project))
    more = also_taken(project=project, messages=messages, known=admission.reasons)
    judged = judge(
        messages, reasons=admission.reasons, more=more, now=now, suspect=suspect, paths=paths
    )
    return record_judged(
        judged, project=project, channel=channel, actor=actor, now=now, admission=admission
    )


@again_on_conflict
def record_judged(
    judged: Judged,
    *,
    project: Project,
    channel: str,
    actor: str,
    now: datetime,
    admission: Admission | None = None,
) -> list[Result]:
    """Store what was found in order; results as those of `record_feedback`."""
    paths, drafts, refusals, waves = judged
    results = dict(refusals)
    if waves is None:
        waves = _waves(_quoted(project, drafts, results))
    taken = _say(
        waves,
        project_id=project.id,
        channel=channel,
        actor=actor,
        now=now,
        key_id=admission.key_id if admission else None,
        stamp=admission.stamp if admission else None,
    )
    results |= {one.place: _result(one, paths) for one in taken}
    if any(one.outcome in {"created", "updated"} for one in taken):
        announce(project=project)
    return [results[place] for place in range(len(paths))]


def _say(waves: Sequence[bytes], **told: Any) -> list[Taken]:
    """Wave after wave, all of them or none: a single one is a statement, which is that anyway."""
    with transaction.atomic() if len(waves) > 1 else nullcontext():
        return [one for wave in waves for one in say(wave, **told)]


def _waves(drafts: Iterable[Placed]) -> list[bytes]:
    """The drafts in as few parts as may be, none with two words of one voter on one answer, nor
    with one event twice. Nearly always that is one part."""
    waves: list[list[Placed]] = []
    met: defaultdict[object, int] = defaultdict(int)
    for place, word in drafts:
        message = word.message
        voter = ("person", message.person) if message.person else voter_of(word)
        marks: list[object] = [(message.answer, voter)]
        if message.id:
            marks.append(message.id)
        number = max(met[mark] for mark in marks)
        for mark in marks:
            met[mark] = number + 1
        if number == len(waves):
            waves.append([])
        waves[number].append((place, word))
    return [written(wave) for wave in waves]


def _quoted(project: Project, drafts: Sequence[Placed], results: dict[int, Result]) -> list[Placed]:
    """The drafts with the words that their spans mark. Those whose spans are wrong are refused,
    unless they were taken once: the answer may have been changed since."""
    asked = {word.message.answer for _, word in drafts if word.message.spans}
    if not asked:
        return list(drafts)
    rows = Answer.objects.of(project).filter(external_id__any=asked)
    texts = dict(rows.values_list("external_id", "text"))
    quoted: list[Placed] = []
    for place, word in drafts:
        message = word.message
        text = texts.get(message.answer, "")
        try:
            said = with_quotes(word.said, message.spans, text=text, path=word.path)
            quoted.append((place, word._replace(said=said)))
        except WordRefusedError as refusal:
            if message.id and _seen(project, [message.id]):
                quoted.append((place, word))
            else:
                results[place] = refusal
    return quoted


def _seen(project: Project, event_ids: Collection[str]) -> bool:
    rows = FeedbackRevision.objects.filter(project=project, event_id__any=event_ids)
    return rows.exists()


def _result(one: Taken, paths: Sequence[str]) -> Result:
    if one.outcome == "nothing":
        return WordRefusedError(
            "There is no word to withdraw.", path=paths[one.place], code="nothing_to_withdraw"
        )
    return Receipt(one.id, one.answer, one.outcome, one.revision, one.recorded_at)
