"""The end users of the assistant, as the host knows them."""

from django.db import models

from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.projects import Project


class Group(TimeOrdered):
    """What a team and a cohort share: a stable slug and a name, within a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="%(class)ss")
    slug = models.CharField(max_length=100)
    name = models.CharField(max_length=100)

    class Meta:
        abstract = True
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "slug"], name="%(class)s_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(Group):
    """An organisational team."""

    objects = ProjectQuerySet["Team"].as_manager()


class Cohort(Group):
    """The wave that people came in with, and how it was brought on board."""

    onboarding = models.CharField(max_length=100, blank=True)
    started_on = models.DateField(null=True, blank=True)
    objects = ProjectQuerySet["Cohort"].as_manager()


class Person(TimeOrdered):
    """An end user, by the host's own id. May be registered and never have used the assistant."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="people", db_index=False
    )
    external_id = models.CharField(max_length=200)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL)
    onboarding = models.CharField(
        max_length=100, blank=True, db_default="", help_text="How they were brought in"
    )
    onboarded_on = models.DateField(null=True, blank=True)
    email = models.EmailField(
        blank=True, db_default="", help_text="Where they are told what became of their feedback"
    )
    registered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    objects = ProjectQuerySet["Person"].as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(fields=["project", "external_id"], name="person_unique"),
        ]

    def __str__(self) -> str:
        return self.external_id
