"""Who answers for how much: what the ownership page shows."""

from django.db.models import Count, Prefetch, Q

from feedback.models import Member, Project
from triage.models import Issue, Owner, OwnershipRules

VERSIONS_SHOWN = 20


def owners_at_work(project: Project) -> list[Owner]:
    """The owners, each with `open_issues` (a count) and `team` (its members still here)."""
    here = Member.objects.filter(left_at=None).select_related("user")
    counted = Owner.objects.of(project).annotate(
        open_issues=Count("issues", filter=Q(issues__status=Issue.Status.UNRESOLVED))
    )
    return list(
        counted.prefetch_related(Prefetch("members", queryset=here, to_attr="team")).order_by(
            "-open_issues", "name"
        )
    )


def versions_of(project: Project) -> list[OwnershipRules]:
    """The latest VERSIONS_SHOWN versions of the rules, newest first."""
    return list(OwnershipRules.objects.of(project).order_by("-version")[:VERSIONS_SHOWN])
