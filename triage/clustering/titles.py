"""A title that people recognise an issue by, out of its own complaints' words. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LONGEST = 90
WORDLESS = "No text to go by"
NOISE = "Pressed by mistake, or spam"


@dataclass(frozen=True)
class Example:
    """What a complaint offers a title. `reasons` are codes."""

    question: str = ""
    comment: str = ""
    correction: str = ""
    answer: str = ""
    reasons: Sequence[str] = field(default=())


def title_of(examples: Sequence[Example], *, labels: Mapping[str, str], subject: str = "") -> str:
    """A title of at most 90 characters from examples, the most typical first.

    A typical question, since that is what the issue is about; else a comment, a correction, the
    answer's beginning. Before it what they all have in common, where most of them ask something
    else; after it the reason that most of them give: "Leave: How many days do I have? — out of
    date". `labels` has each reason's words.
    """
    reason = _common_reason(examples, labels)
    tail = f" — {reason}" if reason else ""
    head = f"{_capital(shorten(subject, LONGEST // 2))}: " if _asks_much(examples, subject) else ""
    lead = _lead(examples, LONGEST - len(head) - len(tail))
    if not lead:
        return shorten(f"{WORDLESS}{tail}", LONGEST)
    return head + lead + tail


def shorten(text: str, longest: int) -> str:
    """The text on one line, cut at the end of a word, with an ellipsis where it was cut."""
    line = _line(text)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    whole = cut if line[longest - 1] == " " else cut.rpartition(" ")[0]
    return (whole if len(whole) > longest // 2 else cut).rstrip(" ,;:.-(") + "…"


def _asks_much(examples: Sequence[Example], subject: str) -> bool:
    """Whether there is a subject, and no single question of which most are."""
    asked = Counter(_line(example.question).casefold() for example in examples)
    return bool(_line(subject)) and 2 * max(asked.values(), default=0) < len(examples)


def _lead(examples: Sequence[Example], longest: int) -> str:
    """Of the more typical third the first that can be read whole, a question if there is one."""
    for part in ("question", "comment", "correction", "answer"):
        told = [line for example in examples if (line := _line(getattr(example, part)))]
        if told:
            typical = told[: -(-len(told) // 3)]
            whole = [line for line in typical if len(line) <= longest]
            asked = [line for line in whole if line.endswith(("?", "\uff1f"))]
            return _capital(shorten((asked or whole or typical)[0], longest))
    return ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _common_reason(examples: Sequence[Example], labels: Mapping[str, str]) -> str:
    """The reason that more than half of them give, in few words."""
    given = Counter(code for example in examples for code in dict.fromkeys(example.reasons))
    for code, times in sorted(given.items(), key=lambda item: (-item[1], item[0]))[:1]:
        if 2 * times > len(examples):
            return shorten(_brief(labels.get(code, code.replace("_", " "))), LONGEST // 3)
    return ""


def _brief(label: str) -> str:
    """ "It is out of date" → "out of date"; "I couldn't verify it" → "couldn't verify it"."""
    for opening in ("It is ", "It ", "I ", "The "):
        if label.startswith(opening):
            return label.removeprefix(opening)
    return label
