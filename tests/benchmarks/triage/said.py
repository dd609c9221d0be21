"""Answers, and what people say of them."""

from collections.abc import Iterator

import numpy as np

from feedback.models import (
    Answer,
    Citation,
    Cohort,
    Correction,
    Feedback,
    MarkedSpan,
    Person,
    Release,
    Source,
    SourceFlag,
    Team,
)
from tests.benchmarks.triage.loading import STEP, UNTIL, Row, at, pk
from tests.benchmarks.triage.lots import few_large
from tests.benchmarks.triage.world import World


def answers(world: World) -> Iterator[Row]:
    """One in three is word for word the same as others of its issue."""
    project, text = world.project, "You have 28 days of leave, says the handbook. " * 6
    issue = np.repeat(np.arange(world.issues), np.diff(world.drawn.first_answer)).tolist()
    for n, (of, release) in enumerate(zip(issue, world.drawn.release.tolist(), strict=True)):
        yield {
            "id": pk(Answer, n),
            "project_id": project,
            "external_id": f"answer-{n}",
            "question": world.writer.question(world.about[of], n),
            "text": f"{text}See {' '.join(world.about[of])}{f', {n}' if n % 3 else ''}.",
            "language": "en",
            "model": "m-1",
            "release_id": pk(Release, release),
            "tags": f"{{tag-{release},place-{n % 3}}}",
            "abstained": False,
            "confidence": 0.7,
            "asked_at": at(n / world.drawn.answers),
            "recorded_at": at(n / world.drawn.answers),
        }


def citations(world: World) -> Iterator[Row]:
    for n, pair in enumerate(world.drawn.sources.tolist()):
        for position, source in enumerate(pair, start=1):
            yield {
                "id": pk(Citation, 2 * n + position),
                "answer_id": pk(Answer, n),
                "source_id": pk(Source, source),
                "position": position,
                "passage": "As of 1 May, 28 days.",
            }


def feedback(world: World) -> Iterator[Row]:
    drawn, project = world.drawn, world.project
    reason = few_large(world.chance, len(world.reasons), world.complaints).tolist()
    comments: list[str] = []
    people, answers = drawn.person.tolist(), drawn.answer.tolist()
    for n, (person, answer) in enumerate(zip(people, answers, strict=True)):
        if n % STEP == 0:
            comments = world.writer.comments(STEP)
        given = at(n / world.complaints)
        yield {
            "id": pk(Feedback, n),
            "project_id": project,
            "answer_id": pk(Answer, answer),
            "person_id": pk(Person, person),
            # One word on an answer: the lot may send a person to one answer twice.
            "voter": f"person:{pk(Person, person)}/{n}",
            "team_id": pk(Team, int(drawn.team[person])),
            "cohort_id": pk(Cohort, int(drawn.cohort[person])),
            "release_id": pk(Release, int(drawn.release[answer])),
            "channel": "widget",
            "rating": -1,
            "reasons": "{" + world.reasons[reason[n]] + "}",
            "comment": comments[n % STEP],
            "complains": True,
            "given_at": given,
            "recorded_at": given,
        }


def corrections(world: World) -> Iterator[Row]:
    for n in range(0, world.complaints, 10):
        text = "You have 30 days of " + " ".join(world.about[world.drawn.issue[n]])
        yield {
            "id": pk(Correction, n),
            "feedback_id": pk(Feedback, n),
            "text": text,
            "proposed_at": UNTIL,
        }


def spans(world: World) -> Iterator[Row]:
    for n in range(0, world.complaints, 20):
        said = {"start": 9, "end": 16, "quote": "28 days"}
        yield said | {"id": pk(MarkedSpan, n), "feedback_id": pk(Feedback, n)}


def flags(world: World) -> Iterator[Row]:
    """One reader in thirty says that a source which the answer cites is out of date."""
    answers, sources = world.drawn.answer, world.drawn.sources
    for n in range(0, world.complaints, 30):
        source = int(sources[answers[n]][0])
        said = {"source_id": pk(Source, source), "says": SourceFlag.Says.OUT_OF_DATE}
        yield said | {"id": pk(SourceFlag, n), "feedback_id": pk(Feedback, n)}
