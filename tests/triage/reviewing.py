"""Corrections proposed and reviewed, for the tests of it."""

from typing import Any

from feedback.models import Feedback, Member, Project
from tests.builders import NOW, say, send_answer
from triage.corrections import operations
from triage.corrections.operations import Judgement
from triage.models import CorrectionReview, VerifiedAnswer

LEAVE = "How many days of annual leave do I have?"
RIGHT = "You have 30 days of annual leave."


def propose(
    project: Project, text: str = RIGHT, *, question: str = LEAVE, person: str = "", **said: Any
) -> Feedback:
    """Somebody's correction of an answer of its own."""
    answer = send_answer(project, question=question, sources=said.pop("sources", []))
    return say(project, answer, correction=text, person=person, **said)


def review(word: Feedback, by: Member, **said: Any) -> CorrectionReview:
    return operations.review(
        feedback=word,
        proposed=word.correction.text,
        judgement=Judgement(**said),
        reviewer=by,
        now=NOW,
    )


def accept(word: Feedback, by: Member, text: str = "", **said: Any) -> CorrectionReview:
    return review(word, by, text=text, **said)


def reject(word: Feedback, by: Member, reason: str = "It is wrong") -> CorrectionReview:
    return review(word, by, rejects=True, reason=reason)


def take_back(row: CorrectionReview, by: Member) -> None:
    operations.take_back(review=row, member=by, now=NOW)


def ask_for_two(project: Project) -> None:
    operations.choose_second_reviewer(
        project=project, wanted=True, actor="member:ann@alpha.example", now=NOW
    )


def only_answer(project: Project) -> VerifiedAnswer:
    return VerifiedAnswer.objects.get(project=project)
