"""What happened, and when, in words. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

PRIORITIES = {1: "low", 2: "medium", 3: "high", 4: "urgent"}


def sentence(verb: str, actor: str, data: Mapping[str, Any]) -> str:
    """An activity as one sentence without its full stop."""
    return f"{who(actor)} {what(verb, data)}"


def who(actor: str) -> str:
    """An actor ("member:ann@example.org", "system:clustering") as people say it."""
    kind, _, name = actor.partition(":")
    return {"member": name, "key": f"the key {name}"}.get(kind, "Errata")


def what(verb: str, data: Mapping[str, Any]) -> str:
    """What was done, from an activity's verb and data. A verb of another room reads as it is."""
    words = _WHAT.get(verb)
    if words is None:
        return f"{verb.replace('_', ' ')} it"
    try:
        return words(data)
    except (KeyError, TypeError):
        return f"{verb.replace('_', ' ')} it"


def _assigned(data: Mapping[str, Any]) -> str:
    person = f", {data['assignee']}" if data["assignee"] else ", nobody in particular"
    why = f": {data['why']}" if "why" in data else ""
    return f"assigned it to {data['owner']}{person}{why}"


def _opened(data: Mapping[str, Any]) -> str:
    who_then = f"; {data['assignee'] or 'nobody'} is on it" if "assignee" in data else ""
    why_then = f": {data['assignee_why']}" if who_then else ""
    return f"opened it for {data['owner']}: {data['why']}{who_then}{why_then}"


def _handed_on(data: Mapping[str, Any]) -> str:
    to = f"to {data['assignee']}" if data["assignee"] else f"to nobody yet in {data['owner']}"
    why = f" ({data['why']})" if data["why"] else ""
    return f"handed it on {to}{why}: {data['from']} {data['gone']}"


_BY = {
    "source": "by updating {}",
    "release": "in {}",
    "prompt": "by a change of the prompt{}",
    "verified_answer": "by a verified answer",
}
_UNNAMED = {"source": "a source", "release": "the next release"}


def _resolved(data: Mapping[str, Any]) -> str:
    """By which fix. An activity of before there were fixes has none."""
    says, kind, name = data["after"]["resolution"], data.get("kind"), data.get("name", "")
    if kind is None:
        return f"resolved it: {says}"
    if kind == "wont_fix":
        return f"declined it: {says}"
    named = f" to {name}" if kind == "prompt" and name else name or _UNNAMED.get(kind, "")
    return f"resolved it {_BY[kind].format(named)}: {says}"


def _told(proof: Mapping[str, Any]) -> str:
    """What was counted of like questions."""
    since, before = (
        f"{r['complaints']} of {r['answers']}" for r in (proof["since"], proof["before"])
    )
    return f"{since} answers to like questions, {before} before"


def _regressed(data: Mapping[str, Any]) -> str:
    if "outcome" in data:
        how = {"worse": "more", "no_better": "about as many"}[data["outcome"]]
        return f"brought it back: {how} complaints came since the fix, {_told(data['proof'])}"
    seen = "it was found again" if "says" in data else "complaints came"
    return f"brought it back: {seen} after it was resolved"


def _until(data: Mapping[str, Any]) -> str:
    """How long it is archived. An activity of before there were ends says none."""
    after = data["after"]
    if after.get("back_on"):
        return f" until {after['back_on']}"
    return " until it escalates" if after.get("back_at") else ""


def _unarchived(data: Mapping[str, Any]) -> str:
    why = {"day": "its day has come", "complaints": "it has twice the complaints"}[data["why"]]
    return f"brought it back from the archive: {why}"


def _paused(data: Mapping[str, Any]) -> str:
    after = data["after"]
    until = f", until {after['waiting_until'][:10]}" if after["waiting_until"] else ""
    return f"waits on {after['waiting_on']}{until}"


def _resumed(data: Mapping[str, Any]) -> str:
    why = {"day": "its day has come", "complaint": "a complaint came"}[data["why"]]
    return f"let it go on: {why}"


def _reminded(data: Mapping[str, Any]) -> str:
    what = {"respond": "first response", "resolve": "resolution"}[data["clock"]]
    told = ", ".join(data["told"]) or "nobody: there is no manager"
    return f"told {told}: {data['percent']}% of the time for its {what} is gone"


def _correction_accepted(data: Mapping[str, Any]) -> str:
    version = f", version {data['version']}" if data["version"] > 1 else ""
    return f"accepted a correction as the verified answer {data['answer']}{version}"


def _undone(data: Mapping[str, Any]) -> str:
    verb = data["undone_verb"]
    comment = {"commented": "took a comment back", "undone": "put a comment back"}
    return comment.get(verb) or f"took back: {verb.replace('_', ' ')}"


_WHAT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "opened": _opened,
    "emptied": lambda _: "archived it: nobody complains of it any more",
    "regressed": _regressed,
    "lapsed": lambda _: "found that it does not hold any more",
    "escalated": lambda _: "found that it escalates",
    "calmed": lambda _: "found that it escalates no more",
    "found_again": lambda _: "found that it holds again",
    "ruled": lambda d: f"gave it to {d['to']} by new rules: {d['why']}",
    "rerouted": lambda d: f"gave it to another owner: {d['why']}",
    "assigned": _assigned,
    "handed_on": _handed_on,
    "resolved": _resolved,
    "verified": lambda d: f"found that the fix works: {_told(d['proof'])}",
    "fix_in_force": lambda d: f"saw that production answers with {d['release']}: its fix is there",
    "reopened": lambda _: "reopened it",
    "archived": lambda d: f"archived it{_until(d)}",
    "unarchived": _unarchived,
    "prioritised": lambda d: f"made the priority {PRIORITIES[d['after']['priority']]}",
    "priority_left": lambda d: f"left the priority to {_whose(d)}",
    "renamed": lambda d: f"renamed it from “{d['before']['title']}”",
    "commented": lambda _: "commented",
    "paused": lambda d: f"paused it: it {_paused(d)}",
    "went_on": lambda _: "let it go on",
    "resumed": _resumed,
    "reminded": _reminded,
    "merged": lambda d: f"merged {', '.join(d['short_ids'])} into it",
    "merged_into": lambda d: f"merged it into {d['short_id']}",
    "separated": lambda d: f"separated it from {d['short_id']} again",
    "split": lambda d: f"split {_complaints(d)} off into {d['short_id']}",
    "moved": lambda d: f"moved {_complaints(d)} to {d['short_id']}",
    "received": lambda d: f"moved {_complaints(d)} here from {d['short_id']}",
    "returned": lambda d: f"took complaints back to {d['short_id']}",
    "kept_apart": lambda d: f"said never to merge it with {d['short_id']}",
    "kept_apart_from": lambda d: f"said never to merge it with {d['short_id']}",
    "kept_whole": lambda _: "said not to split it",
    "kept_in_place": lambda d: f"kept {_complaints(d)} here, out of {d['short_id']}",
    "correction_accepted": _correction_accepted,
    "correction_rejected": lambda d: f"rejected a correction: {d['reason']}",
    "correction_waits": lambda _: "took a decision on a correction back",
    "declined": lambda d: f"rejected a proposal to {d['proposal']}",
    "reworded": lambda _: "edited a comment",
    "tracked": lambda d: f"asked for an issue in {d['tracker']}",
    "closed_there": lambda d: f"saw {d['key']} closed in {d['tracker']}",
    "reopened_there": lambda d: f"saw {d['key']} open again in {d['tracker']}",
    "undone": _undone,
}

_STEPS = (
    (timedelta(minutes=1), timedelta(0), ""),
    (timedelta(hours=1), timedelta(minutes=1), "min"),
    (timedelta(days=1), timedelta(hours=1), "h"),
    (timedelta(days=14), timedelta(days=1), "d"),
    (timedelta(days=90), timedelta(days=7), "wk"),
    (timedelta(days=730), timedelta(days=30), "mo"),
)


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in the fewest letters: "now", "5 min", "3 h", "6 d", "4 wk", "8 mo", "2 y"."""
    passed = now - then
    for below, unit, letters in _STEPS:
        if passed < below:
            return f"{passed // unit} {letters}" if letters else "now"
    return f"{passed // timedelta(days=365)} y"


def at_it(name: str, *, works: bool, since: datetime, now: datetime) -> str:
    """Somebody else at an issue: "Ben works on it since 2 min", "Ana is looking at it"."""
    if not works:
        return f"{name} is looking at it"
    passed = ago(since, now)
    return f"{name} works on it" + ("" if passed == "now" else f" since {passed}")


def outcome(verb: str, short_id: str, data: Mapping[str, Any]) -> str:
    """What an act came to, said to whoever just did it."""
    words = _OUTCOMES.get(verb)
    return words(short_id, data) if words else f"{verb.capitalize()} {short_id}"


_OUTCOMES: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "archived": lambda i, d: f"Archived {i}{_until(d)}",
    "assigned": lambda i, d: f"Assigned {i} to {', '.join(filter(None, _names(d)))}",
    "prioritised": lambda i, d: f"{i} has {PRIORITIES[d['after']['priority']]} priority now",
    "priority_left": lambda i, d: (
        f"{i} has {PRIORITIES[d['after']['priority']]} priority, by {_whose(d)}"
    ),
    "paused": lambda i, d: f"{i} {_paused(d)}",
    "went_on": lambda i, _: f"{i} goes on",
    "commented": lambda i, d: f"Commented on {i}{_telling(d)}",
    "reworded": lambda i, d: f"Edited the comment on {i}{_telling(d['after'])}",
    "merged": lambda i, d: f"Merged {', '.join(d['short_ids'])} into {i}",
    "split": lambda i, d: f"Split {_complaints(d)} off {i} into {d['short_id']}",
    "moved": lambda i, d: f"Moved {_complaints(d)} from {i} to {d['short_id']}",
    "kept_apart": lambda i, d: f"{i} and {d['short_id']} will never be merged",
    "kept_whole": lambda i, _: f"{i} will not be split",
    "kept_in_place": lambda i, d: f"{_complaints(d).capitalize()} will stay in {i}",
    "declined": lambda _, d: f"Not now: {d['proposal']}",
    "undone": lambda i, _: f"{i}: taken back",
}


def _telling(said: Mapping[str, Any]) -> str:
    """That whoever is mentioned hears of it."""
    return ", and told whom it mentions" if said.get("mentions") else ""


def _names(data: Mapping[str, Any]) -> tuple[str, str]:
    return data["owner"], data["assignee"]


def _whose(data: Mapping[str, Any]) -> str:
    return f"the {data['after']['priority_by']}"


def _complaints(data: Mapping[str, Any]) -> str:
    count = data["count"]
    return "1 complaint" if count == 1 else f"{count} complaints"


_MANY = {
    "prioritised": "set the priority of",
    "priority_left": "took back the word on the priority of",
    "undone": "took back acts on",
    "kept_apart": "kept apart",
    "kept_whole": "kept whole",
    "kept_in_place": "kept complaints in",
    "declined": "rejected proposals for",
}


def outcomes(acts: Sequence[tuple[str, str, Mapping[str, Any]]]) -> str:
    """The same for several acts, each (verb, short id, data): one clause for each verb."""
    verbs = dict.fromkeys(verb for verb, _, _ in acts)
    return "; ".join(_of_one_verb([act for act in acts if act[0] == verb]) for verb in verbs)


def _of_one_verb(acts: Sequence[tuple[str, str, Mapping[str, Any]]]) -> str:
    if len(acts) == 1:
        return outcome(*acts[0])
    verb = _MANY.get(acts[0][0], acts[0][0])
    named = ", ".join(short_id for _, short_id, _ in acts[:5])
    more = f" and {len(acts) - 5} more" if len(acts) > 5 else ""
    return f"{verb.capitalize()} {len(acts)} issues: {named}{more}"
