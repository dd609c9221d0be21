"""How far each issue has come, and what was given receipts: folded for the page on the loop."""

from django.db import models
from django.db.models import Q

from feedback.models import Cohort, Project, Team
from feedback.models.base import ProjectQuerySet
from triage.models import Issue


class IssueProgress(models.Model):
    """Where one issue of like complaints stands. Those that hold noise, that were merged into
    another, and findings, whose complaints stand elsewhere, have none.

    A stage that was undone, as by reopening, is reached no more; that a person looked at it stays.
    """

    issue = models.OneToOneField(
        Issue, primary_key=True, on_delete=models.CASCADE, related_name="progress"
    )
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.SET_NULL, related_name="+")
    reporter = models.UUIDField(
        null=True, help_text="A digest of who complained first: team and cohort are theirs, then"
    )
    captured_at = models.DateTimeField(help_text="When the first complaint was given")
    reviewed_at = models.DateTimeField(null=True, help_text="When a person first acted on it")
    acted_at = models.DateTimeField(null=True, help_text="When it was resolved, or declined")
    verified_at = models.DateTimeField(null=True)
    closed_by = models.CharField(
        max_length=16, blank=True, help_text="Kind of fix; “archived” where it was for good"
    )
    respond_by = models.DateTimeField(null=True, help_text="None where nothing is due, or it waits")
    responded_in_time = models.BooleanField(null=True, help_text="None until somebody responds")
    resolve_by = models.DateTimeField(null=True)
    resolved_in_time = models.BooleanField(null=True)
    reopened = models.PositiveIntegerField(default=0, help_text="By people")
    regressed = models.PositiveIntegerField(
        default=0, help_text="By complaints, or by what a fix left"
    )
    complaints = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0, help_text="Reporters told since it was closed")
    told_at = models.DateTimeField(null=True, help_text="When the first of them was")
    objects = ProjectQuerySet["IssueProgress"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acted_at__isnull=False) ^ Q(closed_by=""), name="progress_closed_by"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(acted_at__isnull=False),
                name="progress_verified_is_acted",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "captured_at"], name="progress_by_day"),
        ]

    def __str__(self) -> str:
        return f"progress of {self.issue_id}"


class ReceiptDay(models.Model):
    """What was recorded on one day (UTC): words that got a receipt, by the audit trail, and
    revisions of words that are stored."""

    pk = models.CompositePrimaryKey("project", "day")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    receipts = models.PositiveIntegerField()
    stored = models.PositiveIntegerField()
    objects = ProjectQuerySet["ReceiptDay"].as_manager()

    def __str__(self) -> str:
        return f"{self.day}"


class LoopState(models.Model):
    """How far a project's issues have been folded."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    folded_through = models.DateTimeField(null=True)
    last_notice = models.BigIntegerField(default=0, help_text="The newest that was counted")
    whole_on = models.DateField(null=True, help_text="The day on which all was folded anew last")

    def __str__(self) -> str:
        return f"{self.project_id} through {self.folded_through}"
