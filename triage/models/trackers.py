"""Issues that have a twin in somebody else's tracker, and how those are reached."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from feedback.models import Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.issues import Issue


class Tracker(TimeOrdered):
    """A place in a tracker where issues can be created. The token is opened only to ask."""

    class Kind(models.TextChoices):
        GITHUB = "github", "GitHub"
        JIRA = "jira", "Jira"
        LINEAR = "linear", "Linear"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="trackers")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=2000, help_text="Of its API")
    place = models.CharField(
        max_length=200, help_text="owner/repository, a project's key, or a team's id"
    )
    login = models.CharField(max_length=254, blank=True, help_text="Whose token it is (Jira Cloud)")
    sealed_token = models.TextField()
    seen = models.CharField(max_length=300, blank=True, help_text="What was read of it last")
    look_at = models.DateTimeField(help_text="When to read states again")
    rests_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, help_text="Why reading fails now")
    made_at = models.DateTimeField()
    objects = ProjectQuerySet["Tracker"].as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["look_at"], name="tracker_to_read")]

    def __str__(self) -> str:
        return self.name


class TrackedIssue(TimeOrdered):
    """An issue's twin. `wanted` is what was last said here of its state, `theirs` what is known to
    hold there: while they differ, or while it has no key, there is something to do at `due_at`."""

    class State(models.TextChoices):
        UNKNOWN = "", "Not known"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="tracked")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="tracked")
    # By this a twin is found that was created by a worker who could not say so any more.
    marker = models.UUIDField(default=uuid4, editable=False)
    key = models.CharField(max_length=50, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    wanted = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    theirs = models.CharField(
        max_length=6, choices=State.choices, default=State.UNKNOWN, blank=True
    )
    theirs_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when that is known: a reading begun before is old"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True, help_text="None: nothing to do")
    claimed_until = models.DateTimeField(null=True, blank=True, help_text="Somebody is at it")
    trouble = models.CharField(max_length=300, blank=True, help_text="What went wrong last")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tracker", "issue"], name="tracked_once"),
            models.UniqueConstraint(
                fields=["tracker", "key"], condition=~Q(key=""), name="tracked_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="tracked_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key or f"{self.issue} in {self.tracker}"
