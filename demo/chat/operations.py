"""What a host's back end does: answers a question, records it, vouches for who reads it."""

from datetime import datetime

from demo.chat.queries import CHAT, answer_like, latest_release
from demo.operations import signing_key
from feedback.capture.messages import AnswerMessage, CitationMessage
from feedback.capture.operations import record_answers
from feedback.directory.identity import Identity, sign
from feedback.models import Answer, Person, Project
from feedback.models.base import uuid7

ACTOR = "system:chat"
NO_ANSWER = "I don't know: none of the documents that I may use answers this."

# A working day: whoever keeps the page open longer loads it again.
TOKEN_LIFE_S = 8 * 3600


def give_answer(
    *, project: Project, question: str, person: Person | None, conversation: str, now: datetime
) -> str:
    """Answer as the assistant did lately to the most similar question; the new answer's id."""
    like = answer_like(project=project, question=question)
    message = AnswerMessage(
        id=f"{CHAT}{uuid7()}",
        question=question,
        text=like.text if like else NO_ANSWER,
        language=like.language if like else project.language,
        model=like.model if like else "",
        release=latest_release(project),
        conversation=conversation,
        confidence=like.confidence if like else 0.2,
        abstained=like.abstained if like else True,
        person=person.external_id if person else "",
        asked_at=now,
        citations=_citations(like) if like else [],
        tags=["demo chat"],
    )
    record_answers(project=project, messages=[message], actor=ACTOR, now=now)
    return message.id


def token_for(*, project: Project, person: Person, now: datetime) -> str:
    """What the page shows Errata, so that a vote is this person's and nobody else's."""
    key_id, private_key = signing_key(project=project, now=now)
    identity = Identity(
        person=person.external_id,
        team=person.team.name if person.team else "",
        cohort=person.cohort.name if person.cohort else "",
    )
    return sign(
        identity=identity, private_key=private_key, key_id=key_id, now=now, life_s=TOKEN_LIFE_S
    )


def _citations(answer: Answer) -> list[CitationMessage]:
    """The same passages of the same sources; what is known of the sources stays as it is."""
    return [
        CitationMessage(source=c.source.external_id, passage=c.passage, score=c.score)
        for c in answer.citations.all()
    ]
