"""How unlike the pilot's questions each answer's question is."""

from django.db import models
from django.db.models import Q

from feedback.models import Answer, Cohort, Project
from feedback.models.base import ProjectQuerySet


class AnswerNovelty(models.Model):
    """The band that an answer's question is in; none where no question is known."""

    class Band(models.TextChoices):
        PILOT = "pilot", "Asked in the pilot"
        FAMILIAR = "familiar", "Familiar"
        NEAR = "near", "Near"
        NEW = "new", "New"

    answer = models.OneToOneField(
        Answer, primary_key=True, on_delete=models.CASCADE, related_name="novelty"
    )
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    band = models.CharField(max_length=10, choices=Band)
    recorded_at = models.DateTimeField(help_text="The answer's own, when it was looked at")
    objects = ProjectQuerySet["AnswerNovelty"].as_manager()

    class Meta:
        verbose_name_plural = "answer novelty"
        constraints = [
            models.CheckConstraint(
                condition=Q(band__in=["pilot", "familiar", "near", "new"]), name="novelty_band"
            ),
        ]

    def __str__(self) -> str:
        return self.band


class NoveltyState(models.Model):
    """Which pilot a project's questions are held against, and how far, by arrival."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    pilot = models.ForeignKey(Cohort, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True, help_text="When another cohort began")
    looked_on = models.DateField(null=True, help_text="The day on which the pilot was looked for")
    placed_through = models.DateTimeField(
        null=True, help_text="What arrived before this is placed; nothing yet where empty"
    )

    def __str__(self) -> str:
        return f"{self.project_id} through {self.placed_through}"
