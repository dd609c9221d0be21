"""What members asked to be sent of the reports, and the mails."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from feedback.models import Cohort, Member, Team
from feedback.models.base import TimeOrdered
from reporting.models.alerts import Alert

HOURS = Q(quiet_from__range=(0, 23), quiet_until__range=(0, 23))


class Subscription(TimeOrdered):
    """What one member of a project is sent, and when not. Hours are of the member's own zone."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="subscription")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="Or all"
    )
    cohort = models.ForeignKey(
        Cohort,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Or all",
    )
    weekly = models.BooleanField(default=False)
    alerts = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC")
    hour = models.PositiveSmallIntegerField(default=8, help_text="Of Monday, for the digest")
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, help_text="0 is Monday"
    )
    chosen_at = models.DateTimeField(help_text="What came before is not sent any more")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | HOURS,
                name="subscription_quiet_both",
            ),
            models.CheckConstraint(
                condition=Q(hour__range=(0, 23)), name="subscription_hour_of_day"
            ),
            models.CheckConstraint(
                condition=Q(quiet_days__len__lt=7), name="subscription_some_day"
            ),
            models.CheckConstraint(
                condition=Q(team=None) | Q(cohort=None), name="subscription_of_one_group"
            ),
        ]

    @property
    def group(self) -> Team | Cohort | None:
        """Whom it is of; None for everybody."""
        return self.team or self.cohort

    def __str__(self) -> str:
        return f"{self.member}: {'weekly ' * self.weekly}{'alerts' * self.alerts}"


class ReportMail(TimeOrdered):
    """One mail to one member: the digest of a week that begins on `week`, or alerts.

    The id is the message's own: however often it is tried, it is the same mail.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="report_mails")
    week = models.DateField(null=True, help_text="Of a digest; none: it tells of alerts")
    asked = models.BooleanField(default=False, help_text="The member asked for this very one")
    alerts = models.ManyToManyField(Alert, related_name="mails", help_text="As of the first try")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(help_text="When it is tried, or tried again")
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, help_text="Why it did not go")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was sent, or given up"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "week"],
                condition=Q(asked=False, week__isnull=False),
                name="report_mail_one_a_week",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(week=None, state="waiting"),
                name="report_mail_alerts_wait_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="report_mail_waiting", condition=Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} mail to {self.member_id}"
