"""What the business case promised: a ledger."""

from django.db import models
from django.db.models import F, Q

from feedback.models import Cohort, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered


def _is_share(name: str) -> models.CheckConstraint:
    within = Q(**{f"{name}__gte": 0, f"{name}__lte": 1})
    return models.CheckConstraint(
        condition=Q(**{f"{name}__isnull": True}) | within, name=f"promise_{name}_is_a_share"
    )


class PromiseQuerySet(ProjectQuerySet["Promise"]):
    def standing(self) -> "PromiseQuerySet":
        """Of each figure what is promised now: its newest line, where that is not withdrawn."""
        newest = self.order_by("project_id", "measure", "-written_at", "-id")
        newest = newest.distinct("project_id", "measure")
        return Promise.objects.filter(pk__in=newest.values("pk"), withdrawn=False)


class Promise(TimeOrdered):
    """What the business case says of one figure, as it was understood from then on.

    A line of the ledger is never changed (a trigger holds that): who learns more writes another
    one, and the newest of a figure stands. One that is `withdrawn` says that nothing is promised
    any more. All shares are 0 to 1.
    """

    class Measure(models.TextChoices):
        SATISFACTION = "satisfaction", "Satisfaction"
        ACTIVE_SHARE = "active_share", "Active share of a week"
        COMPLAINT_RATE = "complaint_rate", "Complaint rate"
        AUDITED_QUALITY = "audited_quality", "Audited quality"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=40, choices=Measure.choices)
    claimed = models.FloatField(null=True, help_text="What the pilot was said to have shown")
    claimed_on = models.DateField(null=True)
    claimed_of = models.CharField(max_length=300, help_text="Of whom and how: pilot, 12 people")
    expected_low = models.FloatField(null=True, help_text="In production, at the least")
    expected_high = models.FloatField(null=True)
    target = models.FloatField()
    target_on = models.DateField(help_text="By when it is to be reached")
    pilot = models.ForeignKey(
        Cohort, null=True, on_delete=models.RESTRICT, related_name="+", help_text="Else the first"
    )
    withdrawn = models.BooleanField(default=False)
    written_by = models.CharField(max_length=250)
    written_at = models.DateTimeField()
    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            *map(_is_share, ("claimed", "expected_low", "expected_high", "target")),
            models.CheckConstraint(
                condition=Q(expected_low__isnull=True, expected_high__isnull=True)
                | Q(expected_low__lte=F("expected_high")),
                name="promise_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.target} by {self.target_on}"
