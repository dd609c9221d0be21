"""Reads of imports."""

from collections.abc import Collection

from feedback.models import Answer, Project


def answers_stored(project: Project, ids: Collection[str]) -> set[str]:
    """Which of these answers are here already, with more than their id."""
    if not ids:
        return set()
    rows = Answer.objects.of(project).filter(external_id__any=ids, stub=False)
    return set(rows.values_list("external_id", flat=True))
