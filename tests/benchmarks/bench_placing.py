"""`make bench-placing`: from a vote's receipt to its place in an issue, over HTTP, at a rate."""

import time
from datetime import datetime
from statistics import quantiles

import httpx

from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import eventually

VOTES = 400
PER_SECOND = 20
LIMIT_S = 5.0


def _vote(host: httpx.Client, n: int) -> tuple[str, datetime]:
    word = {
        "answer": f"answer-{n}",
        "person": f"person-{n}",
        "rating": "down",
        "comment": f"Section {n % 40} on {('leave', 'travel', 'invoices')[n % 3]} is out of date.",
    }
    receipt = host.post("feedback", json=word)
    found = receipt.raise_for_status().json()
    return found["id"], datetime.fromisoformat(found["recorded_at"])


def _places(host: httpx.Client) -> dict[str, datetime]:
    places, cursor = {}, ""
    while True:
        page = host.get("placements", params={"cursor": cursor, "limit": 200}).json()
        places |= {p["feedback"]: datetime.fromisoformat(p["placed_at"]) for p in page["results"]}
        cursor = page["next"]
        if not cursor:
            return places


def _send(host: httpx.Client) -> tuple[dict[str, datetime], float]:
    """When each vote's receipt was given, and how many were sent a second."""
    given, began = {}, time.monotonic()
    for n in range(1, VOTES + 1):
        time.sleep(max(0.0, began + n / PER_SECOND - time.monotonic()))
        feedback, at = _vote(host, n)
        given[feedback] = at
    return given, VOTES / (time.monotonic() - began)


def main() -> None:
    with bench_stack() as stack:
        secret = stack.bootstrap("bench")["keys"]["secret"]
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx.Client(base_url=f"{stack.url}/api/v1/", headers=headers, timeout=30) as host:
            _vote(host, 0)  # the model is loaded by the first
            eventually(lambda: len(_places(host)) == 1)
            given, rate = _send(host)
            eventually(lambda: len(_places(host)) == VOTES + 1)
            places = _places(host)
    waits = [(places[feedback] - at).total_seconds() for feedback, at in given.items()]
    figures = [
        Figure("votes a second sent", rate, "/s"),
        Figure("receipt to place, median", quantiles(waits, n=100)[49], "s"),
        Figure(
            "receipt to place, 95th percentile",
            quantiles(waits, n=100)[94],
            "s",
            LIMIT_S,
            "at most",
        ),
    ]
    report("placing", figures)


if __name__ == "__main__":
    main()
