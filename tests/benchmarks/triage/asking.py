"""What is asked of the queue, by kind: each a path below the project's, or the API's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlencode

TABS = ("unresolved", "new", "ongoing", "escalating", "regressed", "resolved", "archived", "all")

# By how much each leaves, from much to nothing.
FILTERS: Sequence[Mapping[str, str]] = (
    {"owner": "owner-1"},
    {"owner": "owner-11"},
    {"assignee": "me"},
    {"assignee": "none"},
    {"assignee": "member-39@bench.example"},
    {"kind": "likeness"},
    {"kind": "confident_wrong"},
    {"team": "team-0"},
    {"team": "team-35"},
    {"reason": "wrong"},
    {"reason": "couldnt_verify"},
    {"release": "release-0"},
    {"release": "release-23"},
    {"source": "source-0"},
    {"source": "source-1999"},
    {"tag": "place-0"},
    {"tag": "tag-23"},
    {"team": "no-such-team"},
)
COMMON, RARE, NONE = "leave", "balafaga", "xylophone"
WORDS = (COMMON, "insurance warranty", "pump", RARE, NONE, "travel expenses", "TR-77", "0042")


# What their vectors are is made up, as the centres are.
MEANT = ("what nobody wrote in these words", "something else", "a third thing")


@dataclass(frozen=True)
class Ask:
    """One request. `first`: only until its first lines come; `anew`: after some centre changed."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    first: bool = False
    anew: bool = False


def _queue(*, anew: bool = False, **asked: str) -> Ask:
    return Ask(f"/p/triage/queue/?{urlencode(asked)}", anew=anew)


def _part(name: str) -> Mapping[str, str]:
    """What htmx sends when it asks for a part of a page."""
    return {"HX-Request": "true", "HX-Target": name}


def _api(path: str, **asked: str) -> Ask:
    return Ask(f"/api/v1/{path}?{urlencode(asked)}")


def _pairs() -> list[Mapping[str, str]]:
    """One in three: each filter is in some."""
    pairs = combinations(FILTERS, 2)
    unlike = [{**one, **other} for one, other in pairs if one.keys() != other.keys()]
    return unlike[::3]


def cases(
    sorts: Sequence[str], *, deep: Sequence[str], first: Sequence[str], large: str, small: str
) -> dict[str, list[Ask]]:
    """Requests by kind. `deep` are cursors, in the order of the sorts; `first`, `large` and `small`
    are short ids. A page of the list asks by itself for the detail of its first issue, and for what
    there is to choose from where it is narrowed down."""
    return {**_lists(sorts, deep), **_details(first, large, small), **_others(large)}


def _lists(sorts: Sequence[str], deep: Sequence[str]) -> dict[str, list[Ask]]:
    selects, people = (_part(name) for name in ("selects", "bulk-people"))
    return {
        "list: a tab, a sort": [_queue(status=tab, sort=sort) for tab in TABS for sort in sorts],
        "list: far behind": [
            _queue(status="all", sort=sort, cursor=cursor)
            for sort, cursor in zip(sorts, deep, strict=True)
        ],
        "list: a filter": [_queue(**one) for one in FILTERS],
        "list: a filter, all issues": [_queue(status="all", **one) for one in FILTERS],
        "list: two filters": [_queue(**two) for two in _pairs()],
        "list: words": [_queue(q=words) for words in WORDS],
        "list: words and a filter": [
            _queue(q=words, **one) for words in WORDS[:5] for one in FILTERS[7:15:2]
        ],
        "list: by meaning": [
            _queue(anew=True, q=words, sort="likeness", **one)
            for words in MEANT
            for one in ({}, {"status": "all"}, *FILTERS[:9:2])
        ],
        "list: what there is to choose from": [
            Ask("/p/triage/queue/?choices=all", part) for part in (selects, people)
        ],
    }


def _details(first: Sequence[str], large: str, small: str) -> dict[str, list[Ask]]:
    opened, issue = _part("detail"), "/p/triage/queue/?issue={}"
    return {
        "detail: the first of a tab, a sort": [Ask(issue.format(one), opened) for one in first],
        "detail: 5% of all complaints": [Ask(issue.format(large), opened)],
        "detail: one complaint": [Ask(issue.format(small), opened)],
        "issue's page, 5% of all complaints": [Ask(f"/p/triage/issues/{large}/")],
        "issues like one": [
            Ask(f"/p/triage/issues/{one}/alike/?back=status%3Dall", opened)
            for one in (large, small)
        ],
        "where one comes from": [
            Ask(f"/p/triage/issues/{one}/origins/", opened) for one in (large, small)
        ],
    }


def _others(large: str) -> dict[str, list[Ask]]:
    return {
        "owners, rules, priority, due": [
            Ask(f"/p/triage/{page}/")
            for page in ("owners", "owners/owner-1", "owners/owner-11", "rules", "priority", "due")
        ],
        "CSV: the first rows": [
            Ask(f"/p/triage/queue/?{urlencode({'format': 'csv', **one})}", first=True)
            for one in ({}, {"status": "all"}, *FILTERS[:9:2])
        ],
        "API: list": [_api("issues"), _api("issues", status="resolved")],
        "API: list, a filter": [
            _api("issues", **one) for one in FILTERS if one.get("assignee") != "me"
        ],
        "API: an issue, its complaints": [
            _api(f"issues/{large}"),
            _api(f"issues/{large}/feedback"),
            _api(f"issues/{large}/origins"),
        ],
    }
