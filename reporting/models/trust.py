"""Daily sums of how far answers can be trusted: confidence, sources, abstentions."""

from django.db import models

from feedback.models import Cohort, Project, Source, Team
from feedback.models.base import ProjectQuerySet


class ConfidenceDay(models.Model):
    """The answers of one day (UTC), team and cohort whose stated confidence lies in one bin.

    Bin n of 20 holds confidences from n/20 up to but not including (n+1)/20; the last one holds 1
    too. An abstention is in none: its confidence is not that of an answer. Confidence is summed
    in millionths and its square in millionths of millionths, so that any order of adding gives
    the very same. `judged` are those that anybody gave a thumb or complained of, `right` those of
    them that nobody complained of; sums are of the judged.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    bin = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField(help_text="Judged or not")
    judged = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    stated = models.PositiveBigIntegerField()
    stated_right = models.PositiveBigIntegerField(help_text="Of those that were right")
    stated_squared = models.PositiveBigIntegerField()
    objects = ProjectQuerySet["ConfidenceDay"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "team", "cohort", "bin"],
                name="confidence_day_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} from {self.bin / 20:.2f}"


class SourceDay(models.Model):
    """The answers of one day (UTC) that cite a source, abstentions left out."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField()
    complained = models.PositiveIntegerField(help_text="With any complaint")
    unverified = models.PositiveIntegerField(help_text="Somebody couldn't verify it")
    objects = ProjectQuerySet["SourceDay"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "day", "source"], name="source_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} on {self.day}"


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
