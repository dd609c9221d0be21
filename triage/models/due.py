"""When things are due: what a project says of it, and which steps were taken."""

from django.db import models

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.issues import Issue


class DueTimes(TimeOrdered):
    """One version of a project's due times and steps. The highest version is in force."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="due_times")
    version = models.PositiveIntegerField()
    times = models.JSONField(help_text='{"urgent": ["1h", "8h"]}: working time by priority')
    steps = models.JSONField(help_text='[[75, "assignee", false]]: percent, whom to tell, raises')
    saved_by = models.CharField(max_length=250)
    saved_at = models.DateTimeField()
    objects = ProjectQuerySet["DueTimes"].as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "due times"
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="due_version_unique"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class StepTaken(TimeOrdered):
    """A step of escalation that was taken: there is one of each for each run of a clock."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="steps_taken")
    clock = models.CharField(max_length=8)
    percent = models.PositiveSmallIntegerField()
    since = models.DateTimeField(help_text="When the clock had begun")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "clock", "percent", "since"], name="step_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.percent}%"
