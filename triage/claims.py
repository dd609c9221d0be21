"""What a short text states: its figures with what they count, and the words that carry it. Pure.

It reads form, not meaning: numbers in digits or in words (English and German), the unit after
them, and words of four letters and more. `tests/triage/test_claims.py` has what it gets right and
what it is known to get wrong.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERS = {
    word: str(value)
    for value, words in enumerate(
        (
            "one first ein eins eine einen erste ersten erster",
            "two second zwei zweite zweiten zweiter",
            "three third drei dritte dritten dritter",
            "four fourth vier vierte vierten vierter",
            "five fifth fünf fünfte fünften fünfter",
            "six sixth sechs sechste sechsten sechster",
            "seven seventh sieben siebte siebten siebter",
            "eight eighth acht achte achten achter",
            "nine ninth neun neunte neunten neunter",
            "ten tenth zehn zehnte zehnten zehnter",
            "eleven eleventh elf elfte elften elfter",
            "twelve twelfth zwölf zwölfte zwölften zwölfter",
        ),
        start=1,
    )
    for word in words.split()
}
# What may stand between a number and what it counts.
_BETWEEN_WORDS = "calendar working business full consecutive further more kalendarische weitere"
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
# Words that follow a number and are not counted by it.
_NO_UNIT_WORDS = """
a an and are as at before but by for has in is it may must no not of on or our so the to was you
ab als am an auf aus bei bis das dem den der des die ein er für im ist mit ob oder sie so und vom
von vor zu zum zur
"""
_NO_UNIT = frozenset(_NO_UNIT_WORDS.split())
_SYMBOLS = {"%": "percent", "€": "euro", "$": "dollar", "£": "pound"}
_UNITS = {"prozent": "percent", "eur": "euro", "usd": "dollar", "tag": "day", "tage": "day"}
_UNITS |= {"tagen": "day", "woche": "week", "wochen": "week", "monat": "month", "monate": "month"}
_UNITS |= {"monaten": "month", "jahr": "year", "jahre": "year", "stunde": "hour", "stunden": "hour"}
# Long enough to be counted as words, and saying nothing of the matter.
_STOP_WORDS = """
about also because been before being could does doesn from have here into must need needs only
over says should than that their them then there these they this those under until were what
when where which will with within without would your
aber alle auch beim dann dass dein denn diese dieser doch eine einem einen einer eines haben
hier ihre kann kein keine mehr muss nach nicht noch nicht oder sein sich sind über unter viele
wenn werden wird wurde
"""
_STOP = frozenset(_STOP_WORDS.split())
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[%€$£]")
# Longest first. What is left of a word has three letters and more.
_ENDINGS = ("ing", "ed", "en", "er", "es", "e", "n", "s")
_LETTERS = 6


@dataclass(frozen=True)
class Claim:
    """`values` are pairs of a number and its unit ("" where none follows); `words` are stems."""

    text: str
    values: frozenset[tuple[str, str]]
    words: frozenset[str]

    def numbers(self, unit: str) -> set[str]:
        return {number for number, counted in self.values if counted == unit}

    @property
    def units(self) -> set[str]:
        return {unit for _, unit in self.values if unit}


def claim_of(text: str) -> Claim:
    """What the text states."""
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    values = {
        (number, _unit(tokens, place))
        for place, token in enumerate(tokens)
        if (number := _number(token))
    }
    units = {unit for _, unit in values}
    words = {stem(token) for token in tokens if len(token) >= 4 and _carries(token)}
    return Claim(" ".join(tokens), frozenset(values), frozenset(words - {stem(u) for u in units}))


def words_of(text: str) -> set[str]:
    """The words of four letters and more that carry something, in lower case, not their stems."""
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())
    return {token for token in tokens if len(token) >= 4 and _carries(token)}


def stem(word: str) -> str:
    """Its first letters without an ending: the same for close, closes, closed and closing."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)[:_LETTERS]
    return word[:_LETTERS]


def at_odds(one: Claim, other: Claim, *, words: int = 2) -> bool:
    """Whether both count the same thing, of the same matter (so many words in common), and
    count it differently."""
    if len(one.words & other.words) < words:
        return False
    both = one.units & other.units
    return any(not one.numbers(unit) & other.numbers(unit) for unit in both)


def agree(one: Claim, other: Claim) -> bool:
    """Whether two corrections say the same: a figure in common, or half of the shorter's words
    and no figure that differs."""
    if one.text == other.text or one.values & other.values:
        return True
    if at_odds(one, other, words=0):
        return False
    least = min(len(one.words), len(other.words))
    return least > 0 and 2 * len(one.words & other.words) >= least


def agreeing(claims: Sequence[Claim]) -> list[list[int]]:
    """Places of the claims, those together that agree, directly or through others."""
    groups: list[list[int]] = []
    for place, claim in enumerate(claims):
        near = [group for group in groups if any(agree(claim, claims[i]) for i in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([place, *(i for group in near for i in group)]))
    return sorted(groups)


def _carries(token: str) -> bool:
    return token[0].isalpha() and token not in _STOP and token not in _NUMBERS


def _number(token: str) -> str:
    """Digits without their separators of thousands; a number's word as its digits; or ""."""
    if token[0].isdigit():
        return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", token).replace(",", ".")
    return _NUMBERS.get(token, "")


def _unit(tokens: list[str], place: int) -> str:
    """What the number counts: the word after it, or a currency's sign before it."""
    if place and tokens[place - 1] in _SYMBOLS:
        return _SYMBOLS[tokens[place - 1]]
    for token in tokens[place + 1 : place + 3]:
        if token in _SYMBOLS:
            return _SYMBOLS[token]
        if token not in _BETWEEN:
            no_unit = token[0].isdigit() or token in _NO_UNIT
            return "" if no_unit else _UNITS.get(token, token.removesuffix("s"))
    return ""
