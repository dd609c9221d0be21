"""What the assistant said, and on what it rested."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.people import Cohort, Person, Team
from feedback.models.projects import Project, Release


class Source(TimeOrdered):
    """A document that answers cite, with whoever answers for it and until when it holds."""

    class Status(models.TextChoices):
        APPROVED = "approved", "Approved"
        DRAFT = "draft", "Draft"
        WITHDRAWN = "withdrawn", "Withdrawn"
        UNKNOWN = "unknown", "Unknown"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    external_id = models.CharField(max_length=500)
    uri = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=100, blank=True)
    owner = models.CharField(max_length=200, blank=True, help_text="Who answers for the document")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UNKNOWN)
    approved_until = models.DateField(null=True, blank=True)
    reviewed_at = models.DateField(null=True, blank=True)
    objects = ProjectQuerySet["Source"].as_manager()

    class Meta:
        ordering = ["external_id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "external_id"], name="source_unique"),
        ]

    def __str__(self) -> str:
        return self.title or self.external_id


class Answer(TimeOrdered):
    """One reply of the assistant. A stub until the host has sent it: votes may come first."""

    # Where db_index is False, a longer index begins with the column, or nothing is found by it.
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="answers", db_index=False
    )
    external_id = models.CharField(max_length=200)
    stub = models.BooleanField(default=False)
    question = models.TextField(blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    model = models.CharField(max_length=100, blank=True)
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    prompt_version = models.CharField(max_length=100, blank=True)
    conversation = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(null=True, blank=True, help_text="As stated, 0 to 1")
    abstained = models.BooleanField(default=False)
    latency_ms = models.PositiveIntegerField(null=True, blank=True)
    tags = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        blank=True,
        help_text="The host's own words for it",
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, db_index=False)
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    asked_at = models.DateTimeField(help_text="When it was given, by the host's clock")
    recorded_at = models.DateTimeField(help_text="When it was stored or last completed")
    objects = ProjectQuerySet["Answer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "external_id"], name="answer_unique"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="answer_confidence_is_a_share",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "asked_at"], name="answer_by_day"),
            models.Index(fields=["project", "recorded_at"], name="answer_by_arrival"),
            models.Index(fields=["team", "cohort", "asked_at"], name="answer_by_group"),
            models.Index(fields=["release", "asked_at"], name="answer_by_release"),
        ]

    def __str__(self) -> str:
        return self.external_id


class Citation(TimeOrdered):
    """An answer's use of a source."""

    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="citations", db_index=False
    )
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField()
    passage = models.TextField(blank=True)
    score = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "position"], name="citation_position_unique"),
        ]

    def __str__(self) -> str:
        return f"[{self.position}] {self.source}"


class Exposure(TimeOrdered):
    """Somebody saw an answer: what votes on it are a share of. One for each answer and viewer.

    `viewer` is named as a vote's `voter` is: a known person, or an anonymous visitor's own id.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="exposures", db_index=False
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    viewer = models.CharField(max_length=220)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, db_index=False)
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    seen_at = models.DateTimeField(help_text="When it was first seen, by the sender's clock")
    recorded_at = models.DateTimeField()
    objects = ProjectQuerySet["Exposure"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "viewer"], name="exposure_once"),
        ]
        indexes = [
            models.Index(fields=["project", "seen_at"], name="exposure_by_day"),
            models.Index(fields=["project", "recorded_at"], name="exposure_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer} saw {self.answer_id}"
