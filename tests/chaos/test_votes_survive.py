"""What a receipt promises holds when what gave it is killed: under load, and right after it."""

import contextlib
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psutil
import psycopg
import pytest

from config.services.places import Places
from tests.benchmarks.client import request, send
from tests.stack import Stack, eventually, running_stack

CLIENTS = 8
VOTES_EACH = 250
PAUSE_S = 1.0
ROUNDS = 2
RECEIPTS = 5_000
VICTIMS = ("tasks@", "valkey", "postgres", "granian")
pytestmark = [pytest.mark.chaos, pytest.mark.timeout(500)]

SUBJECTS = ["leave", "travel costs", "the VPN", "invoices", "parking", "the payroll", "contracts"]
WRONGS = ["is out of date", "names the wrong form", "contradicts the handbook", "was never true"]


class Client:
    """A host that keeps sending a vote, under one event id, until it has the receipt."""

    def __init__(self, address: str, secret: str) -> None:
        self.address = address
        self.http = httpx.Client(headers={"Authorization": f"Bearer {secret}"}, timeout=10)
        self.receipts: list[dict[str, Any]] = []

    def vote(self, name: str, place: int) -> None:
        subject, wrong = SUBJECTS[place % 7], WRONGS[place % 4]
        word = {
            "id": f"{name}-{place}",
            "answer": f"answer-{place % 500}",
            "person": f"{name}-{place}",
            "rating": "up" if place % 5 == 0 else "down",
            "comment": f"What it says about {subject} {wrong}.",
        }
        for pause in itertools.chain([0.05, 0.1, 0.2], itertools.repeat(0.5)):
            try:
                answer = self.http.post(self.address, json=word)
            except httpx.TransportError:
                time.sleep(pause)
                continue
            if answer.status_code in {200, 201}:
                self.receipts.append(answer.json())
                return
            assert answer.status_code >= 500, answer.text
            time.sleep(pause)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def _kill_in_turn(stack: Stack, done: threading.Event) -> Counter[str]:
    """Kill -9 each of them, ROUNDS times, as long as votes are being sent."""
    killed: Counter[str] = Counter()
    for mark in ROUNDS * VICTIMS:
        if done.wait(PAUSE_S):
            break
        eventually(lambda mark=mark: stack.child(mark) or done.is_set())
        if child := stack.child(mark):
            child.kill()
            killed[mark] += 1
    return killed


def _send_everything(stack: Stack, secret: str) -> tuple[list[dict[str, Any]], Counter[str]]:
    clients = [Client(f"{stack.url}/api/v1/feedback", secret) for _ in range(CLIENTS)]
    done = threading.Event()

    def run(number: int) -> None:
        with clients[number].http:
            for place in range(VOTES_EACH):
                clients[number].vote(f"client-{number}", place)

    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        killer = pool.submit(_kill_in_turn, stack, done)
        try:
            list(pool.map(run, range(CLIENTS)))
        finally:
            done.set()
    return [receipt for client in clients for receipt in client.receipts], killer.result()


def test_every_receipt_is_stored_once_and_every_complaint_is_in_one_issue(stack: Stack) -> None:
    keys = stack.bootstrap("storm")["keys"]
    receipts, killed = _send_everything(stack, keys["secret"])
    assert len(receipts) == CLIENTS * VOTES_EACH
    assert min(killed[mark] for mark in VICTIMS) >= 1

    def settled() -> bool:
        try:
            backlog = httpx.get(
                f"{stack.url}/api/v1/backlog",
                headers={"Authorization": f"Bearer {keys['secret']}"},
                timeout=10,
            )
        except httpx.TransportError:
            return False
        return backlog.status_code == 200 and backlog.json()["waiting"] == 0

    eventually(settled, within=180)
    with psycopg.connect(Places(stack.var).database_url) as database:
        assert _stored(database, "storm", "word.id::text") == Counter(
            receipt["id"] for receipt in receipts
        )
        _assert_all_placed(database)


def _vote(secret: str, event: str) -> bytes:
    word = {"id": event, "answer": f"answer-{event}", "person": "u-17", "rating": "up"}
    headers = {"Authorization": f"Bearer {secret}"}
    return request("127.0.0.1", "/api/v1/feedback", json.dumps(word).encode(), headers)


def test_what_was_receipted_is_stored_once_when_all_that_held_it_is_killed(stack: Stack) -> None:
    secret = stack.bootstrap("receipted")["keys"]["secret"]
    events = [f"event-{n}" for n in range(RECEIPTS)]
    votes = [_vote(secret, event) for event in events]
    eventually(stack.answers)
    workers, postgres = stack.family("granian"), stack.child("postgres")
    assert workers
    assert postgres

    run = send("127.0.0.1", stack.port, votes)
    for victim in [*workers, *postgres.children(recursive=True), postgres]:
        with contextlib.suppress(psutil.NoSuchProcess):  # gone with another one
            victim.kill()

    assert run.statuses == {201: RECEIPTS}
    eventually(lambda: _ready(stack))
    with psycopg.connect(Places(stack.var).database_url) as database:
        assert _stored(database, "receipted", "revision.event_id") == Counter(events)


def _ready(stack: Stack) -> bool:
    try:
        return httpx.get(f"{stack.url}/readyz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def _stored(database: psycopg.Connection[Any], slug: str, what: str) -> Counter[str]:
    """How often each `what` is there among the project's words and their revisions."""
    rows = database.execute(
        f"SELECT {what} FROM feedback_feedback AS word"
        " JOIN feedback_feedbackrevision AS revision ON revision.feedback_id = word.id"
        " JOIN feedback_project AS project ON project.id = word.project_id"
        " WHERE project.slug = %s",
        [slug],
    )
    return Counter(row[0] for row in rows)


def _assert_all_placed(database: psycopg.Connection[Any]) -> None:
    complaints = "SELECT id FROM feedback_feedback WHERE complains"
    placed = "SELECT feedback_id FROM triage_placement"
    assert database.execute(f"({complaints}) EXCEPT ({placed})").fetchall() == []
    assert database.execute(f"({placed}) EXCEPT ({complaints})").fetchall() == []
    wrong_counts = """
        SELECT i.number, i.complaints, count(p.id) FROM triage_issue i
        LEFT JOIN triage_placement p ON p.issue_id = i.id
        GROUP BY i.id HAVING i.complaints <> count(p.id)
    """
    assert database.execute(wrong_counts).fetchall() == []
