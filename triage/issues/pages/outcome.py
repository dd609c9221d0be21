"""What an act came to, as the page says it: with the way back, or with what stood against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from django.http import HttpRequest

from feedback.models import Project
from triage.issues.pages.against import Against
from triage.issues.queries import activities_named
from triage.issues.taking_back import undoable
from triage.issues.wording import outcomes
from triage.models import IssueActivity

MOST_IDS = 200


@dataclass(frozen=True)
class Outcome:
    """`done` and `refused` are sentences; `undo` names the activities that can be taken back.

    `passed` says which issues were not gone on to, `against` how to do all the same what was
    refused.
    """

    done: str = ""
    passed: str = ""
    activities: list[UUID] = field(default_factory=list)
    undo: list[UUID] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    against: Against | None = None

    @classmethod
    def of(cls, activities: Sequence[IssueActivity], refused: Sequence[str] = ()) -> Self:
        acts = [(a.verb, a.issue.short_id, a.data) for a in activities]
        return cls(
            done=outcomes(acts) if acts else "",
            activities=[a.pk for a in activities],
            undo=[a.pk for a in activities if undoable(a)],
            refused=list(refused),
        )


def outcome_in(request: HttpRequest, project: Project) -> Outcome:
    """The outcome that a redirect brought along as `?done=<activity>,…`; bad ids are no news."""
    ids = [_uuid(part) for part in request.GET.get("done", "").split(",")[:MOST_IDS]]
    return Outcome.of(activities_named(project=project, ids=[pk for pk in ids if pk]))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
