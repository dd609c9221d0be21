"""A message as Slack's incoming webhooks take it, and what understands the same. Pure.

Letters that would be markup are escaped as Slack asks (`&`, `<`, `>`), which leaves no mention and
no link of a title's own; what is mentioned without them gets a joiner behind its `@`.
"""

from collections.abc import Mapping
from typing import Any

_LONGEST_TITLE = 200
_WORDS = {
    "issue.opened": "is new",
    "issue.assigned": "has another owner or assignee",
    "issue.escalated": "escalates",
    "issue.resolved": "is resolved",
    "issue.verified": "is verified: the fix works",
    "issue.regressed": "is back after it was resolved",
    "issue.reopened": "is open again",
    "issue.archived": "is set aside",
    "issue.merged": "was merged",
}
_LEADS = {"report.digest": "The report of the week"}


def slack_message(message: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a webhook message, as `{"text", "blocks"}`. Its title is in it only if the body
    has one."""
    data = message["data"]
    if "says" in data:
        text = escaped(data["says"])
        leads = _LEADS.get(message["type"], "What to do")
        return {"text": text, "blocks": [_section(f"{text}\n<{data['url']}|{leads}>")]}
    if "issue" not in data:
        text = "A test message from Errata: it has arrived."
        return {"text": text, "blocks": [_section(text)]}
    issue = data["issue"]
    link = f"<{issue['url']}|{escaped(issue['short_id'])}>"
    words = _WORDS.get(message["type"], message["type"])
    if "merged_into" in data:
        words += f" into {escaped(data['merged_into'])}"
    title = f"\n{escaped(issue['title'][:_LONGEST_TITLE])}" if "title" in issue else ""
    done = f"\n{escaped(data['resolution'])}" if data.get("resolution") else ""
    count, people = issue["complaints"], issue["people"]
    facts = (
        f"{issue['priority']} priority · {issue['owner']} · "
        f"{count} complaint{'' if count == 1 else 's'} from {people}"
    )
    return {
        "text": f"{escaped(issue['short_id'])} {words}",
        "blocks": [
            _section(f"*{link}* {words}{title}{done}"),
            {"type": "context", "elements": [_text(escaped(facts))]},
        ],
    }


def escaped(text: str) -> str:
    """The text as text: no markup, no mention, on one line."""
    line = " ".join(text.split())
    for letter, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("@", "@\u2060")):
        line = line.replace(letter, written)
    return line


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _text(text)}


def _text(text: str) -> dict[str, Any]:
    """`verbatim`: no address and no channel's name in it becomes a link."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
