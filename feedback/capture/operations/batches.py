"""Recording a batch: answers and words together, all that is in order or, on any failure, none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations.answers import Outcome, record_answers
from feedback.capture.operations.feedback import Admission, Receipt, record_feedback
from feedback.capture.operations.retrying import again_on_conflict
from feedback.errors import RefusedError
from feedback.models import Project

Item = AnswerMessage | FeedbackMessage
ItemResult = Outcome | Receipt | RefusedError


@again_on_conflict
def record_batch(
    *,
    project: Project,
    items: Sequence[Item],
    paths: Sequence[str],
    channel: str,
    actor: str,
    now: datetime,
    suspect: bool = False,
    admission: Admission | None = None,
) -> list[ItemResult]:
    """A result for each item, in order. Answers are taken first, so that words find theirs.

    `paths` say where each item stands in the sender's document.
    """
    asked = [n for n, item in enumerate(items) if isinstance(item, AnswerMessage)]
    said = [n for n, item in enumerate(items) if isinstance(item, FeedbackMessage)]
    results: dict[int, ItemResult] = {}

    def take_words() -> None:
        words = record_feedback(
            project=project,
            messages=[item for item in items if isinstance(item, FeedbackMessage)],
            channel=channel,
            actor=actor,
            now=now,
            suspect=suspect,
            admission=admission,
            paths=[paths[n] for n in said],
        )
        results.update(zip(said, words, strict=True))

    if not asked:
        take_words()  # one statement, which needs no transaction around it
    else:
        with transaction.atomic():
            outcomes = record_answers(
                project=project,
                messages=[item for item in items if isinstance(item, AnswerMessage)],
                actor=actor,
                now=now,
                paths=[paths[n] for n in asked],
            )
            results.update(zip(asked, outcomes, strict=True))
            take_words()
    return [results[n] for n in range(len(items))]
