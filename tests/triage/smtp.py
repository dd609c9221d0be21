"""A mail server that keeps what it is given, or behaves badly, for the tests of mail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any


class Post(socketserver.ThreadingTCPServer):
    """Keeps messages in `came`. `refuses`: what it answers to each recipient instead of 250;
    `silent`: it takes the line and says nothing."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.came: list[Message] = []
        self.lines = 0
        self.refuses = ""
        self.silent = threading.Event()
        self.released = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Line(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self.server.lines += 1
        if self.server.silent.is_set():
            self.server.released.wait(30)
            return None
        self._say("220 here")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                return self._say("221 bye")
            if verb == b"DATA":
                self._take()
            elif verb == b"RCPT" and self.server.refuses:
                self._say(self.server.refuses)
            else:
                self._say("250 ok")
        return None

    def _take(self) -> None:
        self._say("354 go on")
        kept = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            kept.append(line)
        self.server.came.append(message_from_bytes(b"".join(kept)))
        self._say("250 kept")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def post_office(settings: Any) -> Iterator[Post]:
    """A server that the project's mail goes to meanwhile."""
    with Post() as post:
        thread = threading.Thread(target=post.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_TIMEOUT = 1
        yield post
        post.released.set()
        post.shutdown()
