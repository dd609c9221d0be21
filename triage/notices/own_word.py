"""What a reader said of answers themself, what became of it, and where those answers came from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from feedback.directory.vouching import Speaker
from feedback.models import Answer, Citation, Feedback, Project, Rating
from triage.models import Placement, ReporterWays
from triage.notices.follow_ups import answers_of
from triage.notices.receipts import Receipt
from triage.notices.reporters import latest_notices
from triage.notices.standing import receipts_of

Row = dict[str, Any]


def own_words(
    *, project: Project, answers: Sequence[str], speaker: Speaker, now: datetime
) -> list[Row]:
    """For each of the answers, in their order, what `speaker` said of it, what became of that, what
    they were told, and the answer's provenance; of an answer that is unknown nothing. Up to twelve
    statements, whatever the number of answers."""
    known = {
        answer.external_id: answer
        for answer in Answer.objects.of(project)
        .filter(external_id__any=list(answers), stub=False)
        .select_related("person")
    }
    words = _words(project, answers, speaker)
    receipts = _receipts(project, list(words.values()), now)
    messages = _messages(project, list(words.values()), receipts)
    citations = _citations([a.pk for a in known.values() if _may_see(project, a, speaker)])
    return [
        _row(
            name,
            word=words.get(name),
            receipt=receipts.get(words[name].pk) if name in words else None,
            message=messages.get(words[name].pk) if name in words else None,
            provenance=_provenance(known.get(name), citations),
        )
        for name in answers
    ]


def _words(project: Project, answers: Sequence[str], speaker: Speaker) -> dict[str, Feedback]:
    """The speaker's words by the answers' ids: a person's own, or a visitor's own."""
    rows: QuerySet[Feedback] = Feedback.objects.of(project)
    if speaker.person:
        rows = rows.filter(person__external_id=speaker.person)
    elif speaker.visitor:
        rows = rows.filter(voter=f"visitor:{speaker.visitor}")
    else:
        return {}
    rows = rows.filter(answer__project=project, answer__external_id__any=list(answers))
    rows = rows.select_related("answer", "correction").prefetch_related("spans", "flags__source")
    return {word.answer.external_id: word for word in rows}


def _receipts(project: Project, words: Collection[Feedback], now: datetime) -> dict[UUID, Receipt]:
    """What became of each word; of one that was taken back, nothing."""
    placed = Placement.objects.of(project).filter(feedback__in=[word.pk for word in words])
    issues = {
        placement.feedback_id: placement.issue for placement in placed.select_related("issue")
    }
    receipts = receipts_of(set(issues.values()), now=now)
    standing = [word for word in words if not word.withdrawn]
    return {
        word.pk: receipts[issues[word.pk].pk] if word.pk in issues else Receipt("received")
        for word in standing
    }


def _messages(
    project: Project, words: Collection[Feedback], receipts: Mapping[UUID, Receipt]
) -> dict[UUID, Row]:
    """By word, what its writer was told last of it, and whether they are asked if it is right now.
    Nothing where the project doesn't tell people in the widget."""
    standing = [word for word in words if word.pk in receipts]
    if not standing or not ReporterWays.objects.filter(project=project, widget=True).exists():
        return {}
    notices = latest_notices(standing)
    asked = {word.pk: receipts[word.pk].asks for word in standing}
    said = answers_of(voters={w.voter for w in standing}, fixes={f for f in asked.values() if f})
    return {
        word.pk: {
            "notice": notices.get(word.pk),
            "asks": asked[word.pk] is not None,
            "right": said.get(asked[word.pk]),
        }
        for word in standing
    }


def _may_see(project: Project, answer: Answer, speaker: Speaker) -> bool:
    """Whether the reader may see what the answer was and rested on.

    Nobody but the person to whom the answer is known to have been given.
    """
    if answer.person and answer.person.external_id != speaker.person:
        return False
    return speaker.vouched or project.shows_sources


def _citations(answers: Collection[UUID]) -> dict[UUID, list[Citation]]:
    """The citations of each of these answers, in order; an answer that cites nothing is there."""
    found: dict[UUID, list[Citation]] = {pk: [] for pk in answers}
    cited = Citation.objects.filter(answer__any=list(answers)).select_related("source")
    for citation in cited.order_by("answer_id", "position"):
        found[citation.answer_id].append(citation)
    return found


def _row(
    name: str,
    *,
    word: Feedback | None,
    receipt: Receipt | None,
    message: Row | None,
    provenance: Row | None,
) -> Row:
    return {
        "answer": name,
        "word": _said(word) if word else None,
        "state": receipt.state if receipt else "",
        "changed_on": receipt.since if receipt else None,
        "message": message,
        "provenance": provenance,
    }


def _said(word: Feedback) -> Row:
    return {
        "id": word.pk,
        "rating": Rating(word.rating).label if word.rating else None,
        "reasons": word.reasons,
        "comment": word.comment,
        "correction": word.correction.text if hasattr(word, "correction") else "",
        "spans": word.spans.all(),
        "flags": word.flags.all(),
        "withdrawn": word.withdrawn,
        "recorded_at": word.recorded_at,
    }


def _provenance(answer: Answer | None, citations: Mapping[UUID, list[Citation]]) -> Row | None:
    if answer is None or answer.pk not in citations:
        return None
    return {
        "text": answer.text,
        "confidence": answer.confidence,
        "abstained": answer.abstained,
        "sources": [_source(citation) for citation in citations[answer.pk]],
    }


def _source(citation: Citation) -> Row:
    source = citation.source
    names = ("title", "uri", "version", "owner", "status", "approved_until", "reviewed_at")
    return {
        "source": source.external_id,
        **{name: getattr(source, name) for name in names},
        "position": citation.position,
        "passage": citation.passage,
    }
