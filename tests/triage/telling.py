"""Telling reporters, for the tests of it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection

from feedback.models import Feedback, Person, Project
from feedback.models.base import uuid7
from tests.builders import NOW, say, send_answer
from triage.clustering.opening import Draft, open_issues
from triage.models import Issue, Placement, ReporterNotice
from triage.notices.telling import tell_next
from triage.routing.matching import Facts
from triage.routing.queries import desk_of

LATER = NOW + timedelta(days=200)  # past every quiet time, also of what reads the clock itself


def tell_all(*, now: datetime = LATER, part: int = 1000) -> int:
    """Tell all that waits; in how many parts."""
    parts = 0
    while tell_next(now=now, part=part):
        parts += 1
    return parts


def told(voter: str = "") -> list[str]:
    """The states that one was told, by the host's id or as a voter, in order; "" for everybody."""
    rows = ReporterNotice.objects.select_related("telling", "person").order_by("id")
    names = [(n.person.external_id if n.person else n.voter, n.telling.state) for n in rows]
    return [state for name, state in names if voter in {"", name}]


def crowded_issue(project: Project, reporters: int) -> Issue:
    """An issue of so many people's complaints of one answer, in a few statements."""
    answer = send_answer(project, f"crowd-{uuid4()}", person="somebody")
    word = say(project, answer, "down", person="first")
    routed = desk_of(project).decide(Facts())
    [issue] = open_issues(
        project=project,
        drafts=[Draft("A crowd's", routed, seen=NOW)],
        actor="system:clustering",
        now=NOW,
    )
    join(issue, word, reporters)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE triage_placement, feedback_feedback")
    issue.refresh_from_db()
    return issue


def join(issue: Issue, word: Feedback, reporters: int) -> list[Feedback]:
    """So many people more, who say the same of the same answer."""
    project = issue.project
    people = [
        Person(project=project, external_id=f"{issue.pk}-{uuid4()}", registered_at=NOW)
        for _ in range(reporters)
    ]
    Person.objects.bulk_create(people)
    words = [
        Feedback(
            id=uuid7(),
            **{f: getattr(word, f) for f in ("project", "answer", "rating", "channel")},
            person=person,
            voter=f"person:{person.pk}",
            complains=True,
            given_at=NOW,
            recorded_at=NOW,
        )
        for person in people
    ]
    Feedback.objects.bulk_create(words)
    Placement.objects.bulk_create(
        Placement(
            project=project,
            feedback=one,
            issue=issue,
            by="clustering",
            voter=one.voter,
            why="alike",
            placed_at=NOW,
        )
        for one in words
    )
    return words
