"""Jira's issues, by version 2 of its REST API, which Jira Cloud and Data Center have in common
(developer.atlassian.com/cloud/jira/platform/rest/v2)."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from triage.integrations.trackers.common import (
    Client,
    Draft,
    Reading,
    State,
    There,
    TrackerError,
    Twin,
    listed,
    picked,
)

PAGE = 100
LABEL = "errata"
TYPE = "Task"
# Jira's clock, and its index, may be a little behind.
SLACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Jira:
    """`place` is a project's key, or a key and a type of issue: "HR/Bug". With a login it is Jira
    Cloud, which searches at another address."""

    client: Client
    place: str
    cloud: bool

    @classmethod
    def at(cls, url: str, place: str, login: str, token: str) -> "Jira":
        pair = base64.b64encode(f"{login}:{token}".encode()).decode()
        authorization = f"Basic {pair}" if login else f"Bearer {token}"
        return cls(Client(url, {"Authorization": authorization}), place, bool(login))

    @property
    def _project(self) -> str:
        return self.place.partition("/")[0]

    def create(self, draft: Draft) -> There:
        fields = {
            "project": {"key": self._project},
            "issuetype": {"name": self.place.partition("/")[2] or TYPE},
            "summary": draft.title,
            "description": draft.text,
            "labels": [LABEL, _mark(draft)],
        }
        made = self.client.json("POST", "/rest/api/2/issue", {"fields": fields})
        return self._there(made)

    def find(self, draft: Draft) -> There | None:
        found = self._search(f'labels = "{_mark(draft)}"')
        return self._there(found[0]) if found else None

    def set_state(self, twin: Twin, state: State) -> None:
        """By whichever transition leads there. An issue that is there already stays."""
        issue = f"/rest/api/2/issue/{twin.key}"
        status = picked(self.client.json("GET", f"{issue}?fields=status"), "fields", "status")
        if _state(status) == state:
            return
        ways = listed(self.client.json("GET", f"{issue}/transitions"), "transitions")
        leading = [way for way in ways if _state(picked(way, "to")) == state]
        # Back to the beginning rather than into the middle, where there is a choice.
        leading.sort(key=lambda way: picked(way, "to", "statusCategory", "key") != "new")
        if not leading:
            raise TrackerError("refused", f"no transition of {twin.key} leads to {state}")
        way = {"transition": {"id": picked(leading[0], "id")}}
        self.client.ask("POST", f"{issue}/transitions", way)

    def read_states(self, twins: Sequence[Twin], seen: str, now: datetime) -> Reading:
        """Of what was changed since `seen`: in minutes before now, which asks for no time zone."""
        since = datetime.fromisoformat(seen) if seen else now - timedelta(days=1)
        minutes = int((now - since + SLACK).total_seconds() // 60) + 1
        query = f'project = "{self._project}" AND labels = {LABEL} AND updated >= "-{minutes}m"'
        changed = self._search(f"{query} ORDER BY updated ASC")
        known = {twin.key for twin in twins}
        states = {
            str(picked(issue, "key")): _state(picked(issue, "fields", "status"))
            for issue in changed
        }
        full = len(changed) == PAGE
        last = _moment(picked(changed[-1], "fields", "updated")) if full else now
        mine = {key: state for key, state in states.items() if key in known}
        return Reading(mine, max(last, since).isoformat())

    def _search(self, jql: str) -> list[Any]:
        path = "/rest/api/2/search/jql" if self.cloud else "/rest/api/2/search"
        query = urlencode({"jql": jql, "fields": "status,updated", "maxResults": PAGE})
        return listed(self.client.json("GET", f"{path}?{query}"), "issues")

    def _there(self, issue: object) -> There:
        key = str(picked(issue, "key"))
        return There(key, f"{self.client.url.rstrip('/')}/browse/{key}")


def _mark(draft: Draft) -> str:
    return f"errata-{draft.marker}"


def _state(status: Any) -> State:
    return "closed" if picked(status, "statusCategory", "key") == "done" else "open"


def _moment(text: str) -> datetime:
    """Jira's own form: 2026-06-15T12:00:00.000+0200."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
    except (ValueError, TypeError) as error:
        raise TrackerError("unreadable", "its answer has a time in another form") from error
