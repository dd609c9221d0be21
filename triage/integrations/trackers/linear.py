"""Linear's issues, by its GraphQL API (linear.app/developers/graphql)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
_CLOSED = frozenset({"completed", "canceled", "duplicate"})
# Where an issue goes that is open again, or done: the first kind of state that the team has.
_GOES_TO: dict[State, tuple[str, ...]] = {
    "open": ("unstarted", "backlog", "triage", "started"),
    "closed": ("completed", "canceled"),
}
_CREATE = """
mutation($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { identifier url } }
}"""
_FIND = "query($id: ID!) { issues(filter: {id: {eq: $id}}) { nodes { identifier url } } }"
_WAYS = "query($team: String!) { team(id: $team) { states { nodes { id type position } } } }"
_MOVE = """
mutation($id: String!, $state: String!) {
  issueUpdate(id: $id, input: {stateId: $state}) { success }
}"""
_STATES = """
query($ids: [ID!], $first: Int) {
  issues(filter: {id: {in: $ids}}, first: $first, includeArchived: true) {
    nodes { id state { type } }
  }
}"""


@dataclass(frozen=True)
class Linear:
    """`place` is a team's id. An issue is created under an id of ours: twice is once."""

    client: Client
    place: str

    @classmethod
    def at(cls, url: str, place: str, login: str, token: str) -> "Linear":  # noqa: ARG003
        return cls(Client(url, {"Authorization": token}), place)

    def create(self, draft: Draft) -> There:
        given = {"id": str(draft.marker), "teamId": self.place}
        given |= {"title": draft.title, "description": draft.text}
        made = self._ask(_CREATE, input=given)
        return _there(picked(made, "issueCreate", "issue"))

    def find(self, draft: Draft) -> There | None:
        found = listed(self._ask(_FIND, id=str(draft.marker)), "issues", "nodes")
        return _there(found[0]) if found else None

    def set_state(self, twin: Twin, state: State) -> None:
        ways = listed(self._ask(_WAYS, team=self.place), "team", "states", "nodes")
        leading = [way for way in ways if picked(way, "type") in _GOES_TO[state]]
        if not leading:
            raise TrackerError("refused", f"the team has no state for what is {state}")
        kinds = _GOES_TO[state]
        way = min(leading, key=lambda one: (kinds.index(one["type"]), one.get("position", 0)))
        moved = self._ask(_MOVE, id=str(twin.marker), state=picked(way, "id"))
        if not picked(moved, "issueUpdate", "success"):
            raise TrackerError("refused", f"{twin.key} did not become {state}")

    def read_states(self, twins: Sequence[Twin], seen: str, now: datetime) -> Reading:  # noqa: ARG002
        """Of all of them, a hundred at a time."""
        states: dict[str, State] = {}
        for start in range(0, len(twins), PAGE):
            keys = {str(twin.marker): twin.key for twin in twins[start : start + PAGE]}
            found = listed(self._ask(_STATES, ids=list(keys), first=PAGE), "issues", "nodes")
            for issue in found:
                closed = picked(issue, "state", "type") in _CLOSED
                states[picked(keys, picked(issue, "id"))] = "closed" if closed else "open"
        return Reading(states, "")

    def _ask(self, query: str, **variables: object) -> Any:
        """What the query answers. Linear says "asked too often" by 400 and a code."""
        try:
            answer = self.client.json("POST", "", {"query": query, "variables": variables})
        except TrackerError as error:
            if "RATELIMITED" in str(error):
                raise _limited() from error
            raise
        if errors := answer.get("errors") if isinstance(answer, dict) else None:
            if "RATELIMITED" in str(errors):
                raise _limited()
            raise TrackerError("refused", f"it refuses: {str(errors)[:200]}")
        return picked(answer, "data")


def _limited() -> TrackerError:
    return TrackerError("limited", "it was asked too often", wait=timedelta(minutes=5))


def _there(issue: object) -> There:
    return There(str(picked(issue, "identifier")), str(picked(issue, "url")))
