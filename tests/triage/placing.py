"""Complaints and where they were placed, for the tests of it."""

from datetime import timedelta
from typing import Any

import numpy as np

from feedback.models import Feedback, Project
from tests.builders import NOW, say, send_answer
from tests.triage.acting import MENDED
from triage.clustering.operations import move_complaints, place_waiting
from triage.embedding.letters import Letters
from triage.issues.operations import resolve
from triage.models import ComplaintVector, Issue, IssueCentre, Placement

LEAVE = "How many days of annual leave do I have?"
VPN = "Why does the VPN refuse my password?"


def place_all(project: Project) -> int:
    return place_waiting(project=project, embedder=Letters(), limit=100, now=NOW)


def complain(project: Project, question: str = LEAVE, **fields: Any) -> Feedback:
    answer = send_answer(project, question=question, text="28.", now=fields.get("now", NOW))
    return say(project, answer, "down", **fields)


def issue_of(word: Feedback) -> Issue:
    return Placement.objects.get(feedback=word).issue


def move(project: Project, word: Feedback, *, to: Issue) -> None:
    move_complaints(
        project=project,
        feedback_ids=[word.pk],
        to=to,
        actor="member:ann@example.org",
        now=NOW,
        why="it belongs there",
    )


def settle(issue: Issue) -> None:
    resolve(
        issue=issue,
        fix=MENDED,
        resolution="The page is mended.",
        version=None,
        actor="member:ann@example.org",
        now=NOW + timedelta(hours=1),
    )


def centre_of(issue: Issue) -> list[float]:
    return [round(float(value), 4) for value in IssueCentre.objects.get(issue=issue).total]


def centre_is_exact(issue: Issue) -> bool:
    """The sum of its complaints' vectors, each wording once."""
    vectors = ComplaintVector.objects.filter(feedback__placement__issue=issue)
    rows = vectors.values_list("feedback__placement__wording", "vector")
    by_wording = {wording: np.array(vector) for wording, vector in rows}
    assert IssueCentre.objects.get(issue=issue).count == len(by_wording)
    total = np.sum(list(by_wording.values()), axis=0)
    return np.allclose(IssueCentre.objects.get(issue=issue).total, total, atol=1e-4)
