"""Alerts: weekly figures that got worse beyond what chance explains."""

from django.db import models
from django.db.models import F, Q

from feedback.models import Cohort, Project, Team
from feedback.models.base import ProjectQuerySet, TimeOrdered


class AlertQuerySet(ProjectQuerySet["Alert"]):
    def open(self) -> "AlertQuerySet":
        """Those that nobody has acknowledged and that have not recovered."""
        return self.filter(acknowledged_at=None, ended_at=None)

    def closed(self) -> "AlertQuerySet":
        return self.exclude(acknowledged_at=None, ended_at=None)


class Alert(TimeOrdered):
    """One metric of a team, of a cohort or (with neither) of all, as it stood when it was raised.

    It got worse with the week that begins on `since`, seen through the day `through`; before that
    are the weeks of the reference. Parts and wholes are the metric's numerators and denominators.
    The evidence reached what it `needed` for.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="alerts")
    metric = models.CharField(max_length=40)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    reference_from = models.DateField()
    reference_part = models.PositiveIntegerField()
    reference_whole = models.PositiveIntegerField()
    since = models.DateField()
    through = models.DateField()
    part = models.PositiveIntegerField()
    whole = models.PositiveIntegerField()
    evidence = models.FloatField()
    needed = models.FloatField()
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(
        max_length=250, blank=True, help_text="Who, as audit events name them"
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When it had been back near the reference for weeks"
    )
    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "metric", "team", "cohort"],
                condition=Q(acknowledged_at=None, ended_at=None),
                nulls_distinct=False,
                name="alert_one_open",
            ),
            models.CheckConstraint(
                condition=Q(team=None) | Q(cohort=None), name="alert_of_one_group"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(ended_at=None), name="alert_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(part__lte=F("whole"), reference_part__lte=F("reference_whole")),
                name="alert_parts_of_wholes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} since {self.since}"

    @property
    def state(self) -> str:
        if self.ended_at:
            return "recovered"
        return "acknowledged" if self.acknowledged_at else "open"
