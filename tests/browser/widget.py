"""The widget on a host's page: how a test opens one, and finds what is on it."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from feedback.directory.identity import Identity, sign
from feedback.models import Project
from tests.builders import make_key

API = "**/api/v1/feedback"
Visit = Callable[..., Page]
WIDGET = '<errata-feedback answer="a-1"></errata-feedback>'


def host_page(
    *,
    key: str,
    script: str,
    token: str = "",
    scheme: str = "light",
    lang: str = "en",
    head: str = "",
    body: str = WIDGET,
) -> str:
    """A host's page with the answer a-1 and, unless `body` is another, the widget under it."""
    person = f'<meta name="errata-person" content="{token}">' if token else ""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
        <title>Host</title><meta name="color-scheme" content="{scheme}">
        <meta name="errata-key" content="{key}">{person}{head}
        <script type="module" {script}></script></head>
        <body><main><h1>Host</h1><p id="shown">You have 28 days of leave.</p>
        {body}</main></body></html>"""


def up(page: Page) -> Locator:
    return page.get_by_role("button", name="Helpful", exact=True)


def down(page: Page) -> Locator:
    return page.get_by_role("button", name="Not helpful")


def verify(page: Page) -> Locator:
    return page.get_by_role("button", name="Couldn't verify")


def glance(page: Page) -> Locator:
    """The line that says where the answer comes from."""
    return page.locator("errata-feedback summary")


def send_details(page: Page) -> None:
    page.get_by_role("button", name="Send details").click()
    expect(page.get_by_label("Comment")).to_be_hidden()


def expect_told(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_have_text(words)


def expect_recorded(page: Page) -> None:
    expect_told(page, "Recorded. Thank you.")


def waiting_items(page: Page) -> list[str]:
    script = "Object.keys(localStorage).filter((name) => name.startsWith('errata:outbox'))"
    return list(page.evaluate(script))


def token_for(project: Project, person: str, **claims: Any) -> str:
    key = make_key(project, "signing")
    identity = Identity(person=person, team="Sales", **claims)
    return sign(
        identity=identity, private_key=key.secret, key_id=key.key.prefix, now=timezone.now()
    )
