"""What happened to issues, and the numbers that they were given."""

from django.db import models

from feedback.models import Project
from feedback.models.base import TimeOrdered
from triage.models.issues import Issue


class IssueCounter(models.Model):
    """The last number given in a project. Its row lock is the project's placing lock."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    last = models.PositiveIntegerField(default=0)
    turn = models.BigIntegerField(default=0, help_text="Rises with each change to centres")

    def __str__(self) -> str:
        return str(self.last)


class IssueActivity(TimeOrdered):
    """One thing that happened to an issue, in words' order; `data` holds what undo needs."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="activity")
    at = models.DateTimeField()
    actor = models.CharField(max_length=250)
    verb = models.CharField(max_length=60)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "issue activity"

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor}"
