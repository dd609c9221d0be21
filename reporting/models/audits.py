"""Audits: samples of answers that reviewers judge without seeing what readers said of them."""

from django.db import models
from django.db.models import F, Q

from feedback.models import Answer, Project
from feedback.models.base import ProjectQuerySet, TimeOrdered


class Said(models.TextChoices):
    """What readers had said of an answer when it was drawn."""

    COMPLAINED = "complained", "Complained of"
    PRAISED = "praised", "Praised"
    SILENT = "silent", "Nothing"


class Audit(TimeOrdered):
    """A simple random sample of the answers given from `first` to `last` (UTC, both within).

    What readers had said of all these answers is kept as it was at the draw, as it is for each
    answer drawn: an estimate holds the one against the other. What is left of `population` said
    nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="audits")
    first = models.DateField()
    last = models.DateField()
    population = models.PositiveIntegerField(help_text="Answers to draw from, at the draw")
    complained = models.PositiveIntegerField(help_text="Of these, with a complaint")
    praised = models.PositiveIntegerField(help_text="With a thumb up and no complaint")
    people = models.PositiveIntegerField(
        help_text="Behind the population; one for each to nobody known"
    )
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=250)
    objects = ProjectQuerySet["Audit"].as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("last")), name="audit_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(population__gte=F("complained") + F("praised")),
                name="audit_counts_are_parts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class AuditItem(TimeOrdered):
    """One answer drawn, and what a reviewer says of it. Judged in the order of the draw, so that
    those judged so far are a random sample too."""

    class Verdict(models.TextChoices):
        RIGHT = "right", "Right"
        WRONG = "wrong", "Wrong"
        CANT_TELL = "cant_tell", "Can't tell"

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="items", db_index=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="audited")
    position = models.PositiveIntegerField(help_text="In the order of the draw, from 1")
    probability = models.FloatField(help_text="Of being drawn, over 0 to 1")
    said = models.CharField(
        max_length=10, choices=Said.choices, help_text="By readers, at the draw; not shown"
    )
    verdict = models.CharField(max_length=9, choices=Verdict.choices, blank=True)
    judged_by = models.CharField(
        max_length=250, blank=True, help_text="Who, as audit events name them"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "position"], name="audit_position_unique"),
            models.UniqueConstraint(fields=["audit", "answer"], name="audit_answer_once"),
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lte=1),
                name="audit_probability_is_one",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None) | (~Q(verdict="") & ~Q(judged_at=None)),
                name="audit_judged_with_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.verdict or 'waits'}"
