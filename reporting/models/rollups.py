"""What is kept added up, folded from what the floors below hold. It can be made anew from them."""

from django.db import models

from feedback.models import Project
from feedback.models.base import ProjectQuerySet


class SpanCount(models.Model):
    """What happened in one span of days (UTC) in a project: see `reporting.rollups.spans`.

    Or in one facet of it: `kind` is "" for all, else what is told apart ("release", "model",
    "language", "novelty", "topic"), and `value` which of them. The columns are those of
    `reporting.rollups.counted`: counts by team and cohort, totals included, and for each role the
    distinct people by team and cohort at the time.

    Answers count on the day they were given, and so does whether anybody has spoken on them.
    Words count on the day they were first said, as they now stand, by the facet of their answer;
    those that came in a burst and that nobody said to count are left out. What was seen counts
    on the day it was first seen. An answer that is only a stub is not counted as one: nobody
    knows when it was given, and as a stub is mostly made by a vote, counting it would make each
    of them an answer that got a response.
    """

    pk = models.CompositePrimaryKey("project", "edition", "kind", "value", "days", "first")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    edition = models.PositiveIntegerField(help_text="See FoldState")
    kind = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=100, blank=True)
    days = models.PositiveSmallIntegerField()
    first = models.DateField()
    counts = models.BinaryField()
    users = models.BinaryField(help_text="With an answer or a word")
    speakers = models.BinaryField(help_text="With a standing word")
    voters = models.BinaryField(help_text="With a standing thumb")
    viewers = models.BinaryField(help_text="Who saw an answer; no use by itself")
    objects = ProjectQuerySet["SpanCount"].as_manager()

    def __str__(self) -> str:
        return f"{self.days} days from {self.first} {self.value}"


class Homes(models.Model):
    """By a person's number, the place that they are nearly always in: see `rollups.placed`.

    An edition's spans are stored by its own, so that what is set once never changes. Those of the
    edition before are kept, as somebody may be reading it.
    """

    pk = models.CompositePrimaryKey("project", "edition")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    edition = models.PositiveIntegerField()
    codes = models.BinaryField(default=bytes)
    objects = ProjectQuerySet["Homes"].as_manager()

    def __str__(self) -> str:
        return f"homes of {self.project_id}"


class FoldState(models.Model):
    """How far, by arrival, a project's rows have been folded, and what readers read.

    A rebuild writes the edition after the one that is read, span by span, and turns to it when
    that is whole. Meanwhile both are kept up.
    """

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    folded_through = models.DateTimeField(
        null=True, help_text="What arrived before this was folded; never yet where empty"
    )
    arrivals = models.CharField(
        max_length=200, blank=True, help_text="What was seen then of the latest arrivals, summed up"
    )
    checked_at = models.DateTimeField(null=True, help_text="When nothing more was there to fold")
    edition = models.PositiveIntegerField(default=0, help_text="The one that is read")
    rebuilding_since = models.DateTimeField(null=True, help_text="Empty where nobody rebuilds")
    rebuilt_before = models.DateField(null=True, help_text="Earlier days are rebuilt")
    numbered = models.PositiveIntegerField(default=0, help_text="How many numbers people have got")

    def __str__(self) -> str:
        return f"{self.project_id} through {self.folded_through}"


class Stale(models.Model):
    """What was folded and holds no more: a day, or where that is empty the register of people.

    Written by triggers, and by whoever places answers that were folded already. What arrives or
    changes with a new stamp is found by it; only for what is deleted, or changes without one, or
    leaves a day, somebody has to leave word.
    """

    project = models.ForeignKey(
        Project, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    day = models.DateField(null=True)
    objects = ProjectQuerySet["Stale"].as_manager()

    def __str__(self) -> str:
        return f"{self.day or 'people'}"
