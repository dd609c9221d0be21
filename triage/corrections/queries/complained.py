"""Answers that readers complained of, where a verified one says what is right."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Q

from feedback.models import Answer
from triage.corrections.keys import plain
from triage.models import CorrectionReview, VerifiedAnswer

# Of each verified answer so many, those first that most people complained of.
MOST = 10


def complained_of(rows: Iterable[VerifiedAnswer]) -> Mapping[UUID, Sequence[str]]:
    """By the id of each: the texts that its corrections corrected, and those that others
    complained of in the same issues when they had asked the same; without what says the same words
    as the verified answer."""
    verified = {row.pk: row for row in rows}
    reviews = CorrectionReview.objects.filter(
        made__answer__in=list(verified), withdrawn_at=None
    ).values_list(
        "made__answer_id",
        "feedback__placement__issue_id",
        "feedback__answer__question",
        "feedback__answer_id",
    )
    by_question: dict[tuple[UUID | None, str], set[UUID]] = defaultdict(set)
    by_answer: dict[UUID, set[UUID]] = defaultdict(set)
    for pk, issue, question, answer in reviews:
        by_answer[answer].add(pk)
        if issue and question:
            by_question[issue, question].add(pk)
    found: dict[UUID, list[str]] = defaultdict(list)
    for where, asked, answer, text in _texts(by_question, by_answer):
        for pk in by_answer.get(answer, set()) | by_question.get((where, asked), set()):
            _add(found[pk], text, verified[pk].text)
    return defaultdict(list, found)


def _texts(
    by_question: Mapping[tuple[UUID | None, str], object], by_answer: Mapping[UUID, object]
) -> Iterable[tuple[UUID | None, str, UUID, str]]:
    """The issue, question, id and text of answers, those first that most complain of."""
    issues = {issue for issue, _ in by_question}
    questions = {question for _, question in by_question}
    there = Q(feedback__placement__issue__in=issues, question__in=questions)
    rows = Answer.objects.filter(there | Q(pk__in=list(by_answer)), feedback__complains=True)
    counted = rows.exclude(text="").values_list(
        "feedback__placement__issue_id", "question", "id", "text"
    )
    return (
        counted.annotate(n=Count("feedback"))
        .order_by("-n", "id")
        .values_list("feedback__placement__issue_id", "question", "id", "text")
    )


def _add(texts: list[str], text: str, right: str) -> None:
    known = {plain(right), *map(plain, texts)}
    if len(texts) < MOST and plain(text) not in known:
        texts.append(text)
