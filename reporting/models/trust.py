"""Sums of how far answers can be trusted: stated confidence, and sources."""

from django.db import models

from feedback.models import Cohort, Project, Source, Team
from feedback.models.base import ProjectQuerySet


class ConfidenceSpan(models.Model):
    """The answers of one span, team and cohort whose stated confidence lies in one bin.

    Spans are those of `reporting.rollups.spans`, in days of UTC; the longer ones are what the
    shorter add up to. Bin n of 20 holds confidences from n/20 up to but not including (n+1)/20;
    the last one holds 1 too. An abstention is in none: its confidence is not that of an answer.
    Confidence is summed in millionths and its square in millionths of millionths, so that any
    order of adding gives the very same. `judged` are those that anybody gave a thumb or complained
    of, `right` those of them that nobody complained of; sums are of the judged.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    first = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    bin = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField(help_text="Judged or not")
    judged = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    stated = models.PositiveBigIntegerField()
    stated_right = models.PositiveBigIntegerField(help_text="Of those that were right")
    stated_squared = models.PositiveBigIntegerField()
    objects = ProjectQuerySet["ConfidenceSpan"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "days", "first", "team", "cohort", "bin"],
                name="confidence_span_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days from {self.first}, from {self.bin / 20:.2f}"


class SourceSpan(models.Model):
    """The answers of one span that cite a source, abstentions left out."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    first = models.DateField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField()
    complained = models.PositiveIntegerField(help_text="With any complaint")
    unverified = models.PositiveIntegerField(help_text="Somebody couldn't verify it")
    objects = ProjectQuerySet["SourceSpan"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "days", "first", "source"], name="source_span_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}, {self.days} days from {self.first}"


class PastSource(models.Model):
    """What was stated of a source until it was stated otherwise: answers given before that were
    given with it. Else a renewed approval would make every answer of the past a verifiable one.

    Written by a trigger on the sources' table, by the database's own clock: answers that are sent
    late, with sources that have changed meanwhile, are judged by what was known when they were
    given. A source of which nothing at all was stated has no past: what is said of it first holds
    for all its answers.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_index=False)
    until = models.DateTimeField()
    complete = models.BooleanField(help_text="It had title, address and version")
    status = models.CharField(max_length=10, choices=Source.Status.choices)
    approved_until = models.DateField(null=True)
    objects = ProjectQuerySet["PastSource"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["source", "until"], name="past_source")]

    def __str__(self) -> str:
        return f"{self.source_id} until {self.until}"
