"""Who sends in the benchmarks: a page with its reader's token, and a host with its secret key."""

import json
import secrets
from datetime import UTC, datetime
from typing import Any

import psycopg

from config.services.places import Places
from feedback.directory.identity import Identity, sign
from tests.benchmarks.client import request
from tests.stack import Stack

PEOPLE = 1_000
ORIGIN = "https://intranet.example"
OUT_OF_REACH = 100_000_000


def keys_of(stack: Stack) -> dict[str, Any]:
    """A project's keys. Its limits are asked every time, and are out of reach."""
    keys: dict[str, Any] = stack.bootstrap("bench")["keys"]
    with psycopg.connect(Places(stack.var).database_url, autocommit=True) as database:
        database.execute("UPDATE feedback_apikey SET origins = ARRAY[%s]", [ORIGIN])
        database.execute(
            "UPDATE feedback_project"
            " SET key_limit = %(limit)s, person_limit = %(limit)s, address_limit = %(limit)s",
            {"limit": OUT_OF_REACH},
        )
    return keys


class Sender:
    """Makes the requests, each with words that nobody said before."""

    def __init__(self, keys: dict[str, Any]) -> None:
        now = datetime.now(UTC)  # noqa: TID251 - a benchmark is an interface
        self.public, self.secret = keys["public"], keys["secret"]
        self.tokens = [
            sign(
                identity=Identity(f"person-{n}", f"Team {n % 12}", f"Cohort {n % 3}"),
                private_key=keys["signing"]["private_key"],
                key_id=keys["signing"]["id"],
                now=now,
            )
            for n in range(PEOPLE)
        ]
        self.count = 0

    def word(self, person: str = "") -> dict[str, Any]:
        """A new word: nobody says two of them on one answer. One in four complains."""
        self.count += 1
        n = self.count
        word: dict[str, Any] = {
            "id": secrets.token_hex(16),
            "answer": f"answer-{n // PEOPLE}-{n % 7}",
            "rating": "down" if n % 4 == 0 else "up",
        }
        if n % 4 == 0:
            word["reasons"] = ["wrong"]
        if n % 2 == 0:
            word["comment"] = f"Section {n % 90} of the handbook says otherwise since 3 May."
        return word | ({"person": person} if person else {})

    def one(self) -> bytes:
        """A page's vote."""
        body = json.dumps(self.word()).encode()
        headers = {
            "Authorization": f"Bearer {self.public}",
            "Origin": ORIGIN,
            "Errata-Person": self.tokens[self.count % PEOPLE],
        }
        return request("127.0.0.1", "/api/v1/feedback", body, headers)

    def many(self, number: int) -> bytes:
        """A host's batch of so many words."""
        items = [
            {"feedback": self.word(f"person-{(self.count + 1) % PEOPLE}")} for _ in range(number)
        ]
        headers = {"Authorization": f"Bearer {self.secret}"}
        return request("127.0.0.1", "/api/v1/batch", json.dumps({"items": items}).encode(), headers)
