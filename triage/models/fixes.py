"""What was changed so that an issue is dealt with, or why nothing is."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from feedback.models import Release, Source
from feedback.models.base import TimeOrdered
from triage.models.issues import Issue
from triage.models.verified import VerifiedAnswer


class FixQuerySet(models.QuerySet["Fix"]):
    def standing(self) -> "FixQuerySet":
        """Those that nobody took back and no complaint refuted: one for each issue at most."""
        return self.filter(withdrawn_at=None)

    def waiting(self) -> "FixQuerySet":
        """Those of a release that production does not answer with yet."""
        return self.standing().filter(kind=Fix.Kind.RELEASE, in_force_at=None)

    def withdraw(self, issue: Issue, *, now: datetime) -> None:
        """The issue is at work again: its fix, if it has one, stands no more."""
        self.standing().filter(issue=issue).update(withdrawn_at=now)


class Fix(TimeOrdered):
    """The change that resolves an issue. An issue that was resolved before there were fixes has
    none: it counts as fixed since then, by whatever its resolution says."""

    class Kind(models.TextChoices):
        SOURCE = "source", "Source update"
        RELEASE = "release", "Release"
        PROMPT = "prompt", "Prompt change"
        VERIFIED_ANSWER = "verified_answer", "Verified answer"
        WONT_FIX = "wont_fix", "Won't fix"

    class Outcome(models.TextChoices):
        """As `triage.resolution.proof` has it; none until it was looked at."""

        VERIFIED = "verified", "Verified"
        NO_BETTER = "no_better", "No better"
        WORSE = "worse", "Worse"
        TOO_EARLY = "too_early", "Too early to tell"
        NONE = "", "—"

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="fixes", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    says = models.CharField(
        max_length=300, help_text="What changed, or why nothing does: reporters are told"
    )
    release = models.ForeignKey(
        Release,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Which it ships in; none: the next that production answers with",
    )
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_answer = models.ForeignKey(
        VerifiedAnswer, null=True, blank=True, on_delete=models.SET_NULL, related_name="fixes"
    )
    prompt_version = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=2000, blank=True, help_text="Where the change can be read")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=250)
    in_force_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Answers given since then have it; none while it waits for production",
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Taken back, or the issue came back"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default="", blank=True)
    proof = models.JSONField(
        default=dict, blank=True, help_text="What was measured, as `triage.resolution.measured`"
    )
    looked_at = models.DateTimeField(null=True, blank=True, help_text="When that was last done")
    objects = FixQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "fixes"
        constraints = [
            models.UniqueConstraint(
                fields=["issue"], condition=Q(withdrawn_at=None), name="fix_of_issue"
            ),
            models.CheckConstraint(
                condition=Q(kind="release") | Q(release__isnull=True), name="fix_in_release"
            ),
            models.CheckConstraint(
                condition=Q(kind="source") | Q(source__isnull=True), name="fix_of_source"
            ),
            models.CheckConstraint(
                condition=Q(kind="prompt") | Q(prompt_version=""), name="fix_of_prompt"
            ),
            models.CheckConstraint(
                condition=Q(kind="verified_answer") | Q(verified_answer__isnull=True),
                name="fix_of_verified_answer",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") ^ Q(looked_at__isnull=False), name="fix_outcome_looked_at"
            ),
            # Only a release is waited for, and what is not mended is never in force.
            models.CheckConstraint(
                condition=Q(kind="release") | (Q(kind="wont_fix") ^ Q(in_force_at__isnull=False)),
                name="fix_in_force",
            ),
        ]
        indexes = [
            models.Index(fields=["issue", "-id"], name="fix_newest"),
            models.Index(
                fields=["made_at"],
                name="fix_waiting",
                condition=Q(kind="release", in_force_at=None, withdrawn_at=None),
            ),
            models.Index(
                fields=["looked_at"],
                name="fix_watched",
                condition=Q(
                    in_force_at__isnull=False, withdrawn_at=None, outcome__in=["", "too_early"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.says}"


class FixDay(models.Model):
    """What was counted of one day, 24 hours from `begins_at`: -1 is the last day before the fix is
    in force, 0 the first since it is watched. `drawn` of its answers were read: all of them, or as
    many as are read of a day, by chance."""

    pk = models.CompositePrimaryKey("fix", "day")
    fix = models.ForeignKey(Fix, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.SmallIntegerField()
    begins_at = models.DateTimeField()
    answers = models.PositiveIntegerField(help_text="With a question, that the fix is told by")
    drawn = models.PositiveIntegerField()
    alike = models.PositiveIntegerField(default=0, help_text="Answers to like questions")
    alike_wrong = models.PositiveIntegerField(default=0, help_text="Complained of, of those")
    others = models.PositiveIntegerField(default=0, help_text="Answers to other questions")
    others_wrong = models.PositiveIntegerField(default=0, help_text="Complained of, of those")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(alike_wrong__lte=F("alike"), others_wrong__lte=F("others")),
                name="fix_day_complaints_of_answers",
            ),
            models.CheckConstraint(
                condition=Q(drawn=F("alike") + F("others"), drawn__lte=F("answers")),
                name="fix_day_drawn_of_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"day {self.day} of {self.fix_id}"
