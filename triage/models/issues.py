"""A cluster of like complaints, with a lifecycle, an owner and a history."""

from datetime import UTC, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from feedback.models import Member, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.kinds import Kind
from triage.models.owners import Owner

# When an issue is due of which nothing is due: last in the order, and in no span of time.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)

# An issue whose complaints have doubled or halved since its name was looked at. Of one complaint
# the first title is as good as any.
NAME_IS_DUE = (
    Q(complaints__gte=2 * F("named_for"))
    | Q(complaints__gt=0, named_for__gt=1, named_for__gte=2 * F("complaints"))
) & Q(holds="alike")

# An issue whose owner a person gave, or a suggestion.
DECIDED = Q(owner_by__in=("person", "suggestion"))


class Issue(TimeOrdered):
    """What a team works. The short id is the project's prefix and the number, for ever.

    `complaints` and `people` count what is placed in it; for a finding, what that rests on.
    """

    class Status(models.TextChoices):
        UNRESOLVED = "unresolved", "Unresolved"
        RESOLVED = "resolved", "Resolved"
        VERIFIED = "verified", "Verified"
        ARCHIVED = "archived", "Archived"
        MERGED = "merged", "Merged"

    class Substatus(models.TextChoices):
        NEW = "new", "New"
        ONGOING = "ongoing", "Ongoing"
        ESCALATING = "escalating", "Escalating"
        REGRESSED = "regressed", "Regressed"
        NONE = "", "—"

    class Priority(models.IntegerChoices):
        LOW = 1, "Low"
        MEDIUM = 2, "Medium"
        HIGH = 3, "High"
        URGENT = 4, "Urgent"

    class PriorityBy(models.TextChoices):
        """Whose word the priority is: the first of these that says one. A step's is as good as a
        person's, and either stands until the other's."""

        PERSON = "person", "A person"
        STEP = "step", "A step of escalation"
        RULE = "rule", "The rule"
        FINDING = "finding", "The search that found it"
        SCORE = "score", "The score"

    class OwnerBy(models.TextChoices):
        RULE = "rule", "A rule"
        DEFAULT = "default", "Whoever answers for the source or the release"
        CATCH_ALL = "catch_all", "The desk that catches all"
        SUGGESTION = "suggestion", "A suggestion"
        PERSON = "person", "A person"

    class Holds(models.TextChoices):
        ALIKE = "alike", "Complaints that are alike"
        WORDLESS = "wordless", "Complaints with no text to compare, until there is some"
        NOISE = "noise", "What was pressed by mistake, and spam"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="issues")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.LIKENESS)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNRESOLVED)
    substatus = models.CharField(
        max_length=12, choices=Substatus.choices, default=Substatus.NEW, blank=True
    )
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.MEDIUM)
    priority_by = models.CharField(
        max_length=8,
        choices=PriorityBy.choices,
        default=PriorityBy.SCORE,
        db_default=PriorityBy.SCORE,
    )
    score = models.FloatField(default=0.0, db_default=0.0, help_text="How urgent, 0 to 100")
    score_parts = models.JSONField(
        default=dict, db_default={}, blank=True, help_text="Its parts, 0 to 1, and their facts"
    )
    scored_at = models.DateTimeField(
        null=True, blank=True, help_text="None while something came that the score doesn't know"
    )
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="issues")
    owner_why = models.CharField(max_length=300, help_text="Why this owner: the rule, or who said")
    owner_by = models.CharField(
        max_length=10,
        choices=OwnerBy.choices,
        default=OwnerBy.RULE,
        db_default=OwnerBy.RULE,
        help_text="Who gave the owner",
    )
    rule_priority = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Priority.choices, help_text="What the rule in force gave"
    )
    rule_respond = models.DurationField(
        null=True, blank=True, help_text="Working time to the first response, as the rule gave it"
    )
    rule_resolve = models.DurationField(
        null=True, blank=True, help_text="Working time to the resolution, as the rule gave it"
    )
    assignee = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned"
    )
    assignee_why = models.CharField(max_length=300, blank=True, help_text="Why they, or why nobody")
    assignee_chosen = models.BooleanField(
        default=False, help_text="A person said who, or that nobody is: routing leaves it so"
    )
    former_assignee = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="left_behind",
        help_text="Who was on it and works issues no more, until somebody else is on it",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    complaints = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    resolution = models.CharField(max_length=300, blank=True, help_text="How it was resolved")
    resolved_at = models.DateTimeField(null=True, blank=True)
    back_on = models.DateField(null=True, blank=True, help_text="Archived until that day, UTC")
    back_at = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Archived until it escalates, or has so many complaints",
    )
    holds = models.CharField(max_length=10, choices=Holds.choices, default=Holds.ALIKE)
    phrases = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="What tells its complaints from the others, the most telling first",
    )
    named_for = models.PositiveIntegerField(
        default=1, help_text="How many complaints it had when its name was last looked at"
    )
    clock_from = models.DateTimeField(
        null=True, blank=True, help_text="Since when its due times run; none: they don't"
    )
    responded_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person first did something to it since then"
    )
    respond_by = models.DateTimeField(null=True, blank=True)
    resolve_by = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(
        default=NEVER, db_default=NEVER, help_text="The earlier of what is still to be done"
    )
    look_at = models.DateTimeField(
        null=True, blank=True, help_text="When time brings the next thing, or it must be reckoned"
    )
    waiting_since = models.DateTimeField(null=True, blank=True)
    waiting_on = models.CharField(
        max_length=200, blank=True, db_default="", help_text="Whom, or what: its clocks stand"
    )
    waiting_until = models.DateTimeField(null=True, blank=True)
    waited = models.DurationField(
        default=timedelta(0), db_default=timedelta(0), help_text="Working time, all told"
    )
    version = models.PositiveIntegerField(default=1, help_text="Rises with every act on it")
    words = models.GeneratedField(
        expression=Func(F("title"), F("phrases"), function="triage_title_words"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="What its title and phrases are found by",
    )
    objects = ProjectQuerySet["Issue"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="issue_number_unique"),
            models.CheckConstraint(
                condition=Q(status="merged") ^ Q(merged_into__isnull=True),
                name="issue_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(status="unresolved") ^ Q(substatus=""),
                name="issue_substatus_while_unresolved",
            ),
            # Archived for good has neither of the two.
            models.CheckConstraint(
                condition=Q(back_on=None) & Q(back_at=None)
                | Q(status="archived") & (Q(back_on=None) | Q(back_at=None)),
                name="issue_back_from_archive_one_way",
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=True) ^ ~Q(waiting_on=""),
                name="issue_waits_on_something",
            ),
            # An escalation is a state of the issue that escalates, and no issue of its own.
            models.CheckConstraint(
                condition=~Q(kind="escalation"), name="issue_of_a_kind_of_its_own"
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "status", "-priority", "-score", "id"], name="issue_queue"
            ),
            models.Index(
                fields=["project", "status", "-complaints", "id"], name="issue_by_complaints"
            ),
            models.Index(fields=["project", "status", "-last_seen", "id"], name="issue_by_last"),
            models.Index(
                fields=["project", "-priority", "-score", "id"],
                name="issue_all_queue",
                condition=~Q(status="merged"),
            ),
            models.Index(
                fields=["project", "-complaints", "id"],
                name="issue_all_complaints",
                condition=~Q(status="merged"),
            ),
            models.Index(
                fields=["project", "-last_seen", "id"],
                name="issue_all_last",
                condition=~Q(status="merged"),
            ),
            models.Index(
                fields=["project", "due_at", "id"],
                name="issue_all_due",
                condition=~Q(status="merged"),
            ),
            models.Index(
                fields=["project", "substatus"],
                name="issue_by_substatus",
                condition=Q(status="unresolved"),
            ),
            models.Index(
                fields=["project", "kind"], name="issue_found", condition=~Q(kind="likeness")
            ),
            GinIndex(fields=["words"], name="issue_found_by"),
            models.Index(fields=["project", "owner", "status"], name="issue_by_owner"),
            models.Index(
                fields=["owner", "assignee", "former_assignee", "first_seen"],
                name="issue_at_work",
                condition=Q(status="unresolved"),
            ),
            models.Index(fields=["project", "-id"], name="issue_decided", condition=DECIDED),
            models.Index(
                fields=["project", "-resolved_at"],
                name="issue_by_resolved",
                condition=Q(status__in=("resolved", "verified")),
            ),
            models.Index(fields=["project", "status", "due_at", "id"], name="issue_by_due"),
            models.Index(
                fields=["look_at"], name="issue_to_look_at", condition=Q(look_at__isnull=False)
            ),
            models.Index(fields=["project"], name="issue_set_aside", condition=~Q(holds="alike")),
            models.Index(fields=["project"], name="issue_to_name", condition=NAME_IS_DUE),
            models.Index(
                fields=["back_on", "back_at"],
                name="issue_returning",
                condition=Q(back_on__isnull=False) | Q(back_at__isnull=False),
            ),
            models.Index(
                F("project"),
                F("scored_at").asc(nulls_first=True),
                name="issue_to_score",
                condition=Q(status="unresolved"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_id} {self.title}"

    @property
    def short_id(self) -> str:
        return f"{self.project.prefix}-{self.number}"

    @property
    def returns(self) -> bool:
        """Archived for a while, not for good."""
        return self.back_on is not None or self.back_at is not None
