"""Issues by what typed words mean, though they share none with the complaints.

Compared is the cosine of the words' vector and each issue's centre. Those that LEAST leaves are
ranked; of more than MOST, the nearest. The filters narrow these. What rests on a finding has no
centre, and is not among them.
"""

import json
from uuid import UUID

from feedback.errors import RefusedError
from feedback.models import Project
from triage.clustering.likeness import nearest_to
from triage.clustering.tasks import ask_to_read
from triage.clustering.typed import (
    await_vector,
    digest,
    recalled,
    remember,
    says_something,
    typed_vector,
)
from triage.issues.filters import MEANING, QueueFilters
from triage.models import IssueCounter

# Measured: docs/decisions.md.
LEAST = 0.35
MOST = 500
LOOKED_AT = 1_000
WAIT_S = 2.0
KEPT_S = 600


class MeaningUnavailableError(RefusedError):
    code = "meaning_unavailable"
    status = 503
    retry_after = 5


def nearest_in_meaning(project: Project, text: str) -> dict[UUID, float] | None:
    """Up to MOST issues by their likeness to these words, LEAST to 1, the nearest first; None while
    no worker has read them.

    Pages and polls ask again and again: it is kept as long as no centre changes.
    """
    model, turn = _compared(project)
    if not model or not says_something(text):
        return {}
    key = f"errata:near:{project.pk}:{turn}:{digest(model, text)}"
    if kept := recalled(key):
        return {UUID(pk): likeness for pk, likeness in json.loads(kept)}
    vector = typed_vector(project, text, model=model)
    if vector is None:
        return None
    near = nearest_to(project, vector, model=model, least=LEAST, most=MOST, looked_at=LOOKED_AT)
    pairs = [(pk.hex, likeness) for pk, likeness in near.items()]
    remember(key, json.dumps(pairs).encode(), seconds=KEPT_S)
    return near


def read_words(project: Project, filters: QueueFilters) -> str:
    """Have the words read, where the filters rank by meaning. Why that can't be now, in words for
    people; empty where it is done. Until it is, words alone tell."""
    text = filters.q
    if filters.sort != MEANING or not says_something(text):
        return ""
    model, _ = _compared(project)
    if not model or typed_vector(project, text, model=model) is not None:
        return ""
    if not ask_to_read(project, text, within_s=WAIT_S):
        return "what reads it can't be asked"
    return await_vector(project, text, model=model, within_s=WAIT_S)


def require_read(project: Project, filters: QueueFilters) -> None:
    """For programs and sheets: MeaningUnavailableError in place of what words alone would tell."""
    if trouble := read_words(project, filters):
        raise MeaningUnavailableError(
            f"By meaning it can't be looked for now: {trouble}.", path="q"
        )


def _compared(project: Project) -> tuple[str, int]:
    """By whose vectors the issues are compared (empty before the first complaint), and the turn of
    the last change to a centre."""
    rows = IssueCounter.objects.values_list("project__grouping__model", "turn")
    found: tuple[str, int] = rows.get(project=project)
    return found
