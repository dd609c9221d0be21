"""What writing findings down has in common."""

from dataclasses import asdict, dataclass
from datetime import datetime

from feedback.audit.operations import record
from feedback.models import Project
from triage.models import Kind

ACTOR = "system:findings"


@dataclass(frozen=True)
class Noted:
    """How many findings of a kind are new, are known and hold, and hold no more since now."""

    opened: int
    known: int
    lapsed: int


def record_noted(project: Project, kind: Kind, noted: Noted, now: datetime) -> None:
    """The audit event of a search by one detector."""
    record(
        project=project,
        actor=ACTOR,
        verb="findings.noted",
        subject=f"findings:{kind.value}",
        now=now,
        data=asdict(noted),
    )
