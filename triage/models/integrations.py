"""Who outside is told what happens: endpoints, the messages to them, and each try to deliver."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.issues import Issue


class Endpoint(TimeOrdered):
    """Where messages of a project go. What is sealed is opened only to send.

    `url` is sealed too: the address of a chat's incoming webhook is all that its door asks for.
    """

    class Kind(models.TextChoices):
        WEBHOOK = "webhook", "Webhook"
        SLACK = "slack", "Slack message"

    class Off(models.TextChoices):
        """Why nothing is sent, if nothing is."""

        NO = "", "On"
        PERSON = "person", "Switched off"
        GONE = "gone", "Gone (410)"
        FAILING = "failing", "Failed for days"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="endpoints")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WEBHOOK)
    name = models.CharField(max_length=100)
    sealed_url = models.TextField()
    host = models.CharField(max_length=253, help_text="Of the address, to tell endpoints apart")
    sealed_secret = models.TextField(blank=True)
    former_secret = models.TextField(blank=True, help_text="Sealed; signs too until then")
    former_until = models.DateTimeField(null=True, blank=True)
    events = ArrayField(models.CharField(max_length=40))
    tells_texts = models.BooleanField(
        default=False, help_text="Titles and resolutions too, which may quote people"
    )
    off = models.CharField(max_length=8, choices=Off.choices, default=Off.NO, blank=True)
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="The first failure since it last took a message"
    )
    rests_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    objects = ProjectQuerySet["Endpoint"].as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(former_secret="") ^ Q(former_until__isnull=False),
                name="endpoint_former_secret_ends",
            ),
            models.CheckConstraint(
                condition=Q(kind="slack") ^ ~Q(sealed_secret=""),
                name="endpoint_webhook_signs",
            ),
        ]
        indexes = [models.Index(fields=["project"], name="endpoint_on", condition=Q(off=""))]

    def __str__(self) -> str:
        return self.name


class Delivery(TimeOrdered):
    """One message to one endpoint. The body is kept as it is sent, so that every try sends the
    same; the id is the message's own, by which receivers know it again. News of reports have no
    issue either."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        DEAD = "dead", "Given up"

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    issue = models.ForeignKey(
        Issue,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="None: a test, or news of reports",
    )
    event = models.CharField(max_length=40)
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0, help_text="Since it was last put in line")
    due_at = models.DateTimeField(help_text="When to try (again), while it waits")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"], name="delivery_due", condition=Q(state="waiting")
            ),
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
            models.Index(fields=["at"], name="delivery_by_age", condition=~Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        return f"msg_{self.pk.hex}"

    @property
    def next_try_at(self) -> datetime | None:
        return self.due_at if self.state == self.State.WAITING else None


class Attempt(TimeOrdered):
    """One try to deliver a message, and what came of it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, help_text="None: no answer came")
    says = models.CharField(max_length=500, help_text="How the answer begins, or what went wrong")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.delivery}: {self.status or self.says}"
