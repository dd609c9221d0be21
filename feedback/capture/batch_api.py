"""`POST /api/v1/batch`: up to 1,000 answers and words, each with a result of its own."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema
from msgspec import Meta

from feedback.capture.api import as_json, named, vouched
from feedback.capture.decoding import BATCH_LIMIT, MOST_ITEMS, decode_items
from feedback.capture.describing import BATCH_RESULTS, IDEMPOTENCY_KEY, PERSON, PROBLEMS
from feedback.capture.entering import CapturingView, Entry, answered, entry_of, no_leave
from feedback.capture.explaining import NOT_DECODED
from feedback.capture.messages import AnswerMessage, FeedbackMessage, schema_of
from feedback.capture.operations import Receipt, record_batch
from feedback.capture.operations.batches import Item, ItemResult
from feedback.directory.access import Act
from feedback.directory.limits import Verdict
from feedback.errors import RefusedError
from feedback.models import Feedback
from feedback.problems import document_of

STATUS = {"created": 201, "updated": 200, "duplicate": 200}


class ItemMessage(msgspec.Struct, forbid_unknown_fields=True):
    """One of the two."""

    answer: AnswerMessage | None = None
    feedback: FeedbackMessage | None = None


class BatchMessage(msgspec.Struct, forbid_unknown_fields=True):
    """The items; what is answered has a result for each, in their order."""

    items: Annotated[list[ItemMessage], Meta(min_length=1, max_length=MOST_ITEMS)]


class BatchView(CapturingView):
    """Send up to 1,000 answers and words at once."""

    act = Act.SEND_FEEDBACK
    limit = BATCH_LIMIT

    @extend_schema(
        operation_id="send_batch",
        tags=["capture"],
        parameters=[IDEMPOTENCY_KEY, PERSON],
        request={"application/json": schema_of(BatchMessage)},
        responses={207: BATCH_RESULTS, **PROBLEMS},
        examples=[
            OpenApiExample(
                "an answer and a word on it",
                request_only=True,
                value={
                    "items": [
                        {"answer": {"id": "a-1", "text": "You have 28 days."}},
                        {"feedback": {"id": "event-1", "answer": "a-1", "rating": "up"}},
                    ]
                },
            )
        ],
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        results: dict[int, ItemResult] = {}
        items: dict[int, Item] = {}
        for place, one in enumerate(_decoded(entry.body)):
            try:
                items[place] = _admitted(entry, one, place)
            except RefusedError as refusal:
                results[place] = refusal
        verdict = _limit(entry, items.values(), cost=len(items) + len(results))
        found: Counter[str] = Counter()
        for place, item in list(items.items()):
            try:
                items[place] = _guarded(entry, item, found, _path(place, item))
            except RefusedError as refusal:
                results[place] = refusal
                del items[place]
        if items:
            taken = record_batch(
                project=entry.caller.project,
                items=list(items.values()),
                paths=[_path(place, item) for place, item in items.items()],
                channel=entry.channel,
                actor=entry.caller.actor,
                now=entry.now,
                suspect=verdict.burst,
                admission=entry.admission,
            )
            entry.count(found)
            results |= dict(zip(items, taken, strict=True))
        body = [_as_json(results[n], items.get(n)) for n in range(len(results))]
        return answered({"results": body}, status=207)


def _limit(entry: Entry, items: Iterable[Item], *, cost: int) -> Verdict:
    """A page's batch counts as so many votes, of the one person whom its token names."""
    if entry.channel != Feedback.Channel.WIDGET:
        return entry.limit()
    person = next((item.person for item in items if item.person), "")
    return entry.limit(person=person, cost=cost)


def _decoded(body: bytes) -> list[ItemMessage | RefusedError]:
    """The items. All at once, unless one is wrong: then one by one, to refuse it alone."""
    try:
        return list(msgspec.json.decode(body, type=BatchMessage).items)
    except NOT_DECODED:
        return decode_items(body, name="items", kind=ItemMessage)


def _admitted(entry: Entry, item: ItemMessage | RefusedError, place: int) -> Item:
    """The item's message, if the caller may send it. RefusedError."""
    if isinstance(item, RefusedError):
        raise item
    message = item.answer or item.feedback
    if message is None or (item.answer and item.feedback):
        raise RefusedError(
            "Give either an answer or a feedback.", code="invalid", path=f"$.items[{place}]"
        )
    if isinstance(message, AnswerMessage):
        if Act.SEND_ANSWERS not in entry.caller.acts:
            raise no_leave(path=_path(place, message))
        return message
    try:
        return vouched(entry, named(entry, message, place=f":{place}"))
    except RefusedError as refusal:
        raise refusal.within(_path(place, message)) from refusal


def _guarded(entry: Entry, item: Item, found: Counter[str], path: str) -> Item:
    if isinstance(item, AnswerMessage):
        return entry.guard(item, found, path=path)
    return entry.guard(item, found, path=path)


def _path(place: int, item: Item) -> str:
    return f"$.items[{place}].{'answer' if isinstance(item, AnswerMessage) else 'feedback'}"


def _as_json(result: ItemResult, item: Item | None) -> dict[str, Any]:
    if isinstance(result, RefusedError):
        return {"outcome": "refused", "status": result.status, "problem": document_of(result)}
    if isinstance(result, Receipt):
        return {"status": STATUS[result.outcome], **as_json(result)}
    assert isinstance(item, AnswerMessage)
    return {"status": STATUS[result], "answer": item.id, "outcome": result}
