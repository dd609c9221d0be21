"""Which issue a complaint is in, and why; and the vector it was compared by."""

from typing import Any
from uuid import UUID, uuid3

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
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
    # What the queue finds and counts complaints by, as the database itself describes them.
    given_at = models.DateTimeField(null=True, editable=False)
    facets = ArrayField(
        models.UUIDField(),
        default=list,
        db_default=[],
        editable=False,
        help_text="Ids of its team, cohort, release, reasons, sources and tags",
    )
    words = SearchVectorField(null=True, editable=False)
    objects = ProjectQuerySet["Placement"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["issue", "-given_at", "feedback"], name="placement_of_issue"),
            models.Index(fields=["project", "-given_at"], name="placement_newest"),
            GinIndex(fields=["facets", "words"], name="placement_found_by"),
            models.Index(fields=["project", "placed_at", "id"], name="placement_in_order"),
            models.Index(fields=["issue", "voter"], name="placement_by_voter"),
            models.Index(fields=["project", "wording", "placed_at"], name="placement_by_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} in {self.issue_id}"


def tag_facet(project_id: UUID, tag: str) -> UUID:
    """The id that a tag of the project's answers has as a facet, as it has no row: made of both
    (RFC 9562, version 3). The database's `triage_tag` makes the same."""
    return uuid3(project_id, tag)


class IssueFacet(models.Model):
    """How many of an issue's complaints have a facet: a team, cohort, release, reason, source or
    tag, by its id. Triggers keep it with each change to placements, and to what findings rest
    on."""

    pk = models.CompositePrimaryKey("issue", "facet")
    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, related_name="facets", db_index=False
    )
    facet = models.UUIDField()
    complaints = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["facet", "issue"], name="facet_of_issues"),
        ]

    def __str__(self) -> str:
        return f"{self.complaints} with {self.facet} in {self.issue_id}"


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


class BitsField(models.Field):  # type: ignore[type-arg]
    """As many bits as a vector has numbers."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's signature
        return "bit varying"


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
    signs = models.GeneratedField(
        expression=Func(F("total"), function="binary_quantize"),
        output_field=BitsField(),
        db_persist=True,
        help_text="Which of its numbers are above 0: by it the nearest are looked for",
    )
    objects = ProjectQuerySet["IssueCentre"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "turn"], name="centre_by_turn"),
            models.Index(
                fields=["project", "model"],
                name="centre_signs",
                include=["issue", "signs"],
                condition=Q(count__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"centre of {self.issue_id}"
