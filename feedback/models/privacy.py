"""How much personal data was kept out."""

from django.db import models

from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.projects import Project


class MaskCount(TimeOrdered):
    """How many pieces of personal data of one kind were masked, or refused, on one day (UTC)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=20)
    refused = models.BooleanField(default=False)
    count = models.PositiveBigIntegerField()
    objects = ProjectQuerySet["MaskCount"].as_manager()

    class Meta:
        ordering = ["day", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "kind", "refused"], name="mask_count_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.kind} on {self.day}"
