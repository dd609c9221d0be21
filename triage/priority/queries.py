"""What the priority of issues is worked out from: every read."""

from feedback.models import Feedback, Project, Reason
from triage.priority.severity import Severity, severity_of


def levels_of(project: Project) -> dict[str, int]:
    """How severe the project's reasons are, 1 to 3, by code; retired ones too."""
    return dict(Reason.objects.of(project).values_list("code", "severity"))


def severity_in(complaint: Feedback, levels: dict[str, int]) -> Severity:
    """How severe a complaint is, by its project's `levels_of`. Fetch correction and flags with
    many of them."""
    return severity_of(
        rating=complaint.rating,
        reasons=complaint.reasons,
        corrected=hasattr(complaint, "correction"),
        flags={flag.says for flag in complaint.flags.all()},
        levels=levels,
    )
