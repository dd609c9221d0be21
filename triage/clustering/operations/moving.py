"""A person knows better: complaints go where they say, and stay there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.clustering.opening import placing_lock
from triage.clustering.tallies import count_again, lock_issues
from triage.models import Issue, Placement
from triage.priority.operations import score_issues


def is_system(actor: str) -> bool:
    """Whether nobody said so: what the system does can be done again, and teaches it nothing."""
    return actor.startswith("system:")


@transaction.atomic
def move_complaints(
    *,
    project: Project,
    feedback_ids: Collection[UUID],
    to: Issue,
    actor: str,
    now: datetime,
    why: str,
) -> None:
    """Put placed complaints into `to`, in the caller's transaction; both sides are counted again.

    What a person moved stays there from then on; what the system moves ("system:…") it may move
    again, unless a person had placed it. Callers read the issues anew afterwards. What has
    no placement, or another project's, is passed over.
    """
    placing_lock(project)
    placements = Placement.objects.of(project).filter(feedback_id__in=feedback_ids)
    sources = set(placements.values_list("issue_id", flat=True))
    if not sources:
        return
    issues = lock_issues(sources | {to.pk})
    pinned = {} if is_system(actor) else {"by": Placement.By.PERSON}
    moved = placements.update(issue=to, similarity=None, why=why[:300], placed_at=now, **pinned)
    count_again(list(issues.values()))
    score_issues(project=project, ids=issues.keys(), now=now)
    record(
        project=project,
        actor=actor,
        verb="complaints.moved",
        subject=f"issue:{to.pk}",
        now=now,
        data={"complaints": moved, "from": sorted(map(str, sources)), "why": why},
    )
