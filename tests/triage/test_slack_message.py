"""Messages to Slack: what stands there is text, and mentions nobody."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from triage.integrations.events import EVENTS, FOR_PROGRAMS
from triage.integrations.slack import escaped, slack_message

ISSUE = {
    "short_id": "AL-1",
    "url": "https://errata.example/p/alpha/issues/AL-1/",
    "priority": "high",
    "owner": "hr",
    "complaints": 1,
    "people": 1,
}


def message(event: str, issue: dict[str, Any] | None = None, **data: Any) -> dict[str, Any]:
    return {"type": event, "data": {"issue": ISSUE | (issue or {}), **data}}


def test_a_message_links_to_the_issue_and_says_what_happened() -> None:
    told = slack_message(message("issue.merged", merged_into="AL-7"))

    [section, context] = told["blocks"]
    assert told["text"] == "AL-1 was merged into AL-7"
    assert section["text"]["text"] == (
        "*<https://errata.example/p/alpha/issues/AL-1/|AL-1>* was merged into AL-7"
    )
    assert context["elements"][0]["text"] == "high priority · hr · 1 complaint from 1"


def test_every_event_has_its_words() -> None:
    for event in EVENTS.keys() - FOR_PROGRAMS - {"report.alert", "report.digest"}:
        assert event not in slack_message(message(event))["text"]


def test_a_title_can_neither_mention_nor_link_nor_fake_a_line() -> None:
    title = "<!channel> @here <@U1> <https://evil.example|AL-2>\n> & more"
    told = slack_message(message("issue.opened", {"title": title}, resolution="<!here>"))

    text = told["blocks"][0]["text"]
    assert text["verbatim"] is True
    for mark in ("<!", "<@", "@here", "<https://evil"):
        assert mark not in text["text"]
    assert text["text"].count("\n") == 2


@given(st.text())
def test_whatever_a_text_is_it_stays_text(text: str) -> None:
    line = escaped(text)

    assert "<" not in line
    assert ">" not in line
    assert "@" not in line.replace("@\u2060", "")
    assert len(line.splitlines()) <= 1
