"""What people's decisions teach of owners, and what is suggested by it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from feedback.models import Project
from feedback.models.base import ProjectQuerySet
from triage.models.issues import Issue
from triage.models.owners import Owner


class Suggesting(models.Model):
    """A project's way of suggesting owners, and what was learnt last. No row: never chosen, and
    nothing learnt yet."""

    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="suggesting"
    )
    apply_from = models.FloatField(
        null=True,
        blank=True,
        help_text="Confidence from which a suggestion gives the owner; none: it is only shown",
    )
    learnt_at = models.DateTimeField(null=True, blank=True)
    decisions = models.PositiveIntegerField(default=0, help_text="That there were then")
    trouble = models.CharField(max_length=100, blank=True, help_text="Why nothing could be learnt")
    model = models.CharField(max_length=100, blank=True, help_text="Whose vectors it is about")
    owners = ArrayField(models.UUIDField(), default=list, blank=True)
    weights = models.BinaryField(
        default=bytes, help_text="float32, a row for each owner, the offset last"
    )
    sharpness = models.FloatField(default=0)
    doubt = models.FloatField(default=1)
    tenths = models.JSONField(
        default=list, help_text="By tenths of confidence: decisions tried, and foretold rightly"
    )
    objects = ProjectQuerySet["Suggesting"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(apply_from__isnull=True) | Q(apply_from__gte=0.5, apply_from__lte=1),
                name="suggesting_apply_from_is_a_confidence",
            ),
        ]

    def __str__(self) -> str:
        return f"suggesting in {self.project_id}"


class Suggestion(models.Model):
    """Whom people would give an issue, by what they decided before. It is not made again once
    somebody has decided."""

    issue = models.OneToOneField(
        Issue, primary_key=True, on_delete=models.CASCADE, related_name="suggestion"
    )
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="suggestions")
    confidence = models.FloatField(help_text="0 to 1")
    applied = models.BooleanField(default=False, help_text="It gave the issue its owner")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.owner_id} for {self.issue_id}: {self.confidence:.2f}"
