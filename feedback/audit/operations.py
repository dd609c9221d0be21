"""The one way to leave a trace. Called inside the transaction of the act itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from feedback.models import AuditEvent, Project


def record(
    *,
    project: Project,
    actor: str,
    verb: str,
    subject: str,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Append one event. `subject` is "table:key"; `actor` is "member:…", "key:…", "system:…"."""
    AuditEvent.objects.create(
        project=project, at=now, actor=actor, verb=verb, subject=subject, data=dict(data or {})
    )
