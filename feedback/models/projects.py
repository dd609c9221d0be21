"""The tenant, its releases and its taxonomy of reasons."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from feedback.models.base import ProjectQuerySet, TimeOrdered


class Masking(models.TextChoices):
    """What is done with personal data in texts before they are stored."""

    OFF = "off", "Store it as it comes"
    MASK = "mask", "Mask it"
    REFUSE = "refuse", "Refuse the text"


class Project(TimeOrdered):
    """One assistant and its users. Everything else belongs to exactly one project."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=8, help_text="Begins the short ids of its issues: HR-142")
    language = models.CharField(max_length=8, default="en")
    takes_anonymous = models.BooleanField(
        default=True, help_text="Whether a vote without a signed person is taken"
    )
    masking = models.CharField(
        max_length=10,
        choices=Masking.choices,
        default=Masking.MASK,
        help_text="What happens to personal data in what people and assistants write",
    )
    shows_sources = models.BooleanField(
        default=False, help_text="Whether readers without a token see an answer's sources too"
    )
    # Requests a minute; 0 sets no limit.
    key_limit = models.PositiveIntegerField(default=12_000)
    person_limit = models.PositiveIntegerField(default=60)
    address_limit = models.PositiveIntegerField(default=1_200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Release(TimeOrdered):
    """A version of the assistant, known from the answers it gave, or announced before."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="releases")
    name = models.CharField(max_length=100)
    owner = models.CharField(
        max_length=200, blank=True, db_default="", help_text="Who answers for it"
    )
    first_seen = models.DateTimeField()
    objects = ProjectQuerySet["Release"].as_manager()

    class Meta:
        ordering = ["first_seen"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="release_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class ReasonQuerySet(ProjectQuerySet["Reason"]):
    def living(self) -> "ReasonQuerySet":
        """Those that are offered, and taken with new words."""
        return self.filter(retired_at=None)

    def retired(self) -> "ReasonQuerySet":
        return self.exclude(retired_at=None)


class Reason(TimeOrdered):
    """One entry of a project's taxonomy: what people may say is wrong, and where it comes from.

    One that was retired stays what old words say. Living ones come first, in their order.
    """

    class Cause(models.TextChoices):
        MODEL = "model", "the model"
        KNOWLEDGE = "knowledge", "the knowledge"
        INTEGRATION = "integration", "the integration"
        PRESENTATION = "presentation", "the presentation"

    class Severity(models.IntegerChoices):
        """What it does to whoever relies on the answer."""

        LOW = 1, "low"
        MEDIUM = 2, "medium"
        HIGH = 3, "high"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reasons")
    code = models.SlugField(max_length=50, allow_unicode=True)
    label = models.CharField(max_length=100)
    cause = models.CharField(max_length=20, choices=Cause.choices)
    severity = models.PositiveSmallIntegerField(
        choices=Severity.choices, default=Severity.MEDIUM, db_default=Severity.MEDIUM
    )
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    objects = ReasonQuerySet.as_manager()

    class Meta:
        ordering = [F("retired_at").asc(nulls_first=True), "position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="reason_code_unique"),
            models.UniqueConstraint(
                "project",
                Lower("label"),
                condition=Q(retired_at=None),
                name="reason_label_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.label
