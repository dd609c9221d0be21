"""What the detectors found, beyond likeness: an issue of its own kind, with evidence."""

from django.db import models

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.issues import Issue


class Finding(TimeOrdered):
    """One thing that a detector found, and goes on finding under the same key.

    `evidence` holds what it rests on: sentences, figures with their intervals, and the ids of
    feedback, answers, sources and issues that a page can lead to.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=20, choices=Issue.Kind.choices)
    key = models.CharField(
        max_length=300, help_text="What it is about: the same thing, found again"
    )
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="findings")
    evidence = models.JSONField(default=dict)
    strength = models.FloatField(help_text="How strong the evidence is, 0 to 1")
    found_at = models.DateTimeField()
    last_found_at = models.DateTimeField()
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is not found any more"
    )
    objects = ProjectQuerySet["Finding"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "key"], name="finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
