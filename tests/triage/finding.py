"""Things to be found, and searches for them, for the tests of it."""

from datetime import date, timedelta

from feedback.capture.messages import CitationMessage
from feedback.models import Feedback, Project
from tests.builders import NOW, place_all, say, send_answer
from triage.findings.operations import search
from triage.models import Finding, Issue, Kind

SOURCE = "hr/leave-policy"
YESTERDAY = NOW - timedelta(days=1)
LATER = NOW + timedelta(hours=2)


def expired(
    source: str = SOURCE, until: date = date(2026, 3, 31), **fields: str
) -> CitationMessage:
    return CitationMessage(source=source, title="Leave policy", approved_until=until, **fields)


def look(project: Project, kind: Kind, now: object = LATER) -> None:
    """One search by one detector."""
    search(project=project, now=now, kinds=[kind])  # type: ignore[arg-type]


def found(project: Project, kind: Kind) -> Issue:
    """The one issue of that kind."""
    return Issue.objects.select_related("project", "owner").get(project=project, kind=kind)


def finding(issue: Issue) -> Finding:
    return Finding.objects.get(issue=issue)


def figures(issue: Issue) -> dict[str, str]:
    return dict(finding(issue).evidence["figures"])


def corrected(
    project: Project, person: str, *, confidence: float = 0.95, **fields: object
) -> Feedback:
    """Somebody's correction of an answer that was so sure, in its issue."""
    answer = send_answer(project, confidence=confidence, now=YESTERDAY)
    said = {"correction": "You have 30 days of leave.", "person": person, "now": NOW} | fields
    word = say(project, answer, "down", **said)  # type: ignore[arg-type]
    place_all(project, now=NOW)
    return word
