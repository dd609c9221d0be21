"""Who answers for what: owner teams, and the text of rules that finds them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from feedback.models import Member, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered


def can_work(member: str = "") -> Q:
    """Of members, or of what leads to one by `member`: those who may act on issues."""
    to = f"{member}__" if member else ""
    return Q(**{f"{to}left_at": None}) & ~Q(**{f"{to}role": Member.Role.VIEWER})


def office_week() -> list[list[list[int]]]:
    """Monday to Friday from 9 to 17."""
    return [[[9 * 60, 17 * 60]]] * 5 + [[]] * 2


class Owner(TimeOrdered):
    """An owner team. Each project has one that catches all, so no issue is without an owner."""

    class Assigns(models.TextChoices):
        NOBODY = "nobody", "Nobody: people take issues themselves"
        ROTATION = "rotation", "In turn"
        LOAD = "load", "To whoever has most room"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="owners")
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    catches_all = models.BooleanField(default=False)
    assigns = models.CharField(
        max_length=10,
        choices=Assigns.choices,
        default=Assigns.NOBODY,
        help_text="Who in the team gets an issue",
    )
    members = models.ManyToManyField(
        Member, through="TeamMember", related_name="owner_teams", blank=True
    )
    zone = models.CharField(max_length=64, default="UTC", help_text="Time zone of its hours")
    week = models.JSONField(
        default=office_week,
        help_text="From Monday: each day's working intervals, in minutes from midnight",
    )
    holidays = ArrayField(models.DateField(), default=list, blank=True)
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


class TeamMember(models.Model):
    """A member's place in an owner team."""

    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="places")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="places")
    capacity = models.PositiveSmallIntegerField(
        default=10, help_text="Open issues of the team at once; with 0 they are given none"
    )
    turn = models.PositiveBigIntegerField(
        default=0, help_text="The higher, the later they were given an issue"
    )

    class Meta:
        ordering = ["member__user__email"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "member"], name="team_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.owner_id}"


class Absence(models.Model):
    """A member who takes no issues until a day."""

    member = models.OneToOneField(
        Member, primary_key=True, on_delete=models.CASCADE, related_name="absence"
    )
    back_on = models.DateField(help_text="The first day on which they take issues again")

    def __str__(self) -> str:
        return f"away until {self.back_on}"


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


class Handover(models.Model):
    """Open issues go to whom one version of the rules names, some at a time. They are looked at in
    the order of their ids, so that whoever goes on knows from where."""

    rules = models.OneToOneField(
        OwnershipRules, primary_key=True, on_delete=models.CASCADE, related_name="handover"
    )
    issues = models.PositiveIntegerField(help_text="Open ones, when it began")
    seen = models.PositiveIntegerField(default=0, help_text="How many of them were looked at")
    moved = models.PositiveIntegerField(
        default=0, help_text="How many got another owner, priority or times"
    )
    reached = models.UUIDField(null=True, blank=True, help_text="The last that was looked at")
    went_on_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="All were looked at, or a later version overtook it"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen__lte=F("issues"), moved__lte=F("seen")),
                name="handover_counts_fit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["went_on_at"], name="handover_under_way", condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seen} of {self.issues} looked at, {self.moved} moved"
