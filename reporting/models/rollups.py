"""Small daily tables, folded from what the floors below hold. Each can be made anew from them."""

from django.db import models
from django.db.models import Q

from feedback.models import Cohort, Person, Project, Team
from feedback.models.base import ProjectQuerySet


class DailyCount(models.Model):
    """What happened on one day (UTC) to one team and cohort.

    Answers count on the day they were given, and so does whether anybody has spoken on them:
    each such count is a part of `answers`. Words count on the day they were first said, as they
    now stand: each such count is a part of `words`; those that came in a burst and that nobody
    said to count are left out. What was seen counts on the day it was first seen. An answer that
    is only a stub is not counted as one: nobody knows when it was given, and as a stub is mostly
    made by a vote, counting it would make each of them an answer that got a response.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    anonymous = models.PositiveIntegerField(default=0, help_text="Answers to nobody known")
    abstained = models.PositiveIntegerField(default=0, help_text="Answers that declined to answer")
    rated_answers = models.PositiveIntegerField(default=0, help_text="With any standing word")
    complained_answers = models.PositiveIntegerField(default=0, help_text="With any complaint")
    words = models.PositiveIntegerField(default=0, help_text="Standing feedback of any kind")
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    complaints = models.PositiveIntegerField(default=0)
    corrections = models.PositiveIntegerField(default=0)
    unverified = models.PositiveIntegerField(default=0, help_text="Said: couldn't verify")
    seen = models.PositiveIntegerField(default=0, help_text="Answers seen, once for each viewer")
    seen_spoken = models.PositiveIntegerField(
        default=0, help_text="With a standing word of that viewer"
    )
    objects = ProjectQuerySet["DailyCount"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "team", "cohort"],
                name="daily_count_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class PersonDay(models.Model):
    """One person's use on one day: distinct people are exact over any range of days.

    Who voted without being known has a digest of their visitor id instead, so that a group's
    size can be told; an anonymous word without such an id is a visitor of its own.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    visitor = models.UUIDField(null=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0, help_text="Standing feedback of any kind")
    votes = models.PositiveIntegerField(default=0, help_text="Standing thumbs, up or down")
    seen = models.PositiveIntegerField(default=0, help_text="Answers first seen; no use by itself")
    objects = ProjectQuerySet["PersonDay"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "person", "visitor", "team", "cohort"],
                name="person_day_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(visitor__isnull=True),
                name="person_day_of_one",
            ),
            models.CheckConstraint(
                condition=Q(answers__gt=0) | Q(words__gt=0) | Q(seen__gt=0),
                name="person_day_used",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.visitor} on {self.day}"


class FoldState(models.Model):
    """How far, by arrival, a project's rows have been folded."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    folded_through = models.DateTimeField(
        null=True, help_text="What arrived before this was folded; never yet where empty"
    )
    arrivals = models.CharField(
        max_length=200, blank=True, help_text="What was seen then of the latest arrivals, summed up"
    )
    checked_at = models.DateTimeField(null=True, help_text="When nothing more was there to fold")

    def __str__(self) -> str:
        return f"{self.project_id} through {self.folded_through}"


class LeftDay(models.Model):
    """A day that a counted answer has left, because the host has since said when it was given.

    Written by a trigger on the answers' table: the new day is found by arrival, but only the
    old row knew the old one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    objects = ProjectQuerySet["LeftDay"].as_manager()

    def __str__(self) -> str:
        return f"{self.day}"
