"""How people write: tones and slips. What they say stands in `voices.toml`. Pure."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

import msgspec
from msgspec import Struct

from demo.story.grammar import Words, expand

# The tone a colleague complains in; "bare" adds nothing to the words.
Tone = Literal["bare", "plain", "terse", "polite", "angry"]
Footing = Literal["expired", "unsourced", "sourced"]


class Voices(Struct, frozen=True, forbid_unknown_fields=True):
    """What can be said of any answer, by kind; and frames for complaints, by tone."""

    praise: list[str]
    vague: list[str]
    nitpicks: dict[str, list[str]]
    doubts: dict[Footing, list[str]]
    english: dict[Tone, list[str]]
    german: dict[Tone, list[str]]


@cache
def voices() -> Voices:
    """The file, checked for shape."""
    file = Path(__file__).with_name("voices.toml")
    return msgspec.toml.decode(file.read_bytes(), type=Voices)


# Neighbours on a keyboard.
_BESIDE = dict(zip("abcdefghiklmnoprstuwy", "svfrwdgjujkmpnotdeyis", strict=True))


def say(
    sentences: Sequence[str],
    *,
    words: Words,
    tone: Tone,
    sloppy: float,
    random: Random,
    german: bool = False,
) -> str:
    """One of the sentences, as someone with that tone and that share of slips would type it."""
    frames = (voices().german if german else voices().english)[tone]
    sentence = expand(random.choice(sentences), words=words, random=random)
    text = expand(random.choice(frames), words={"it": [sentence]}, random=random)
    for ended_twice in ("?.", "!.", ".."):
        text = text.replace(ended_twice, ended_twice[0])
    if tone == "terse" or sloppy > 0.15:
        text = text.lower().rstrip(".")
    return slip(text, rate=sloppy, random=random)


def slip(text: str, *, rate: float, random: Random) -> str:
    """Typing slips in that share of the longer words: letters swapped, dropped, doubled, missed."""
    if not rate:
        return text
    return " ".join(
        _misspell(word, random) if len(word) > 4 and random.random() < rate else word
        for word in text.split(" ")
    )


def _misspell(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    if not here.isalpha():
        return word
    return random.choice(
        (
            before + after[:1] + here + after[1:],
            before + after,
            before + here * 2 + after,
            before + _BESIDE.get(here, here) + after,
        )
    )
