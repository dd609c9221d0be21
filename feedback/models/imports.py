"""How far an import has come, so that it goes on where it stopped."""

from django.db import models

from feedback.models.base import ProjectQuerySet, TimeOrdered
from feedback.models.projects import Project


class ImportRun(TimeOrdered):
    """One file taken into one project, in one way; saved in the transaction of each batch.

    `fingerprint` is of the file's content and of the options that its rows are read with.
    `started_at` is what times are reckoned from where the rows have none, so that taking the
    same file again gives the same times.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    lines_done = models.PositiveBigIntegerField(default=0)
    rejects_bytes = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    objects = ProjectQuerySet["ImportRun"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "fingerprint"], name="import_once"),
        ]

    def __str__(self) -> str:
        return self.file
