"""Reasons that were retired, and the messages that may go on giving them.

A message carries the whole word: whoever changes a comment says the old reasons again. So a
retired reason is refused in what is new, and taken in what was said before.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from feedback.capture.messages import FeedbackMessage
from feedback.models import Feedback, FeedbackRevision, Project, Reason

Codes = frozenset[str]


def also_taken(
    *, project: Project, messages: Sequence[FeedbackMessage], known: Codes
) -> dict[int, Codes]:
    """The reasons besides the `known` living ones that messages may give, by their places.

    Those that have come since these were known; and of retired ones those that the same event or
    the voter's own word gave already, or that were retired only after the word was given.
    Nothing is asked where all reasons are known.
    """
    asking = {n: one for n, one in enumerate(messages) if not known.issuperset(one.reasons)}
    if not asking:
        return {}
    retired_at = dict(Reason.objects.of(project).values_list("code", "retired_at"))
    retired = {code: at for code, at in retired_at.items() if at}
    old = [one for one in asking.values() if not retired.keys().isdisjoint(one.reasons)]
    seen = _seen(project, old) if old else set()
    standing = _standing(project, old, retired) if old else {}
    return {
        place: frozenset(
            code
            for code in retired_at.keys() & one.reasons
            if code not in retired
            or one.id in seen
            or code in standing.get((one.answer, _voter(one)), ())
            or (one.given_at and one.given_at < retired[code])
        )
        for place, one in asking.items()
    }


def _seen(project: Project, messages: Collection[FeedbackMessage]) -> set[str | None]:
    """The events that were recorded once: sent again, they get their receipt again."""
    ids = [message.id for message in messages if message.id]
    rows = FeedbackRevision.objects.filter(project=project, event_id__any=ids)
    return set(rows.values_list("event_id", flat=True))


def _voter(message: FeedbackMessage) -> str:
    return f"person:{message.person}" if message.person else f"visitor:{message.visitor}"


def _standing(
    project: Project, messages: Collection[FeedbackMessage], retired: Mapping[str, datetime]
) -> dict[tuple[str, str], list[str]]:
    """The reasons that their voters' words on their answers have, by answer and voter."""
    people = {message.person for message in messages if message.person}
    visitors = {_voter(message) for message in messages if message.visitor}
    rows = Feedback.objects.of(project).filter(
        Q(person__external_id__any=people) | Q(voter__any=visitors),
        answer__external_id__any={message.answer for message in messages},
        reasons__overlap=list(retired),
    )
    columns = ("answer__external_id", "person__external_id", "voter", "reasons")
    return {
        (answer, f"person:{person}" if person else voter): reasons
        for answer, person, voter, reasons in rows.values_list(*columns)
    }
