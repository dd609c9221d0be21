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


def title_of(examples: Sequence[Example], *, labels: Mapping[str, str]) -> str:
    """A title of at most 90 characters from examples, the most typical first.

    The first question that there is, since that is what the issue is about; else a comment, a
    correction, the answer's beginning. After it the reason that most of them give: "How many days
    of leave do I have? — out of date". `labels` has each reason's words.
    """
    reason = _common_reason(examples, labels)
    tail = f" — {reason}" if reason else ""
    lead = _lead(examples)
    if not lead:
        return shorten(f"{WORDLESS}{tail}", LONGEST)
    return shorten(lead, LONGEST - len(tail)) + tail


def shorten(text: str, longest: int) -> str:
    """The text on one line, cut at the end of a word, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    whole = cut if line[longest - 1] == " " else cut.rpartition(" ")[0]
    return (whole if len(whole) > longest // 2 else cut).rstrip(" ,;:.-(") + "…"


def _lead(examples: Sequence[Example]) -> str:
    for part in ("question", "comment", "correction", "answer"):
        for example in examples:
            words = " ".join(getattr(example, part).split())
            if words:
                return words[0].upper() + words[1:]
    return ""


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
