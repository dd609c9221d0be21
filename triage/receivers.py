"""What the floor does when it hears the one below, and what its own rooms do."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import close_old_connections, transaction

from feedback.models import Member, Project
from feedback.signals import membership_changed, project_created, recorded
from triage.clustering.queries import has_work
from triage.clustering.signals import placed
from triage.clustering.tasks import nudge
from triage.embedding.spaces import usual_for
from triage.findings.queries import is_confident_wrong
from triage.findings.tasks import nudge_incidents
from triage.happening import happened
from triage.integrations.outbox import put_acts_in_line, put_notices_in_line
from triage.integrations.tasks import nudge as nudge_sending
from triage.integrations.tasks import nudge_keeping
from triage.integrations.trackers.operations import follow
from triage.issues.signals import undone
from triage.issues.tasks import nudge as nudge_handing_on
from triage.models import Grouping, IssueActivity, IssueCounter, ReporterNotice, ReporterWays
from triage.notices.signals import reporters_told
from triage.notices.telling import note_acts, note_joined
from triage.proposals.operations import take_back
from triage.routing.operations import furnish
from triage.routing.signals import handover_left, teams_changed
from triage.routing.tasks import nudge as nudge_handover


def listen() -> None:
    project_created.connect(furnish_project, dispatch_uid="triage.furnish_project")
    recorded.connect(nudge_placing, dispatch_uid="triage.nudge_placing")
    membership_changed.connect(hand_on_of_member, dispatch_uid="triage.hand_on_of_member")
    teams_changed.connect(hand_on_in_project, dispatch_uid="triage.hand_on_in_project")
    handover_left.connect(hand_over_the_rest, dispatch_uid="triage.hand_over_the_rest")
    placed.connect(look_at_once, dispatch_uid="triage.look_at_once")
    undone.connect(take_proposal_back, dispatch_uid="triage.take_proposal_back")
    happened.connect(tell_of_acts, dispatch_uid="triage.tell_of_acts")
    placed.connect(tell_who_joined, dispatch_uid="triage.tell_who_joined")
    happened.connect(tell_outside, dispatch_uid="triage.tell_outside")
    reporters_told.connect(tell_of_notices, dispatch_uid="triage.tell_of_notices")


def tell_outside(*, activities: Sequence[IssueActivity], **_: Any) -> None:
    """In the transaction of what happened: the messages to whoever outside asked for them, and
    what twins in trackers are to be."""
    if put_acts_in_line(activities):
        transaction.on_commit(nudge_sending)
    if follow(activities):
        transaction.on_commit(nudge_keeping)


def tell_of_notices(*, notices: Sequence[ReporterNotice], **_: Any) -> None:
    """In the transaction that tells reporters: the same to whoever outside asked for it."""
    if put_notices_in_line(notices):
        transaction.on_commit(nudge_sending)


def tell_of_acts(*, activities: Sequence[IssueActivity], **_: Any) -> None:
    """In the transaction of what happened: its issues' reporters may have to be told."""
    note_acts(activities)


def tell_who_joined(*, feedback: Collection[UUID], now: datetime, **_: Any) -> None:
    """In the transaction that places: who comes late is told what the others were."""
    note_joined(feedback, now=now)


def take_proposal_back(
    *, activity: IssueActivity, kept: IssueActivity | None, actor: str, now: datetime, **_: Any
) -> None:
    """In the transaction of an undo: the proposal that the act had decided."""
    take_back(activity=activity, kept=kept, actor=actor, now=now)


def hand_on_of_member(*, member: Member, **_: Any) -> None:
    """In the transaction in which a member leaves, or may do less: what they had goes to others
    as soon as that is committed."""
    hand_on_in_project(project=member.project)


def hand_on_in_project(*, project: Project, **_: Any) -> None:
    """In the transaction that changes who works issues: whom they go to is looked at again."""
    transaction.on_commit(lambda: nudge_handing_on(project.pk))


def hand_over_the_rest(*, project: Project, **_: Any) -> None:
    """In the transaction that saves rules: what it leaves to the background begins after it."""
    transaction.on_commit(lambda: nudge_handover(project.pk))


def look_at_once(*, project: Project, feedback: Collection[UUID], **_: Any) -> None:
    """In the transaction that places: an incident is looked for as soon as that is committed."""
    if is_confident_wrong(project, feedback):
        transaction.on_commit(lambda: nudge_incidents(project.pk))


def furnish_project(*, project: Project, actor: str, now: datetime, **_: Any) -> None:
    """In the transaction that makes a project: what triage needs in it."""
    IssueCounter.objects.create(project=project)
    ReporterWays.objects.create(project=project)
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
