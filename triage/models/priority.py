"""What makes an issue urgent in a project, as its managers said."""

from django.db import models
from django.db.models import F, Q

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered


class PriorityPolicy(TimeOrdered):
    """One version of it. The highest is in force; a project without any goes by the defaults.

    `weights` has a number of 0 to 10 for each part of the score. From the score `medium_from` on,
    an issue is of medium priority, and so on. `importance` names the teams whose complaints weigh
    more than usual (3) or less (1), by their ids.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="priority_policies")
    version = models.PositiveIntegerField()
    weights = models.JSONField()
    medium_from = models.PositiveSmallIntegerField()
    high_from = models.PositiveSmallIntegerField()
    urgent_from = models.PositiveSmallIntegerField()
    importance = models.JSONField(default=dict, blank=True)
    saved_by = models.CharField(max_length=250)
    saved_at = models.DateTimeField()
    objects = ProjectQuerySet["PriorityPolicy"].as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "priority policies"
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="policy_version_unique"),
            models.CheckConstraint(
                condition=Q(medium_from__lt=F("high_from"), high_from__lt=F("urgent_from")),
                name="policy_thresholds_rise",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"

    @property
    def thresholds(self) -> tuple[int, int, int]:
        return self.medium_from, self.high_from, self.urgent_from
