"""How complaints are grouped: what people said of it, what is proposed, from when it is done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.activity import IssueActivity
from triage.models.issues import Issue


class Grouping(models.Model):
    """A project's way of grouping. One row a project, made with it."""

    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="grouping"
    )
    apply_from = models.FloatField(
        null=True,
        blank=True,
        default=0.95,
        help_text="Confidence from which proposals are applied without asking; none: never",
    )
    consolidated_at = models.DateTimeField(null=True, blank=True)
    consolidating_since = models.DateTimeField(
        null=True, blank=True, help_text="A round was asked for or began, and has not ended"
    )
    space = models.CharField(
        max_length=100, default="minilm", help_text="The space that complaints are compared in"
    )
    moving_to = models.CharField(
        max_length=100, blank=True, help_text="The space they are being read into"
    )
    model = models.CharField(
        max_length=100, blank=True, help_text="Whose vectors are compared; none before the first"
    )
    trouble = models.CharField(
        max_length=300, blank=True, help_text="Why complaints can't be read now"
    )
    moving_trouble = models.CharField(
        max_length=300, blank=True, help_text="Why they can't be read into the other space now"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(apply_from__isnull=True) | Q(apply_from__gte=0.5, apply_from__lte=1),
                name="grouping_apply_from_is_a_confidence",
            ),
        ]

    def __str__(self) -> str:
        return f"grouping of {self.project_id}"


class Verdict(TimeOrdered):
    """What a person said of a grouping. Every later placement and proposal respects it.

    moved: `feedback` belongs to `other` and not to `issue`. merged: `issue` and `other` are one,
    and `feedback` is some of what was in `other`. split: `feedback` is apart from the rest of
    `issue`, and is now `other`. apart: `issue` and `other` are never to be one. whole: `issue` is
    not to be split (`other` is empty).
    """

    class Says(models.TextChoices):
        MOVED = "moved", "These belong there"
        MERGED = "merged", "These are one"
        SPLIT = "split", "These are two"
        APART = "apart", "Never merge these"
        WHOLE = "whole", "Don't split this"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="verdicts")
    says = models.CharField(max_length=12, choices=Says.choices)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="verdicts")
    other = models.ForeignKey(
        Issue, null=True, blank=True, on_delete=models.CASCADE, related_name="verdicts_as_other"
    )
    feedback = ArrayField(models.UUIDField(), default=list, blank=True)
    evidence = models.JSONField(
        default=list,
        help_text="Pairs [likeness beyond the background from 0 to 1, whether together]",
    )
    actor = models.CharField(max_length=250)
    at = models.DateTimeField()
    activity = models.ForeignKey(
        IssueActivity, null=True, blank=True, on_delete=models.SET_NULL, related_name="verdicts"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="The act was undone")
    objects = ProjectQuerySet["Verdict"].as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["project", "says"],
                name="verdict_standing",
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("issue")), name="verdict_of_two"
            ),
            models.CheckConstraint(
                condition=Q(says="whole") ^ Q(other__isnull=False), name="verdict_names_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.says}: {self.issue_id}"


class Proposal(TimeOrdered):
    """What consolidation would change: merge `other` into `issue`, or take `feedback` out of
    `issue` (into an issue of its own, or into `other`)."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Merge"
        SPLIT = "split", "Split"
        MOVE = "move", "Move"

    class State(models.TextChoices):
        OPEN = "open", "Waits for a decision"
        APPLIED = "applied", "Applied"
        REJECTED = "rejected", "Rejected"
        OVERTAKEN = "overtaken", "Overtaken by other changes"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="proposals")
    other = models.ForeignKey(
        Issue, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals_as_other"
    )
    feedback = ArrayField(models.UUIDField(), default=list, blank=True)
    confidence = models.FloatField(help_text="Share of runs and pairs that agree, 0 to 1")
    why = models.CharField(max_length=500)
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=250, blank=True)
    activity = models.ForeignKey(
        IssueActivity,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        help_text="What applying it did, to undo it by",
    )
    objects = ProjectQuerySet["Proposal"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "state", "-confidence"], name="proposals_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="merge") | Q(other__isnull=False), name="merge_names_both"
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("issue")), name="proposal_of_two"
            ),
            models.UniqueConstraint(
                fields=["issue", "other"],
                condition=Q(state="open", kind="merge"),
                name="proposal_merge_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.issue_id}"
