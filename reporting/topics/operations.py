"""Learning a project's topics, and sorting answers by them as they arrive."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Project
from reporting.models import AnswerTopic, Topic, TopicState
from reporting.sorting.arriving import arrived, through_after, write
from reporting.topics import learning
from reporting.topics.learning import FEWEST, nearest
from reporting.topics.naming import names_of
from reporting.topics.queries import asked_of
from triage.embedding.spaces import embedder_of
from triage.embedding.vectors import Vectors

# Thousands of questions a second, as every answer's is read.
SPACE = "wordllama"
ACTOR = "system:topics"
# Topics are learnt anew when so many times as much was asked: seldom, as history is told by the new
# ones from then on; and often enough that what a pilot never asked gets topics of its own.
GROWN = 4


class TooFewQuestionsError(RefusedError):
    code = "too_few_questions"


@transaction.atomic
def sort(*, project: Project, now: datetime) -> int:
    """Give the next answers that have arrived their topics, a portion at most. How many it were.

    Topics are learnt first where there are none, or a multiple was asked since. 0 when nothing is
    new, when somebody else is at it, and while there are too few questions. What is sorted is
    folded anew.
    """
    state = _locked(project, wait=False)
    if state is None:
        return 0
    if not state.learnt or (state.learnt_from and state.sorted >= GROWN * state.learnt_from):
        questions = asked_of(project)
        if len(questions) >= FEWEST:
            _learn(project, state, questions, ACTOR, now)
    sorted_now = _sort(project, state, now) if state.learnt else 0
    state.save()
    return sorted_now


@transaction.atomic
def learn(*, project: Project, actor: str, now: datetime) -> list[str]:
    """Learn the topics anew, from what is asked lately: their names. All answers are sorted anew
    by the sweeps that follow. TooFewQuestionsError."""
    state = _locked(project, wait=True)
    assert state
    questions = asked_of(project)
    if len(questions) < FEWEST:
        raise TooFewQuestionsError(
            f"Topics are learnt from {FEWEST} different questions on; there are {len(questions)}."
        )
    names = _learn(project, state, questions, actor, now)
    state.save()
    return names


def _locked(project: Project, *, wait: bool) -> TopicState | None:
    TopicState.objects.get_or_create(project=project)
    states = TopicState.objects.select_for_update(skip_locked=not wait)
    return states.filter(project=project).first()


def _learn(
    project: Project,
    state: TopicState,
    questions: Mapping[UUID, str],
    actor: str,
    now: datetime,
) -> list[str]:
    """The topics of these questions, by answer. Those that hardly moved keep their names; others
    that there were go once no answer is of them any more."""
    vectors = embedder_of(SPACE).embed(list(questions.values()))
    centres = learning.learn(vectors)
    former = list(Topic.objects.of(project))
    latest = [topic for topic in former if topic.learnt == state.learnt]
    kept = learning.kept(_centres(latest), centres)
    state.learnt, state.learnt_from, state.sorted, state.sorted_through = (
        state.learnt + 1,
        0,
        0,
        None,
    )
    topics = [latest[kept[n]] if n in kept else Topic(project=project) for n in range(len(centres))]
    names, examples = _described(questions, vectors, centres, topics, former)
    for topic, name, example, centre in zip(topics, names, examples, centres, strict=True):
        topic.name, topic.example_id, topic.centre = name, example, centre
        topic.learnt = state.learnt
        topic.save()
    data = {"learning": state.learnt, "questions": len(questions), "topics": names}
    record(project=project, actor=actor, verb="topics.learnt", subject="topics", now=now, data=data)
    return names


def _described(
    questions: Mapping[UUID, str],
    vectors: Vectors,
    centres: Vectors,
    topics: Sequence[Topic],
    former: Sequence[Topic],
) -> tuple[list[str], list[UUID]]:
    """What each topic is called, and the answer whose question is nearest to its centre."""
    of, likeness = nearest(vectors, centres)
    texts = list(questions.values())
    heaps = [[texts[at] for at in np.flatnonzero(of == n)] for n in range(len(centres))]
    known = {place: topic.name for place, topic in enumerate(topics) if topic.name}
    names = names_of(heaps, known=known, taken=[topic.name for topic in former])
    answers = list(questions)
    return names, [
        answers[int(np.where(of == n, likeness, -2).argmax())] for n in range(len(centres))
    ]


def _sort(project: Project, state: TopicState, now: datetime) -> int:
    found = arrived(AnswerTopic, project=project, through=state.sorted_through, learnt=state.learnt)
    if found:
        topics = list(Topic.objects.of(project).filter(learnt=state.learnt).order_by("id"))
        vectors = embedder_of(SPACE).embed([one.question for one in found])
        of, _ = nearest(vectors, _centres(topics))
        rows = [{"topic_id": topics[at].pk, "learnt": state.learnt} for at in of]
        write(AnswerTopic, project=project, found=found, rows=rows)
    state.sorted_through = through_after(found, now)
    state.sorted += len(found)
    if state.sorted_through == now and not state.learnt_from:
        state.learnt_from = state.sorted
        Topic.objects.of(project).filter(learnt__lt=state.learnt).delete()
    return len(found)


def _centres(topics: Sequence[Topic]) -> Vectors:
    return np.array([topic.centre for topic in topics], dtype=np.float32)
