"""Small daily tables, folded from what the floors below hold. Each can be made anew from them."""

from django.db import models
from django.db.models import Q

from feedback.models import Cohort, Person, Project, Team
from feedback.models.base import ProjectQuerySet


class DailyCount(models.Model):
    """What happened on one day (UTC) to one team and cohort: answers by when they were given,
    feedback by when it was first said, in its current revision."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    rated_answers = models.PositiveIntegerField(default=0, help_text="With any standing feedback")
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    complaints = models.PositiveIntegerField(default=0)
    corrections = models.PositiveIntegerField(default=0)
    unverified = models.PositiveIntegerField(default=0, help_text="Said: couldn't verify")
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
    """One person's use on one day: distinct people are exact over any range of days."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.CASCADE, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0, help_text="Standing up or down votes")
    objects = ProjectQuerySet["PersonDay"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "person", "team", "cohort"],
                name="person_day_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(answers__gt=0) | Q(rated__gt=0), name="person_day_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.day}"


class FoldState(models.Model):
    """Up to when, by arrival, a project's rows have been folded."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    folded_through = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project_id} through {self.folded_through}"
