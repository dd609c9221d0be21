"""What hangs on one person: a part of the page of owner teams, and a file."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone

from feedback.directory.tables import as_file
from feedback.models import Project
from triage.routing.concentration import LEAST, LEAST_IN_AREA, MEMORY_DAYS, WINDOW_DAYS
from triage.routing.knowledge import knowledge_of

COLUMNS = (
    *("team", "issues that count", "only one here resolved the like", "nobody here did"),
    *("left out: seldom", "truck factor", "window days", "member", "only they resolved the like"),
)


def knowledge_context(project: Project) -> dict[str, Any]:
    """What the part of the page is made of."""
    knowledge = knowledge_of(project, timezone.now())
    return {
        "knowledge": knowledge,
        "hangs": list(knowledge.whole.only.items()),
        "least": LEAST,
        "least_in_area": LEAST_IN_AREA,
        "window": WINDOW_DAYS,
        "memory": MEMORY_DAYS,
    }


def knowledge_file(project: Project) -> HttpResponseBase:
    """A row for each team, and one for each member on whom something of it hangs."""
    knowledge = knowledge_of(project, timezone.now())
    rows: list[tuple[object, ...]] = []
    for name, found in [("", knowledge.whole), *((o.name, c) for o, c in knowledge.teams)]:
        factor = "" if found.factor is None else found.factor
        figures = (found.total, found.alone, found.nobody, found.seldom, factor, WINDOW_DAYS)
        rows.append((name, *figures, "", ""))
        rows += [(name, *figures, email, count) for email, count in found.only.items()]
    return as_file(f"{project.slug}-knowledge", COLUMNS, rows)
