"""What is told outside of an issue: the schema that docs/integrations.md writes down.

By default nothing that a person wrote is in it: no title (which is made of questions), no words of
a member's. An endpoint that `tells_texts` gets those too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.urls import reverse

from feedback.models import Project
from triage.integrations.events import TEST
from triage.integrations.slack import slack_message
from triage.models import Endpoint, Issue, IssueActivity, ReporterNotice
from triage.notices.payloads import payload_of


def link_to(issue: Issue) -> str:
    """The issue's page, as it is reached from outside."""
    path = reverse("issue", args=[issue.project.slug, issue.short_id])
    return f"{settings.URL}{path}"


def body_of(activity: IssueActivity, event: str, endpoint: Endpoint) -> str:
    """The message of an event, as the endpoint takes it."""
    issue = activity.issue
    data: dict[str, Any] = {
        "project": issue.project.slug,
        "issue": _issue(issue, texts=endpoint.tells_texts),
        "by": activity.actor.partition(":")[0],
    }
    if event == "issue.merged":
        data["merged_into"] = activity.data.get("short_id", "")
    if endpoint.tells_texts and issue.resolution:
        data["resolution"] = issue.resolution
    return written(endpoint, event, activity.at, data)


def notice_body(notice: ReporterNotice, event: str, endpoint: Endpoint) -> str:
    """The message that a reporter was told something."""
    issue = notice.telling.issue
    reporter = payload_of(notice)
    if not endpoint.tells_texts:
        del reporter["says"]
    data = {
        "project": issue.project.slug,
        "issue": _issue(issue, texts=endpoint.tells_texts),
        "reporter": reporter,
    }
    return written(endpoint, event, notice.at, data)


def test_body(endpoint: Endpoint, project: Project, now: datetime) -> str:
    """A message that says nothing but that it arrives."""
    return written(endpoint, TEST, now, {"project": project.slug})


def _issue(issue: Issue, *, texts: bool) -> dict[str, Any]:
    told = {
        "id": str(issue.pk),
        "short_id": issue.short_id,
        "url": link_to(issue),
        "kind": issue.kind,
        "status": issue.status,
        "substatus": issue.substatus,
        "priority": Issue.Priority(issue.priority).name.lower(),
        "owner": issue.owner.slug,
        "complaints": issue.complaints,
        "people": issue.people,
    }
    return told | {"title": issue.title} if texts else told


def written(endpoint: Endpoint, event: str, at: datetime, data: Mapping[str, Any]) -> str:
    """The message as the endpoint takes it: `data` has an `issue`, or `says` and `url`."""
    message = {"type": event, "timestamp": at.isoformat(), "data": data}
    if endpoint.kind == Endpoint.Kind.SLACK:
        message = slack_message(message)
    return msgspec.json.encode(message).decode()
