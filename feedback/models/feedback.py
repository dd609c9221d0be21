"""One person's word on one answer, and everything it was before."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from feedback.models.answers import Answer, Source
from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.people import Cohort, Person, Team
from feedback.models.projects import Project, Release


class Rating(models.IntegerChoices):
    DOWN = -1, "down"
    NONE = 0, "none"
    UP = 1, "up"


class FeedbackQuerySet(ProjectQuerySet["Feedback"]):
    def complaints(self) -> "FeedbackQuerySet":
        return self.filter(complains=True)

    def standing(self) -> "FeedbackQuerySet":
        return self.filter(withdrawn=False)


class Word(models.Model):
    """What was said, at one time: shared by the current word and its earlier revisions."""

    rating = models.SmallIntegerField(choices=Rating.choices, default=Rating.NONE)
    reasons = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    comment = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Feedback(TimeOrdered, Word):
    """The current word of one voter on one answer. A changed mind makes a revision of it.

    `voter` is who may have one word here: a known person, or an anonymous visitor's own id.
    Team and cohort are those of the person at the time, so that history stays where it was made.
    """

    class Channel(models.TextChoices):
        API = "api", "API"
        WIDGET = "widget", "Widget"
        IMPORT = "import", "Import"

    # Where db_index is False, a longer index begins with the column, or nothing is found by it.
    # Where db_constraint is False, every vote would lock and check the same few rows, which never
    # go while there are votes: a word's project is its answer's.
    project = models.ForeignKey(
        Project,
        on_delete=models.CASCADE,
        related_name="feedback",
        db_index=False,
        db_constraint=False,
    )
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="feedback", db_index=False
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    voter = models.CharField(max_length=220)
    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        db_constraint=False,
    )
    cohort = models.ForeignKey(
        Cohort,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        db_constraint=False,
    )
    release = models.ForeignKey(
        Release,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        db_constraint=False,
        help_text="The answer's, kept here too so that lists can be filtered by it",
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    suspect = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Came in a burst: kept, but in no figure until somebody looked",
    )
    complains = models.BooleanField(help_text="Says that something is wrong, and stands")
    revision = models.PositiveIntegerField(default=1)
    given_at = models.DateTimeField(help_text="When it was first said, by the sender's clock")
    recorded_at = models.DateTimeField(help_text="When this revision was stored")
    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(fields=["answer", "voter"], name="feedback_one_word"),
            models.CheckConstraint(
                condition=Q(rating__in=Rating.values), name="feedback_rating_known"
            ),
            models.CheckConstraint(
                condition=Q(complains=False) | Q(withdrawn=False),
                name="feedback_withdrawn_complains_not",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "given_at"], name="feedback_by_day"),
            models.Index(fields=["project", "recorded_at"], name="feedback_by_arrival"),
            # For lists, newest first. A group is of one project, so that need not come first.
            models.Index(fields=["project", "id"], name="feedback_newest"),
            models.Index(
                fields=["team", "id"], name="feedback_of_team", condition=Q(team__isnull=False)
            ),
            models.Index(
                fields=["cohort", "id"],
                name="feedback_of_cohort",
                condition=Q(cohort__isnull=False),
            ),
            models.Index(
                fields=["release", "id"],
                name="feedback_of_release",
                condition=Q(release__isnull=False),
            ),
            models.Index(
                fields=["project", "id"], name="feedback_suspect", condition=Q(suspect=True)
            ),
            # Of a dozen reasons each has one place where new rows go: to put them off saves
            # nothing, and every search would read through what was put off.
            GinIndex(fields=["reasons"], name="feedback_reasons", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()} on {self.answer_id}"


class FeedbackRevision(TimeOrdered, Word):
    """What the word was from `recorded_at` on. The event id makes a retry harmless."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    feedback = models.ForeignKey(
        Feedback, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField()
    correction = models.TextField(blank=True)
    spans = models.JSONField(default=list)
    flags = models.JSONField(default=list, db_default=[])
    event_id = models.CharField(max_length=200, null=True, blank=True)
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "number"], name="revision_number_unique"),
            models.UniqueConstraint(
                fields=["project", "event_id"],
                condition=Q(event_id__isnull=False),
                name="revision_event_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} revision {self.number}"


class MarkedSpan(TimeOrdered):
    """The very words that are wrong, as offsets in characters of the answer's text."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="spans")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="span_has_length"),
        ]

    def __str__(self) -> str:
        return self.quote


class SourceFlag(TimeOrdered):
    """What is wrong with a source that the answer cites."""

    class Says(models.TextChoices):
        OUT_OF_DATE = "out_of_date", "This source is out of date"
        DOESNT_SAY = "doesnt_say", "It doesn't say that"
        UNREACHABLE = "unreachable", "I can't open it"

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="flags")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="flags")
    says = models.CharField(max_length=20, choices=Says.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "source", "says"], name="flag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.get_says_display()}"


class Correction(TimeOrdered):
    """The text that the person says is right, as it was proposed. One stands for each word."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="correction")
    text = models.TextField()
    proposed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:80]


class Announcement(TimeOrdered):
    """A complaint, or a change to one, that the floors above have not dealt with yet.

    Written in the vote's own transaction and deleted in the transaction that deals with it:
    a small queue of record that no broker can lose. Every change adds its own row: one that is
    being dealt with may already have been read.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="+")
    announced_at = models.DateTimeField()
    objects = ProjectQuerySet["Announcement"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "id"], name="announcement_in_order")]

    def __str__(self) -> str:
        return f"announcement of {self.feedback_id}"
