"""What detectors found by themselves, with what it rests on."""

from django.db import models
from django.db.models import Q

from feedback.models import Feedback, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.issues import Issue
from triage.models.kinds import Kind


class Finding(TimeOrdered):
    """One thing that was found, about one subject: there is one issue of it, whatever becomes of
    that. An escalation belongs to the issue that escalates; the others open issues of their own.

    Its complaints stay in the issues where they are: a finding only points to them.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject = models.CharField(
        max_length=200, help_text="What it is about: the same whenever it is found again"
    )
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="findings")
    feedback = models.ManyToManyField(
        Feedback, related_name="findings", blank=True, help_text="The complaints that it rests on"
    )
    evidence = models.JSONField(help_text="What it says, by which definition, with its figures")
    found_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True, blank=True, help_text="Since when it does not hold")
    objects = ProjectQuerySet["Finding"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "subject"], name="finding_once"),
            models.CheckConstraint(condition=~Q(kind=Kind.LIKENESS), name="finding_not_likeness"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"


class Search(models.Model):
    """When a project was last searched for findings."""

    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="search"
    )
    at = models.DateTimeField()
    placed = models.PositiveIntegerField(help_text="How many complaints stood in issues then")

    def __str__(self) -> str:
        return f"searched {self.at}"
