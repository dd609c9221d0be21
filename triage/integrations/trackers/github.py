"""GitHub's issues, by its REST API (docs.github.com/rest/issues). GitHub Enterprise's address ends
in /api/v3."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    read,
)

PAGE = 100


@dataclass(frozen=True)
class GitHub:
    """`place` is owner/repository."""

    client: Client
    place: str

    @classmethod
    def at(cls, url: str, place: str, login: str, token: str) -> "GitHub":  # noqa: ARG003
        headers = {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": "2022-11-28"}
        headers["Accept"] = "application/vnd.github+json"
        return cls(Client(url, headers), place)

    @property
    def _issues(self) -> str:
        return f"/repos/{self.place}/issues"

    def create(self, draft: Draft) -> There:
        body = f"{draft.text}\n\n{_mark(draft)}"
        made = self.client.json("POST", self._issues, {"title": draft.title, "body": body})
        return _there(made)

    def find(self, draft: Draft) -> There | None:
        """Among the newest: the list has what was created a moment ago, which search has not."""
        query = {"state": "all", "sort": "created", "direction": "desc", "per_page": PAGE}
        newest = listed(self.client.json("GET", f"{self._issues}?{urlencode(query)}"))
        found = (issue for issue in newest if _mark(draft) in str(picked(issue, "body")))
        return next((_there(issue) for issue in found), None)

    def set_state(self, twin: Twin, state: State) -> None:
        reason = {"open": "reopened", "closed": "completed"}[state]
        number = twin.key.removeprefix("#")
        body = {"state": state, "state_reason": reason}
        moved = self.client.json("PATCH", f"{self._issues}/{number}", body)
        if picked(moved, "state") != state:
            raise TrackerError("refused", f"{twin.key} did not become {state}")

    def read_states(self, twins: Sequence[Twin], seen: str, now: datetime) -> Reading:
        """Of what changed since the last change that was read; asked conditionally, which is free
        while nothing changes. `seen`: that moment and the answer's ETag."""
        since, _, tag = seen.partition(" ")
        since = since or f"{now - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
        query = {"state": "all", "sort": "updated", "direction": "asc", "per_page": PAGE}
        path = f"{self._issues}?{urlencode({**query, 'since': since})}"
        headers = {"If-None-Match": tag} if tag else {}
        answer = self.client.ask("GET", path, **headers)
        if answer.status == 304:
            return Reading({}, seen)
        changed = listed(read(answer))
        known = {twin.key for twin in twins}
        states: dict[str, State] = {
            f"#{picked(issue, 'number')}": "closed"
            if picked(issue, "state") == "closed"
            else "open"
            for issue in changed
        }
        last = picked(changed[-1], "updated_at") if changed else since
        tag = answer.headers.get("ETag", "") if last == since else ""
        mine = {key: state for key, state in states.items() if key in known}
        return Reading(mine, f"{last} {tag}".strip()[:300])


def _mark(draft: Draft) -> str:
    return f"<!-- errata:{draft.marker} -->"


def _there(issue: object) -> There:
    return There(f"#{picked(issue, 'number')}", str(picked(issue, "html_url")))
