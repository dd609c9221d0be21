"""Corrections as they were reviewed, and the verified answers that the accepted ones became."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField, HnswIndex

from feedback.models import Feedback, Member, Project, Source
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.owners import Owner

_SHORT_ID = re.compile(r"V-([0-9]{1,9})", re.IGNORECASE | re.ASCII)


class Reviewing(models.Model):
    """How a project reviews corrections. Its row lock is that of the project's reviews and
    verified answers. No row: nothing was reviewed yet."""

    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="reviewing"
    )
    second_reviewer = models.BooleanField(
        default=False, help_text="Whether a second person decides too, without seeing the first"
    )
    last = models.PositiveIntegerField(default=0, help_text="The last number of a verified answer")

    def __str__(self) -> str:
        return f"reviewing in {self.project_id}"


class VerifiedQuerySet(ProjectQuerySet["VerifiedAnswer"]):
    def of(self, project: Any) -> "VerifiedQuerySet":
        return self.filter(project=project)

    def named(self, short_id: str) -> "VerifiedQuerySet":
        """The one of that short id, "V-12" in any case; none for what is no such id."""
        return self.among([short_id])

    def among(self, short_ids: Iterable[str]) -> "VerifiedQuerySet":
        """Those of these short ids; what is no such id is passed over."""
        matches = map(_SHORT_ID.fullmatch, short_ids)
        return self.filter(number__in=[int(match[1]) for match in matches if match])


class VerifiedAnswer(TimeOrdered):
    """What the assistant should answer to a question, as it stands now; each state of it is kept
    as a version. There is one to a question, those that were retired apart."""

    class State(models.TextChoices):
        CURRENT = "current", "Current"
        REVIEW = "review", "Back to review"
        RETIRED = "retired", "Retired"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="verified_answers")
    number = models.PositiveIntegerField()
    question = models.TextField()
    question_key = models.CharField(max_length=32, help_text="Of the question's words")
    text = models.TextField()
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="verified_answers")
    sources = models.ManyToManyField(
        Source, through="VerifiedSource", related_name="verified_answers", blank=True
    )
    valid_until = models.DateField(null=True, blank=True, help_text="The day itself still counts")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CURRENT)
    state_why = models.CharField(max_length=300, blank=True, help_text="Why it is not current")
    vector = HalfVectorField(
        dimensions=256, null=True, blank=True, help_text="What its question means, of length 1"
    )
    vector_model = models.CharField(max_length=100, blank=True, help_text="Whose vector it is")
    changed_at = models.DateTimeField()
    objects = VerifiedQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="verified_number_unique"),
            models.UniqueConstraint(
                fields=["project", "question_key"],
                condition=~Q(state="retired"),
                name="verified_one_to_a_question",
            ),
            models.CheckConstraint(
                condition=Q(state="current") ^ ~Q(state_why=""), name="verified_says_why_not"
            ),
        ]
        indexes = [
            HnswIndex(
                fields=["vector"],
                name="verified_by_meaning",
                opclasses=["halfvec_cosine_ops"],
                condition=Q(state="current"),
            ),
            # Where a project has few, all of them are compared.
            models.Index(fields=["project"], name="verified_current", condition=Q(state="current")),
        ]

    def __str__(self) -> str:
        return f"{self.short_id} {self.question[:80]}"

    @property
    def short_id(self) -> str:
        return f"V-{self.number}"


class VerifiedSource(TimeOrdered):
    """A source that a verified answer rests on, in the version that it was read in."""

    answer = models.ForeignKey(
        VerifiedAnswer, on_delete=models.CASCADE, related_name="resting_on", db_index=False
    )
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "source"], name="verified_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} rests on {self.source_id}"


class VerifiedVersion(TimeOrdered):
    """What a verified answer was from `at` on."""

    answer = models.ForeignKey(
        VerifiedAnswer, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    question = models.TextField()
    text = models.TextField()
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="+")
    sources = models.JSONField(default=list, help_text="[id, title, version] of each")
    valid_until = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, help_text="What made it")
    actor = models.CharField(max_length=250)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="verified_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} version {self.number}"


class CorrectionReview(TimeOrdered):
    """One person's decision on a text that was proposed for a question, whoever proposed it.

    `key` is of the question and of the text: a text that is changed later waits anew.
    `feedback` is the word that it was read in. The one that `settles` it decides.
    """

    class Decision(models.TextChoices):
        ACCEPT = "accept", "Accepted"
        EDIT = "edit", "Accepted in other words"
        REJECT = "reject", "Rejected"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reviews")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="reviews")
    key = models.CharField(max_length=32)
    proposed = models.TextField()
    decision = models.CharField(max_length=6, choices=Decision.choices)
    question = models.TextField(blank=True)
    text = models.TextField(blank=True, help_text="What is right; empty where it was rejected")
    sources = ArrayField(models.UUIDField(), default=list, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was rejected")
    reviewer = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="reviews")
    at = models.DateTimeField()
    settles = models.BooleanField(default=False)
    made = models.ForeignKey(
        VerifiedVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="made_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    objects = ProjectQuerySet["CorrectionReview"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "key", "reviewer"],
                condition=Q(withdrawn_at=None),
                name="review_once_each",
            ),
            models.UniqueConstraint(
                fields=["project", "key"],
                condition=Q(withdrawn_at=None, settles=True),
                name="review_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(decision="reject", text="") & ~Q(reason="")
                | Q(reason="") & ~Q(decision="reject") & ~Q(text="") & ~Q(question=""),
                name="review_says_what_it_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.proposed[:80]}"
