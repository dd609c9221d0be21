"""Vectors from an endpoint that speaks OpenAI's embeddings, well or badly."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from feedback.models import Announcement, Project
from tests.builders import NOW
from tests.triage.placing import LEAVE, VPN, complain
from triage.clustering.operations import change_space
from triage.clustering.queries import backlog_of, trouble_of
from triage.clustering.tasks import move, place, read
from triage.embedding import spaces
from triage.embedding.endpoint import Endpoint, EndpointError
from triage.embedding.letters import letters_of
from triage.issues.filters import MEANING, QueueFilters
from triage.issues.queries import queue_page
from triage.issues.queries.meaning import read_words
from triage.models import Grouping, Issue, Placement

Answer = tuple[int, bytes]


@dataclass
class Server:
    """A small real server. `answers` are given once each, then texts are read by their letters."""

    url: str = ""
    answers: list[Callable[[], Answer]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    down: bool = False
    drips: bool = False


class Handler(BaseHTTPRequestHandler):
    """What `Server` says, over HTTP."""

    def do_POST(self) -> None:
        told: Server = self.server.told  # type: ignore[attr-defined]
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told.asked.append(asked | {"path": self.path})
        told.keys.append(self.headers["Authorization"])
        if told.down:
            status, body = 503, b""
        else:
            status, body = told.answers.pop(0)() if told.answers else (200, letters(asked["input"]))
        self.send_response(status)
        self.send_header("Location", "http://localhost:1/")
        self.end_headers()
        with contextlib.suppress(OSError):  # they hung up
            for _ in range(100 if told.drips else 0):
                self.wfile.write(b" ")
                time.sleep(0.02)
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def rows(vectors: list[list[float]]) -> bytes:
    data = [{"index": place, "embedding": row} for place, row in enumerate(vectors)]
    return json.dumps({"object": "list", "data": data[::-1]}).encode()


def letters(texts: list[str]) -> bytes:
    return rows([[float(value) for value in letters_of(text, 64)] for text in texts])


@pytest.fixture
def server() -> Iterator[Server]:
    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.told = Server(f"http://127.0.0.1:{listener.server_port}/v1")  # type: ignore[attr-defined]
    thread = Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield listener.told  # type: ignore[attr-defined]
    listener.shutdown()
    listener.server_close()


def endpoint_at(server: Server, **fields: Any) -> Endpoint:
    usual: dict[str, Any] = {"dimension": 64, "key": "s3cret", "pauses_s": (0.0, 0.0)}
    return Endpoint(url=server.url, model="letters-64", **(usual | fields))


def test_texts_are_asked_for_in_batches_and_come_back_in_order(server: Server) -> None:
    texts = [f"question number {number}" for number in range(150)]

    found = endpoint_at(server).embed(texts)

    assert np.allclose(found, [letters_of(text, 64) for text in texts], atol=1e-6)
    assert [len(asked["input"]) for asked in server.asked] == [64, 64, 22]
    assert {asked["path"] for asked in server.asked} == {"/v1/embeddings"}
    assert {asked["model"] for asked in server.asked} == {"letters-64"}
    assert set(server.keys) == {"Bearer s3cret"}


def test_no_texts_are_not_asked_for(server: Server) -> None:
    assert endpoint_at(server).embed([]).shape == (0, 64)
    assert server.asked == []


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_again(server: Server, status: int) -> None:
    server.answers = [lambda: (status, b"")] * 2

    assert endpoint_at(server).embed(["a text"]).shape == (1, 64)
    assert len(server.asked) == 3


def test_tries_end(server: Server) -> None:
    server.down = True

    with pytest.raises(EndpointError, match="503"):
        endpoint_at(server).embed(["a text"])

    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, b"", "401"),
        (302, b"", "302"),
        (200, b"<html>", "something else"),
        (200, b'{"data": 5}', "something else"),
        (200, b'{"data": [{"index": 0, "embedding": [NaN]}]}', "something else"),
        (200, b'{"data": [{"index": 0, "embedding": [1e999]}]}', "something else|no number"),
        (200, rows([]), "left texts out"),
        (200, rows([[1.0] * 64] * 2), "answered for others"),
        (200, rows([[1.0] * 63]), "63 numbers, not 64"),
        (200, rows([[1e300] + [1.0] * 63]), "no number"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow")
def test_an_answer_that_is_none_is_named_and_not_asked_for_again(
    server: Server, status: int, body: bytes, said: str
) -> None:
    server.answers = [lambda: (status, body)]

    with pytest.raises(EndpointError, match=said) as refusal:
        endpoint_at(server).embed(["a text"])

    assert len(server.asked) == 1
    assert "s3cret" not in str(refusal.value)


def test_an_answer_that_takes_too_long_is_cut(server: Server) -> None:
    def late() -> Answer:
        time.sleep(1)
        return 200, b""

    server.answers = [late]

    with pytest.raises(EndpointError, match=r"within 0\.2 s"):
        endpoint_at(server, timeout_s=0.2).embed(["a text"])


def test_an_answer_that_drips_is_cut_too(server: Server) -> None:
    server.drips = True

    with pytest.raises(EndpointError, match=r"within 0\.2 s"):
        endpoint_at(server, timeout_s=0.2).embed(["a text"])


def test_nobody_there_is_named() -> None:
    with pytest.raises(EndpointError, match="can't be reached"):
        endpoint_at(Server("http://127.0.0.1:1/v1")).embed(["a text"])


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "127.0.0.1:80"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(EndpointError):
        endpoint_at(Server(url))


def test_after_a_failure_it_is_left_alone_for_longer_and_longer(server: Server) -> None:
    now = 0.0
    endpoint = endpoint_at(server, pauses_s=(), clock=lambda: now)
    server.down = True
    asked_at = []
    for now in np.arange(0.0, 200.0):
        asked = len(server.asked)
        with pytest.raises(EndpointError, match="503"):
            endpoint.embed(["a text"])
        if len(server.asked) > asked:
            asked_at.append(now)
    assert asked_at == [0, 2, 6, 14, 30, 62, 122, 182]

    server.down, now = False, 300.0
    assert endpoint.embed(["a text"]).shape == (1, 64)


@pytest.fixture
def offered(server: Server, settings: Any) -> Iterator[Server]:
    """The server is what the operator's settings name."""
    settings.EMBEDDINGS_URL, settings.EMBEDDINGS_MODEL = server.url, "letters-64"
    settings.EMBEDDINGS_DIMENSION, settings.EMBEDDINGS_KEY = 64, "s3cret"
    spaces.embedder_of.cache_clear()
    yield server
    spaces.embedder_of.cache_clear()


def test_complaints_wait_while_the_endpoint_is_down_and_the_backlog_says_so(
    project: Project, offered: Server, key_client: Callable[[str], Any]
) -> None:
    change_space(project=project, space="endpoint", actor="member:ann", now=NOW)
    move(str(project.pk))
    complain(project, LEAVE)
    complain(project, VPN)
    offered.answers = [lambda: (401, b"")]

    place(str(project.pk))

    assert Announcement.objects.of(project).count() == backlog_of(project)[0] == 2
    told = key_client("secret").get("/api/v1/backlog").json()
    assert (told["waiting"], told["trouble"]) == (2, "the endpoint answers 401")

    spaces.embedder_of.cache_clear()  # as after the rest
    place(str(project.pk))
    assert Placement.objects.of(project).count() == Issue.objects.of(project).count() == 2
    assert trouble_of(project) == ""


def test_a_move_waits_for_the_endpoint_while_placing_goes_on(
    project: Project, offered: Server
) -> None:
    Grouping.objects.filter(project=project).update(space="letters")
    complain(project, LEAVE)
    place(str(project.pk))
    change_space(project=project, space="endpoint", actor="member:ann", now=NOW)
    offered.answers = [lambda: (401, b"")]

    move(str(project.pk))
    complain(project, LEAVE)
    place(str(project.pk))
    row = Grouping.objects.get(project=project)
    assert (row.space, row.trouble, row.moving_trouble) == (
        "letters",
        "",
        "the endpoint answers 401",
    )

    spaces.embedder_of.cache_clear()
    move(str(project.pk))
    row.refresh_from_db()
    assert (row.space, row.moving_to, row.moving_trouble) == ("endpoint", "", "")
    assert [issue.complaints for issue in Issue.objects.of(project)] == [2]


def test_what_is_typed_is_read_by_the_endpoint_and_its_refusal_is_said(
    project: Project, offered: Server
) -> None:
    Grouping.objects.filter(project=project).update(space="endpoint")
    word = complain(project, LEAVE)
    complain(project, VPN)
    place(str(project.pk))
    filters = QueueFilters(q=LEAVE, sort=MEANING)
    offered.answers = [lambda: (401, b"")]

    spaces.embedder_of.cache_clear()  # it remembers what it has read
    read(str(project.pk), LEAVE)
    assert read_words(project, filters) == "the endpoint answers 401"

    spaces.embedder_of.cache_clear()
    read(str(project.pk), LEAVE)
    assert read_words(project, filters) == ""
    page = queue_page(project=project, filters=filters, member=None)
    assert page.issues == [Placement.objects.get(feedback=word).issue]
