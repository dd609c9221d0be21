"""What reporters are told of their complaints' issues."""

from django.db import models
from django.db.models import F, Q

from feedback.models import Feedback, Person, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered
from triage.models.fixes import Fix
from triage.models.issues import Issue


class ToTell(TimeOrdered):
    """An issue whose reporters may have to be told something, once it has been quiet until then.

    Written in the transaction of what happened, and deleted when they were told: a queue of record
    that no broker can lose. Everything that happens adds its own row.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    reached = models.CharField(
        max_length=220,
        blank=True,
        db_default="",
        help_text="The reporter who was told last, in the order of `voter`; none: it has not begun",
    )

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="to_tell_in_order")]

    def __str__(self) -> str:
        return f"{self.issue_id} from {self.due_at:%Y-%m-%d %H:%M}"


class Telling(TimeOrdered):
    """What an issue's reporters are told from then on, until the next one of the issue."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="tellings")
    state = models.CharField(max_length=20)
    says = models.CharField(
        max_length=300, blank=True, help_text="What changed, or why not, in a triager's own words"
    )
    fix = models.ForeignKey(
        Fix,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="In force, so that reporters can say whether it is right now",
    )
    at = models.DateTimeField()
    objects = ProjectQuerySet["Telling"].as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.state}"


class ReporterNotice(models.Model):
    """One telling to one reporter, whatever they complained of in its issue, of which `feedback`
    is the latest. Numbered in the order in which a project's notices are committed."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    telling = models.ForeignKey(
        Telling, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    voter = models.CharField(max_length=220)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="When they saw it, or the host took it for them"
    )
    mail = models.ForeignKey(
        "ReporterMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    objects = ProjectQuerySet["ReporterNotice"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["telling", "voter"], name="reporter_told_once"),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="reporter_notice_in_order"),
            models.Index(F("project"), F("voter"), F("id").desc(), name="reporter_notice_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.telling_id}"


class ReporterMail(TimeOrdered):
    """An e-mail to one person, with all that they had been told and not read by its first try."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mails")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(help_text="When it is tried, or tried again")
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, help_text="Why it did not go")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was sent, or given up"
    )
    objects = ProjectQuerySet["ReporterMail"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="reporter_mail_one_waits"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="reporter_mail_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["project", "-settled_at"],
                name="reporter_mail_dead",
                condition=Q(state="dead"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} mail to {self.person_id}"


class FollowUp(TimeOrdered):
    """Is it right now? What a reporter says of a fix in force, on one of their complaints."""

    feedback = models.ForeignKey(
        Feedback, on_delete=models.CASCADE, related_name="follow_ups", db_index=False
    )
    fix = models.ForeignKey(Fix, on_delete=models.CASCADE, related_name="follow_ups")
    right = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "fix"], name="follow_up_once"),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id}: {'right' if self.right else 'still wrong'}"


class MailRefusal(models.Model):
    """Somebody who wants no more e-mail."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="mail_refusal"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"no mail to {self.person_id}"


class ReporterWays(models.Model):
    """How a project's reporters are told. Its row lock orders the project's notices."""

    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="reporter_ways"
    )
    widget = models.BooleanField(default=True, help_text="Messages stand in the widget")
    mail = models.BooleanField(
        default=True, help_text="Whoever the host gave an address of gets e-mail"
    )
    sender_name = models.CharField(max_length=100, blank=True)
    reply_to = models.EmailField(blank=True)

    class Meta:
        verbose_name_plural = "reporter ways"

    def __str__(self) -> str:
        return f"ways of {self.project_id}"
