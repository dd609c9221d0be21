"""Small numbers for people, and what is known of them at present in the order of those."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from feedback.models import Person, Project
from feedback.models.base import ProjectQuerySet


class PersonNumber(models.Model):
    """A person's number in the project, from 0: sets of people are kept as bits by it.

    Who spoke without being known has a digest of their visitor id instead; an anonymous word
    without such an id is a visitor of its own. No number is given twice.
    """

    pk = models.CompositePrimaryKey("project", "number")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="+")
    visitor = models.UUIDField(null=True)
    objects = ProjectQuerySet["PersonNumber"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "visitor"], name="visitor_numbered_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(visitor__isnull=True), name="number_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Register(models.Model):
    """The known people of a project at present: see `reporting.rollups.register`.

    Teams, cohorts and kinds of onboarding have the number of their place in the lists, from 1;
    0 is without. Those of teams and cohorts never change, as spans are kept by them.
    """

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    teams = ArrayField(models.UUIDField(), default=list)
    cohorts = ArrayField(models.UUIDField(), default=list)
    onboardings = ArrayField(models.CharField(max_length=100), default=list)
    columns = models.BinaryField(default=bytes)
    first_use = models.BinaryField(default=bytes)
    weeks = models.BinaryField(default=bytes, help_text="How many of them used it in each")

    def __str__(self) -> str:
        return f"people of {self.project_id}"


class PersonMarks(models.Model):
    """What each person's days of use come to, as of the end of a day: `reporting.rollups.marks`.

    Kept of some days only, so that nobody has to go through all of them.
    """

    pk = models.CompositePrimaryKey("project", "last")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    last = models.DateField()
    columns = models.BinaryField()
    objects = ProjectQuerySet["PersonMarks"].as_manager()

    def __str__(self) -> str:
        return f"up to {self.last}"
