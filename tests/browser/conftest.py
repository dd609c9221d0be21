"""Chromium, and a host's page to drive it on."""

import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from feedback.models import Project
from tests.browser.widget import Visit, host_page
from tests.builders import make_key, make_project, send_answer
from tests.needs import QUIET, chromium


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """Static files are served from where they are written; WhiteNoise wants its folder all the
    same."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this very thread
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class HostSite(ThreadingHTTPServer):
    """A web site that isn't Errata's: its page, and files if it has any, under one policy."""

    daemon_threads = True
    page = ""
    files: dict[str, bytes]
    policy = "default-src 'none'"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _HostHandler)
        self.files = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _HostHandler(BaseHTTPRequestHandler):
    server: HostSite

    def do_GET(self) -> None:
        file = self.server.files.get(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if file is None else "text/javascript")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(self.server.page.encode() if file is None else file)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def host_site() -> Iterator[HostSite]:
    with HostSite() as site:
        thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def asked(transactional_db: None) -> Project:
    """A project that was asked once."""
    project = make_project("alpha")
    send_answer(project, "a-1", text="You have 28 days of leave.")
    return project


@pytest.fixture
def visit(
    asked: Project, live_server: LiveServer, host_site: HostSite, browser: Browser
) -> Iterator[Visit]:
    """`visit()`: a host's page with a-1 and the widget, under the strictest policy.

    `token`, `scheme`, `width` and `lang` as a reader has them; `head`, `body` and `script` as the
    host writes them. What breaks the policy, or any script that fails, fails the test.
    """
    key = make_key(asked, "public", origins=[host_site.url]).secret
    host_site.policy = (
        f"default-src 'none'; script-src {live_server}; connect-src {live_server}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    context = browser.new_context()
    complaints = complaints_of(context)
    pending = pending_of(context)

    def open_page(*, width: int = 1280, script: str = "", **written: str) -> Page:
        script = script or f'src="{live_server}/widget/errata.js"'
        host_site.page = host_page(key=key, script=script, **written)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(host_site.url)
        expect(page.locator("errata-feedback [part=group]").first).to_be_attached()
        return page

    yield open_page
    settle(context, pending)
    context.close()
    assert complaints == []


def complaints_of(context: BrowserContext) -> list[str]:
    """What pages will do that they may not: break their policy, or let a script fail."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints


def pending_of(context: BrowserContext) -> set[Request]:
    """What pages have asked and have no answer to yet."""
    pending: set[Request] = set()
    context.on("request", lambda request: pending.add(request))  # noqa: PLW0108 - see below
    for end in ("requestfinished", "requestfailed"):  # Playwright marks the handlers it is given
        context.on(end, lambda request: pending.discard(request))  # noqa: PLW0108
    return pending


def settle(context: BrowserContext, pending: set[Request]) -> None:
    """Wait for what was asked: the server must not answer when the test's database is gone.

    What never ends, since a test holds it back, is waited for a moment only.
    """
    until = time.monotonic() + 2
    while pending and context.pages and time.monotonic() < until:
        context.pages[0].wait_for_timeout(20)
