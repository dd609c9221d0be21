"""Who answers for what: owner teams, and the text of rules that finds them."""

from django.db import models
from django.db.models import Q

from feedback.models import Member, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered


class Owner(TimeOrdered):
    """An owner team. Each project has one that catches all, so no issue is without an owner."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="owners")
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    catches_all = models.BooleanField(default=False)
    members = models.ManyToManyField(Member, related_name="owner_teams", blank=True)
    objects = ProjectQuerySet["Owner"].as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "slug"], name="owner_slug_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(catches_all=True), name="owner_one_catches_all"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnershipRules(TimeOrdered):
    """One version of a project's rules. The highest version is in force."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="ownership_rules")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_by = models.CharField(max_length=250)
    saved_at = models.DateTimeField()
    objects = ProjectQuerySet["OwnershipRules"].as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "ownership rules"
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="rules_version_unique"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
