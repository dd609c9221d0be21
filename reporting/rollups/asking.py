"""What folding asks of the database, in a word each."""

from datetime import date
from typing import Any

from django.db import connection

from feedback.models import Project
from reporting.models import FoldState


def locked(project: Project, *, wait: bool) -> FoldState | None:
    """The project's state, locked; None where somebody else has it and is not waited for."""
    states = FoldState.objects.select_for_update(skip_locked=not wait)
    return states.filter(project=project).first()


def one_by(statement: str, project: Project, **parameters: Any) -> Any:
    """The one value that the statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"project": project.id, **parameters})
        return cursor.fetchone()[0]


def days_by(statement: str, project: Project, **parameters: Any) -> set[date | None]:
    """The days that the statement gives, None where it names none."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"project": project.id, **parameters})
        return {day for (day,) in cursor.fetchall()}
