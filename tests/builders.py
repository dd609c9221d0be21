"""Typed builders: what a test needs, made by the operations that production uses."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from feedback.capture.messages import AnswerMessage, CitationMessage, FeedbackMessage
from feedback.capture.operations import Receipt, record_answers, record_feedback
from feedback.directory.keys import NewKey, issue_key
from feedback.directory.operations import (
    add_member,
    create_project,
    set_password,
)
from feedback.models import Answer, Feedback, Member, Project
from triage.models import Issue

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def make_project(slug: str = "alpha", *, now: datetime = NOW, language: str = "en") -> Project:
    """A project with its reasons and whatever the floors above add."""
    return create_project(
        slug=slug,
        name=slug.title(),
        prefix=slug[:2].upper(),
        language=language,
        actor="system:test",
        now=now,
    )


def make_member(project: Project, role: str, *, email: str = "", now: datetime = NOW) -> Member:
    """A member who signs in with PASSWORD."""
    member = add_member(
        project=project,
        email=email or f"{role}@{project.slug}.example",
        role=role,
        actor="system:test",
        now=now,
    )
    set_password(user=member.user, password=PASSWORD)
    return member


def make_key(project: Project, kind: str, *, now: datetime = NOW, **fields: Any) -> NewKey:
    return issue_key(project=project, kind=kind, name=kind, actor="system:test", now=now, **fields)


def send_answer(
    project: Project, answer_id: str = "", *, now: datetime = NOW, **fields: Any
) -> Answer:
    """An answer as a host sends it; `sources` is short for citations by source id."""
    answer_id = answer_id or f"answer-{uuid4()}"
    if "sources" in fields:
        fields["citations"] = [CitationMessage(source=name) for name in fields.pop("sources")]
    fields.setdefault("question", "How many days of leave do I have?")
    fields.setdefault("text", "You have 28 days of leave.")
    message = AnswerMessage(id=answer_id, **fields)
    record_answers(project=project, messages=[message], actor="system:test", now=now)
    return Answer.objects.get(project=project, external_id=answer_id)


def say(
    project: Project,
    answer: Answer | str,
    rating: str | None = "down",
    *,
    now: datetime = NOW,
    **fields: Any,
) -> Feedback:
    """Somebody's word on an answer; raises the refusal if it is refused."""
    answer_id = answer.external_id if isinstance(answer, Answer) else answer
    message = FeedbackMessage(answer=answer_id, rating=rating, **fields)  # type: ignore[arg-type]
    [result] = record_feedback(
        project=project, messages=[message], channel="api", actor="system:test", now=now
    )
    if not isinstance(result, Receipt):
        raise result
    return Feedback.objects.get(pk=result.id)


def place_all(project: Project, *, now: datetime = NOW) -> None:
    """Every waiting complaint gets its issue, by the model that production uses."""
    from triage.clustering.operations import place_waiting
    from triage.embedding.spaces import USUAL, embedder_of

    while place_waiting(project=project, embedder=embedder_of(USUAL), limit=128, now=now):
        pass


def make_issue(
    project: Project, question: str, *, complaints: int = 1, now: datetime = NOW, **said: Any
) -> Issue:
    """An issue of so many people's complaints about the answers to one question."""
    words = [
        say(project, send_answer(project, question=question, now=now), now=now, **said)
        for _ in range(complaints)
    ]
    place_all(project, now=now)
    return Issue.objects.get(placements__feedback=words[0])
