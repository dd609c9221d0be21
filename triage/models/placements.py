"""Which issue a complaint is in, and why; and the vector it was compared by."""

from django.db import models
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
    voter = models.CharField(max_length=220, help_text="The complaint's, to count people by")
    similarity = models.FloatField(
        null=True,
        blank=True,
        help_text="Mean cosine to the complaints that were there; none where it opened the issue",
    )
    by = models.CharField(max_length=12, choices=By.choices)
    why = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    objects = ProjectQuerySet["Placement"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["issue", "-placed_at"], name="placement_of_issue"),
            models.Index(fields=["project", "placed_at", "id"], name="placement_in_order"),
            models.Index(fields=["issue", "voter"], name="placement_by_voter"),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} in {self.issue_id}"


class ComplaintVector(models.Model):
    """What a complaint means in one vector space: a unit vector of that model's length.

    A complaint has one in its project's space, and one more in the space that the project is
    moving to, until it has moved.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="vectors")
    space = models.CharField(max_length=200, help_text="The model's name and hash")
    vector = VectorField()
    wording = models.BinaryField(
        max_length=16, help_text="Digest of the words that were read: the same words, the same"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "space"], name="vector_once_a_space"),
        ]

    def __str__(self) -> str:
        return f"{self.space} vector of {self.feedback_id}"


class IssueCentre(models.Model):
    """The sum of an issue's unit vectors: exact to add to and take from; its direction is the
    centre. An issue whose complaints are gone keeps a row with a count of zero, so that whoever
    remembers the others hears of it."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="centres", db_index=False
    )
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="centres")
    space = models.CharField(max_length=200)
    total = VectorField()
    count = models.PositiveIntegerField(help_text="Of different wordings: a copy counts once")
    turn = models.BigIntegerField(help_text="The project's turn (IssueCounter) that changed it")
    objects = ProjectQuerySet["IssueCentre"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "space"], name="centre_once_a_space"),
        ]
        indexes = [models.Index(fields=["project", "space", "turn"], name="centre_by_turn")]

    def __str__(self) -> str:
        return f"centre of {self.issue_id}"
