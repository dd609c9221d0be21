"""What members are told of the issues that concern them."""

from django.db import models
from django.db.models import Q

from feedback.models import Member
from feedback.models.base import TimeOrdered
from triage.models.issues import Issue


class MemberNotice(TimeOrdered):
    """One thing that one member is told about one issue, until they have read it."""

    class Kind(models.TextChoices):
        MENTION = "mention", "Mentioned"
        DUE = "due", "Due"
        OUTSIDE = "outside", "Integration"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["member", "-id"], name="notices_of_member"),
            models.Index(fields=["member"], name="notices_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.words}"
