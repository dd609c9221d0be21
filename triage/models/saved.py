"""Named views of the queue: what somebody narrows it to and sorts it by, again and again."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from feedback.models import Member, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered


class SavedView(TimeOrdered):
    """A member's own view, or one that the project shares. `query` is the queue's query string."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="saved_views")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    objects = ProjectQuerySet["SavedView"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "member",
                Lower("name"),
                condition=Q(deleted_at=None, shared=False),
                name="view_own_name_unique",
            ),
            models.UniqueConstraint(
                "project",
                Lower("name"),
                condition=Q(deleted_at=None, shared=True),
                name="view_shared_name_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view that a member's queue opens with."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="default_of")

    def __str__(self) -> str:
        return f"{self.view} for {self.member}"
