"""GitHub, Jira and Linear as far as they are asked, each a server that keeps its issues.

They answer in the shapes of their documentation, and forget nothing that they were sent.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.builders import NOW
from tests.triage.recording import Recorder, Reply, Request, recorder

TEAM = "0b7c5f7e-4c8e-4d0f-9d0e-0a5d6a0f3c11"


@dataclass
class Server:
    """`issues` by their number; `fails` answers instead while it is set, `dies` after the work was
    done, as a line that breaks does."""

    start: datetime = NOW
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    fails: Reply | None = None
    dies: bool = False
    ticks: int = 0
    heard: Recorder | None = None

    def __call__(self, request: Request) -> Reply:
        if self.fails:
            return self.fails
        reply = self.answer(request)
        return Reply(502) if self.dies else reply

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def tick(self) -> str:
        """Each change a second after the one before."""
        self.ticks += 1
        return f"{self.start + timedelta(seconds=self.ticks):%Y-%m-%dT%H:%M:%SZ}"

    def is_closed(self, number: int = 1) -> bool:
        raise NotImplementedError

    def move(self, state: str, number: int = 1) -> None:
        """Somebody there closes or opens an issue."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        assert self.heard
        return self.heard.url


class GitHub(Server):
    place = "acme/handbook"

    def answer(self, request: Request) -> Reply:
        path, query = urlsplit(request.path).path, parse_qs(urlsplit(request.path).query)
        if request.headers.get("Authorization") != "Bearer token-1":
            return Reply(401, {"message": "Bad credentials"})
        assert path.startswith("/repos/acme/handbook/issues")
        if request.method == "POST":
            return self._created(request.json)
        if request.method == "PATCH":
            issue = self.issues[int(path.rpartition("/")[2])]
            issue.update(request.json, updated_at=self.tick())
            return Reply(200, issue)
        return self._listed(request, query)

    def _created(self, given: dict[str, Any]) -> Reply:
        number = len(self.issues) + 1
        url = f"https://github.com/acme/handbook/issues/{number}"
        more = {"number": number, "state": "open", "html_url": url, "updated_at": self.tick()}
        self.issues[number] = given | more
        return Reply(201, self.issues[number])

    def _listed(self, request: Request, query: dict[str, list[str]]) -> Reply:
        rows = sorted(self.issues.values(), key=lambda issue: issue["updated_at"])
        if since := query.get("since"):
            rows = [issue for issue in rows if issue["updated_at"] >= since[0]]
        tag = f'W/"{self.ticks}"'
        if request.headers.get("If-None-Match") == tag:
            return Reply(304, headers={"ETag": tag})
        return Reply(200, rows if since else rows[::-1], {"ETag": tag})

    def is_closed(self, number: int = 1) -> bool:
        return bool(self.issues[number]["state"] == "closed")

    def move(self, state: str, number: int = 1) -> None:
        self.issues[number] |= {"state": state, "updated_at": self.tick()}


class Jira(Server):
    place = "HR"

    def answer(self, request: Request) -> Reply:
        path, query = urlsplit(request.path).path, parse_qs(urlsplit(request.path).query)
        if not request.headers.get("Authorization", "").startswith("Basic "):
            return Reply(401, {"errorMessages": ["Client must be authenticated"]})
        if path == "/rest/api/2/issue":
            number = len(self.issues) + 1
            self.issues[number] = request.json["fields"] | {"category": "new"}
            return Reply(201, {"id": str(number), "key": f"HR-{number}", "self": "…"})
        if path == "/rest/api/2/search/jql":
            return Reply(200, {"issues": self._found(query["jql"][0]), "isLast": True})
        number = int(path.split("/")[5].removeprefix("HR-"))
        if path.endswith("/transitions") and request.method == "POST":
            self.issues[number]["category"] = {"11": "new", "31": "done"}[
                request.json["transition"]["id"]
            ]
            return Reply(204)
        if path.endswith("/transitions"):
            ways = [("11", "new"), ("21", "indeterminate"), ("31", "done")]
            listed = [{"id": i, "to": {"statusCategory": {"key": key}}} for i, key in ways]
            return Reply(200, {"transitions": listed})
        return Reply(200, self._issue(number))

    def _found(self, jql: str) -> list[dict[str, Any]]:
        if jql.startswith("labels = "):
            label = jql.split('"')[1]
            return [self._issue(n) for n, issue in self.issues.items() if label in issue["labels"]]
        assert jql.startswith('project = "HR" AND labels = errata AND updated >= "-')
        return [self._issue(number) for number in self.issues]

    def _issue(self, number: int) -> dict[str, Any]:
        status = {"statusCategory": {"key": self.issues[number]["category"]}}
        updated = "2026-06-15T14:00:00.000+0200"
        return {"key": f"HR-{number}", "fields": {"status": status, "updated": updated}}

    def is_closed(self, number: int = 1) -> bool:
        return bool(self.issues[number]["category"] == "done")

    def move(self, state: str, number: int = 1) -> None:
        self.issues[number]["category"] = "done" if state == "closed" else "indeterminate"


class Linear(Server):
    place = TEAM
    states = {"s-0": "backlog", "s-1": "unstarted", "s-2": "started", "s-3": "completed"}

    def answer(self, request: Request) -> Reply:
        if request.headers.get("Authorization") != "token-1":
            return Reply(400, {"errors": [{"message": "Authentication required"}]})
        query, given = request.json["query"], request.json["variables"]
        for word, does in self._does.items():
            if word in query:
                return does(given)
        raise AssertionError(query)

    @property
    def _does(self) -> dict[str, Callable[[dict[str, Any]], Reply]]:
        return {
            "issueCreate": self._create,
            "issueUpdate": self._update,
            "team(id": lambda _: _data(team={"states": {"nodes": self._ways()}}),
            "eq: $id": lambda given: _data(issues={"nodes": self._named([given["id"]])}),
            "in: $ids": lambda given: _data(issues={"nodes": self._named(given["ids"])}),
        }

    def _create(self, given: dict[str, Any]) -> Reply:
        fields = given["input"]
        if self._named([fields["id"]]):
            return Reply(200, {"errors": [{"message": "Entity already exists"}]})
        number = len(self.issues) + 1
        url = f"https://linear.app/acme/issue/ENG-{number}"
        self.issues[number] = fields | {"identifier": f"ENG-{number}", "url": url, "state": "s-0"}
        return _data(issueCreate={"success": True, "issue": self.issues[number]})

    def _update(self, given: dict[str, Any]) -> Reply:
        [issue] = [one for one in self.issues.values() if one["id"] == given["id"]]
        issue["state"] = given["state"]
        return _data(issueUpdate={"success": True})

    def _ways(self) -> list[dict[str, Any]]:
        return [{"id": i, "type": kind, "position": 1} for i, kind in self.states.items()]

    def _named(self, ids: list[str]) -> list[dict[str, Any]]:
        return [
            issue | {"state": {"type": self.states[issue["state"]]}}
            for issue in self.issues.values()
            if issue["id"] in ids
        ]

    def is_closed(self, number: int = 1) -> bool:
        return bool(self.issues[number]["state"] == "s-3")

    def move(self, state: str, number: int = 1) -> None:
        self.issues[number]["state"] = "s-3" if state == "closed" else "s-2"


def _data(**data: object) -> Reply:
    return Reply(200, json.dumps({"data": data}).encode())


@contextmanager
def running(server: Server) -> Iterator[Server]:
    with recorder(server) as heard:
        server.heard = heard
        yield server
