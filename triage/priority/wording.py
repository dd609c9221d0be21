"""A score and its parts in words. Pure."""

from collections.abc import Callable, Mapping

from triage.priority.scoring import BEFORE_WEEKS, PARTS, Facts

NAMES: Mapping[str, str] = {
    "reach": "Reach",
    "rate": "Rate",
    "severity": "Severity",
    "confident_wrong": "Confident and wrong",
    "teams": "Teams' importance",
    "age": "Age",
}
ABOUT: Mapping[str, str] = {
    "reach": "How many people complained, and from how many teams.",
    "rate": "Complaints of the last 7 days; those above the weekly mean of the 4 weeks before"
    " count twice.",
    "severity": "What the complaints say it does to whoever relies on the answer.",
    "confident_wrong": "Corrections of answers that stated a confidence of 90% or more.",
    "teams": "How important the teams are that complain, as said below.",
    "age": "How long it has been known.",
}


def in_words(part: str, facts: Facts) -> str:
    """What a part comes from: "31 people in 4 teams"."""
    return _WORDS[part](facts)


def main_reasons(
    parts: Mapping[str, float], weights: Mapping[str, int], facts: Facts, *, most: int = 3
) -> str:
    """The parts that add most to the score, the most first, in words."""
    telling = [name for name in PARTS if weights[name] * parts[name] and _tells(name, facts)]
    telling.sort(key=lambda name: -weights[name] * parts[name])
    return "; ".join(in_words(name, facts) for name in telling[:most])


def _tells(part: str, facts: Facts) -> bool:
    """Whether there is anything to say: that all teams are as important as any, is nothing."""
    return part != "teams" or bool(facts.minor or facts.important)


def _reach(f: Facts) -> str:
    people = _count(f.people, "person", "people")
    return f"{people} in {_count(f.teams, 'team', 'teams')}" if f.teams else people


def _rate(f: Facts) -> str:
    usual = round(f.before / BEFORE_WEEKS, 1)
    return f"{_complaints(f.recent)} in 7 days, {usual:g} a week in the 4 before"


def _severity(f: Facts) -> str:
    if not f.complaints:
        return "no complaints"
    named = ((f.high, "high"), (f.medium, "medium"), (f.low, "low"))
    each = [f"{count:,} of {word}" for count, word in named if count]
    return f"{', '.join(each)} severity"


def _confident_wrong(f: Facts) -> str:
    return f"{f.sure:,} of {_complaints(f.complaints)} correct an answer that was sure"


def _teams(f: Facts) -> str:
    named = ((f.important, "high"), (f.minor, "low"))
    each = [
        f"{_complaints(count)} from teams of {word} importance" for count, word in named if count
    ]
    return ", ".join(each) or "no team of high or low importance"


def _age(f: Facts) -> str:
    days = int(f.days)
    return f"known for {_count(days, 'day', 'days')}" if days else "new today"


def _complaints(count: int) -> str:
    return _count(count, "complaint", "complaints")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


_WORDS: Mapping[str, Callable[[Facts], str]] = {
    "reach": _reach,
    "rate": _rate,
    "severity": _severity,
    "confident_wrong": _confident_wrong,
    "teams": _teams,
    "age": _age,
}
