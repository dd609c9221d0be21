"""What of a notice leaves the house: the same by the API, in a webhook and wherever else."""

from typing import Any

from triage.models import ReporterNotice


def payload_of(notice: ReporterNotice) -> dict[str, Any]:
    """JSON of a notice. Nothing of other reporters, and no name of whoever works the issue."""
    telling = notice.telling
    return {
        "id": notice.pk,
        "person": notice.person.external_id if notice.person else None,
        "feedback": str(notice.feedback_id),
        "answer": notice.feedback.answer.external_id,
        "issue": telling.issue.short_id,
        "state": telling.state,
        "says": telling.says,
        "told_at": notice.at.isoformat(),
        "read_at": notice.read_at.isoformat() if notice.read_at else None,
    }
