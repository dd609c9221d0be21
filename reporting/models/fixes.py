"""What became of use after sources were cleaned up, as it was reckoned last."""

from django.db import models

from feedback.models import Project


class SourceCleanups(models.Model):
    """Of a project's latest source updates, by id of the fix, and of all of them together: what
    `reporting.fixes.cleanups` says, as `reporting.fixes.kept` writes it."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    reckoned_on = models.DateField()
    found = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "source clean-ups"

    def __str__(self) -> str:
        return f"of {self.project_id} on {self.reckoned_on}"
