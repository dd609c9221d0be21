"""Sentences with choices in them, so that a few lines of text become hundreds of sentences. Pure.

`[a|b|]` is one of its choices, nested as deep as you like; `<word>` is filled from a table of
words. Outside brackets a bar is a bar.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from random import Random

Words = Mapping[str, Sequence[str]]

_MARK = re.compile(r"[\[\]|]|<\w+>|[^\[\]|<]+|<")
_SPACES = re.compile(r" {2,}")


class GrammarError(ValueError):
    """Brackets that don't match."""


@dataclass(frozen=True)
class Choice:
    """One of several sequences of texts, slots and further choices."""

    options: tuple[tuple["Choice | str", ...], ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Choice | str, ...]:
    """The text as a sequence of plain parts and choices. Raises GrammarError."""
    marks = _MARK.findall(text)
    sequence, rest = _sequence(marks, 0, inside=False)
    if rest != len(marks):
        raise GrammarError(f"a bracket too many in {text!r}")
    return sequence


def _sequence(
    marks: Sequence[str], at: int, *, inside: bool
) -> tuple[tuple[Choice | str, ...], int]:
    parts: list[Choice | str] = []
    while at < len(marks):
        mark = marks[at]
        if mark == "]" or (mark == "|" and inside):
            break
        if mark == "[":
            choice, at = _choice(marks, at + 1)
            parts.append(choice)
        else:
            parts.append(mark)
            at += 1
    return tuple(parts), at


def _choice(marks: Sequence[str], at: int) -> tuple[Choice, int]:
    options: list[tuple[Choice | str, ...]] = []
    while True:
        option, at = _sequence(marks, at, inside=True)
        options.append(option)
        if at == len(marks):
            raise GrammarError("a bracket is left open")
        if marks[at] == "]":
            return Choice(tuple(options)), at + 1
        at += 1


def expand(text: str, *, words: Words, random: Random) -> str:
    """One sentence of those that the text stands for."""
    return _SPACES.sub(" ", _spell(parse(text), words, random)).strip()


def fill(words: Words, *, random: Random) -> dict[str, list[str]]:
    """One word for each slot, so that a question and its answer speak of the same thing."""
    return {slot: [random.choice(choices)] for slot, choices in words.items()}


def _spell(parts: Sequence[Choice | str], words: Words, random: Random) -> str:
    spelt: list[str] = []
    for part in parts:
        if isinstance(part, Choice):
            spelt.append(_spell(random.choice(part.options), words, random))
        elif part.startswith("<") and part.endswith(">"):
            spelt.append(random.choice(words[part[1:-1]]))
        else:
            spelt.append(part)
    return "".join(spelt)


def forms(text: str, *, words: Words) -> int:
    """How many sentences the text stands for, those that read alike counted apart."""
    return _forms(parse(text), words)


def _forms(parts: Sequence[Choice | str], words: Words) -> int:
    return prod(
        sum(_forms(option, words) for option in part.options)
        if isinstance(part, Choice)
        else len(words[part[1:-1]])
        if part.startswith("<") and part.endswith(">")
        else 1
        for part in parts
    )
