"""What a project is asked about, and the topic of each answer's question."""

from django.db import models
from pgvector.django import VectorField

from feedback.models import Answer, Project
from feedback.models.base import ProjectQuerySet


class Topic(models.Model):
    """One of the topics that were learnt. Answers are of the topic whose centre is nearest."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    centre = VectorField(help_text="The mean of its questions, of length 1")
    example = models.ForeignKey(
        Answer,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="One whose question was nearest to the centre",
    )
    learnt = models.PositiveSmallIntegerField(help_text="The latest learning that found it")
    objects = ProjectQuerySet["Topic"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="topic_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class AnswerTopic(models.Model):
    """The topic that an answer's question is of; none where no question is known."""

    answer = models.OneToOneField(
        Answer, primary_key=True, on_delete=models.CASCADE, related_name="sorted_topic"
    )
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", db_index=False)
    learnt = models.PositiveSmallIntegerField(help_text="By which learning")
    recorded_at = models.DateTimeField(help_text="The answer's own, when it was looked at")
    objects = ProjectQuerySet["AnswerTopic"].as_manager()

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.topic_id}"


class TopicState(models.Model):
    """How often a project's topics were learnt, and how far answers are sorted, by arrival."""

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.CASCADE)
    learnt = models.PositiveSmallIntegerField(default=0, help_text="How often")
    learnt_from = models.PositiveIntegerField(default=0, help_text="Questions there were then")
    sorted = models.PositiveIntegerField(default=0, help_text="Answers sorted since then")
    sorted_through = models.DateTimeField(
        null=True, help_text="What arrived before this is sorted; nothing yet where empty"
    )

    def __str__(self) -> str:
        return f"{self.project_id} through {self.sorted_through}"
