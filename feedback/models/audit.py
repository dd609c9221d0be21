"""What happened, by whom, when: appended, never changed (a trigger holds that)."""

from django.db import models

from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.projects import Project


class AuditEvent(TimeOrdered):
    """One act. `subject` is "table:key", `actor` one of member:, key:, person:, system:."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=250)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=250)
    data = models.JSONField(default=dict)
    objects = ProjectQuerySet["AuditEvent"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["project", "subject"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.subject}"
