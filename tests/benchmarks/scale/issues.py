"""Issues and complaints by the thousand, for a benchmark inside of Django."""

from django.db import connection, transaction
from django.utils import timezone
from pgvector.psycopg import register_vector

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from triage.embedding.vectors import Vectors
from triage.models import Issue, IssueCounter, Owner

STEP = 500
_ISSUES = """
INSERT INTO triage_issue (id, number, {columns})
SELECT gen_random_uuid(), made.number, {columns}
FROM made, triage_issue AS issue WHERE issue.id = %s AND made.number > 1
"""
_CENTRES = """
INSERT INTO triage_issuecentre (issue_id, project_id, model, total, count, turn)
SELECT issue.id, issue.project_id, %s, made.total, 1, 0
FROM made JOIN triage_issue AS issue ON issue.project_id = %s AND issue.number = made.number
"""


@transaction.atomic
def open_many(project: Project, centres: Vectors, *, model: str) -> None:
    """An issue for each centre, as 100 complaints of one wording make it, without them."""
    now, owner = timezone.now(), Owner.objects.get(project=project, catches_all=True)
    first = Issue.objects.create(
        project=project,
        number=1,
        title="Made",
        owner=owner,
        owner_why="made",
        complaints=100,
        people=100,
        first_seen=now,
        last_seen=now,
    )
    own = {"id", "number"}
    columns = ", ".join(f.column for f in Issue._meta.local_fields if f.column not in own)
    register_vector(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE made (number int, total vector) ON COMMIT DROP")
        with cursor.copy("COPY made FROM STDIN WITH (FORMAT BINARY)") as copy:
            copy.set_types(["int4", "vector"])
            for row in enumerate(centres, start=1):
                copy.write_row(row)
        cursor.execute(_ISSUES.format(columns=columns), [first.pk])
        cursor.execute(_CENTRES, [model, project.pk])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE triage_issue, triage_issuecentre")
    IssueCounter.objects.filter(project=project).update(last=len(centres))


def complain(project: Project, number: int) -> list[str]:
    """So many complaints of different people, each about a question of its own: the questions."""
    questions = [f"question {n}" for n in range(number)]
    said = {"project": project, "actor": "system:bench", "now": timezone.now()}
    for start in range(0, number, STEP):
        some = questions[start : start + STEP]
        record_answers(messages=[AnswerMessage(id=q, question=q, text="") for q in some], **said)
        words = [FeedbackMessage(answer=q, person=f"p-{q}", rating="down") for q in some]
        record_feedback(messages=words, channel="api", **said)
    return questions
