"""What issues and findings are about."""

from django.db import models


class Kind(models.TextChoices):
    """Why there is an issue: its complaints are alike, or a detector found something."""

    LIKENESS = "likeness", "Alike"
    TERM_CONFLICT = "term_conflict", "Teams disagree"
    SOURCE_CONFLICT = "source_conflict", "Sources disagree"
    CHARGED_SOURCE = "charged_source", "Source draws complaints"
    EXPIRED_SOURCE = "expired_source", "Expired source"
    CONFIDENT_WRONG = "confident_wrong", "Confident and wrong"
    NOVELTY = "novelty", "New questions"
    ESCALATION = "escalation", "Escalation"
