"""What releases would make of the verified answers, tried before they ship."""

from django.db import models

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.verified import VerifiedAnswer


class RegressionRun(TimeOrdered):
    """A release's new answers, held against the verified ones."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="regression_runs")
    release = models.CharField(max_length=100, help_text="As its maker names it; it may ship never")
    expected = models.PositiveIntegerField(help_text="How many verified answers there were then")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=250)
    objects = ProjectQuerySet["RegressionRun"].as_manager()

    def __str__(self) -> str:
        return self.release


class RegressionResult(TimeOrdered):
    """One new answer, what was expected then, and what is said of it."""

    class Verdict(models.TextChoices):
        KEPT = "kept", "Kept"
        BROKEN = "broken", "Broken"
        UNSURE = "unsure", "Unsure"

    run = models.ForeignKey(
        RegressionRun, on_delete=models.CASCADE, related_name="results", db_index=False
    )
    answer = models.ForeignKey(VerifiedAnswer, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    expected = models.TextField()
    text = models.TextField()
    verdict = models.CharField(max_length=6, choices=Verdict.choices)
    why = models.CharField(max_length=500)
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "answer"], name="regression_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.answer_id}"
