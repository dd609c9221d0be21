"""What the floor does when it hears the one below, and what its own rooms do."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import close_old_connections, transaction

from feedback.models import Project
from feedback.signals import project_created, recorded
from triage.clustering.queries import has_work
from triage.clustering.signals import placed
from triage.clustering.tasks import nudge
from triage.embedding.spaces import usual_for
from triage.findings.queries import is_confident_wrong
from triage.findings.tasks import nudge_incidents
from triage.issues.signals import undone
from triage.models import Grouping, IssueActivity, IssueCounter
from triage.proposals.operations import take_back
from triage.routing.operations import furnish


def listen() -> None:
    project_created.connect(furnish_project, dispatch_uid="triage.furnish_project")
    recorded.connect(nudge_placing, dispatch_uid="triage.nudge_placing")
    placed.connect(look_at_once, dispatch_uid="triage.look_at_once")
    undone.connect(take_proposal_back, dispatch_uid="triage.take_proposal_back")


def take_proposal_back(
    *, activity: IssueActivity, kept: IssueActivity | None, actor: str, now: datetime, **_: Any
) -> None:
    """In the transaction of an undo: the proposal that the act had decided."""
    take_back(activity=activity, kept=kept, actor=actor, now=now)


def look_at_once(*, project: Project, feedback: Collection[UUID], **_: Any) -> None:
    """In the transaction that places: an incident is looked for as soon as that is committed."""
    if is_confident_wrong(project, feedback):
        transaction.on_commit(lambda: nudge_incidents(project.pk))


def furnish_project(*, project: Project, actor: str, now: datetime, **_: Any) -> None:
    """In the transaction that makes a project: what triage needs in it."""
    IssueCounter.objects.create(project=project)
    Grouping.objects.create(project=project, space=usual_for(project.language))
    furnish(project=project, actor=actor, now=now)


def nudge_placing(*, project_id: UUID, **_: Any) -> None:
    """In the announcer's own thread: whatever fails here, the sweep makes up for."""
    close_old_connections()
    try:
        if has_work(project_id):
            nudge(project_id)
    finally:
        close_old_connections()
