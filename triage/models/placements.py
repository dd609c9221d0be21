"""Which issue a complaint is in, and why; and the vector it was compared by."""

from django.db import models
from django.db.models import F
from pgvector.django import VectorField

from feedback.models import Feedback, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.issues import Issue


class Placement(TimeOrdered):
    """One complaint's place. One to one: a complaint is in exactly one issue."""

    class By(models.TextChoices):
        CLUSTERING = "clustering", "Clustering"
        PERSON = "person", "A person"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="placements")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="placement")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="placements")
    similarity = models.FloatField(
        null=True,
        blank=True,
        help_text="Mean cosine to the complaints that were there; none where it opened the issue, "
        "or followed the same words",
    )
    by = models.CharField(max_length=12, choices=By.choices)
    wording = models.BigIntegerField(
        null=True, help_text="Digest of the words it is compared by; none where there are none"
    )
    voter = models.CharField(max_length=220, help_text="The complaint's, to count people by")
    why = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    objects = ProjectQuerySet["Placement"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["issue", "-placed_at"], name="placement_of_issue"),
            models.Index(fields=["project", "placed_at", "id"], name="placement_in_order"),
            models.Index(fields=["issue", "voter"], name="placement_by_voter"),
            models.Index(fields=["project", "wording", "placed_at"], name="placement_by_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} in {self.issue_id}"


class VectorQuerySet(models.QuerySet["ComplaintVector"]):
    def in_force(self) -> "VectorQuerySet":
        """Those that each project's complaints are compared by now."""
        return self.filter(model=F("feedback__project__grouping__model"))


class ComplaintVector(models.Model):
    """What a complaint means to one embedding model: a unit vector of that model's length.

    While a project moves to another space, its complaints have vectors of both.
    """

    pk = models.CompositePrimaryKey("feedback", "model")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, db_index=False)
    model = models.CharField(max_length=100)
    vector = VectorField()
    objects = VectorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.model} vector of {self.feedback_id}"


class IssueCentre(models.Model):
    """The sum of an issue's unit vectors: exact to add to and take from; its direction is the
    centre. Empty, it stays, so that whoever remembers centres learns of it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    issue = models.OneToOneField(
        Issue, primary_key=True, on_delete=models.CASCADE, related_name="centre"
    )
    model = models.CharField(max_length=100)
    total = VectorField()
    count = models.PositiveIntegerField()
    turn = models.BigIntegerField(help_text="Of the change that wrote it")
    objects = ProjectQuerySet["IssueCentre"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "turn"], name="centre_by_turn")]

    def __str__(self) -> str:
        return f"centre of {self.issue_id}"
