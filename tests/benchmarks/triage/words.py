"""Texts like those that people write at work, by lot: few words are in many, most in few. Pure."""

from collections.abc import Sequence

import numpy as np

# The commonest first: a word's place says how often it comes (Zipf).
_COMMON = (
    "leave days travel expenses invoice contract holiday sick pay parental notice remote office"
    " laptop password printer network account access badge parking canteen training budget order"
    " supplier customer discount delivery return warranty insurance pension salary bonus overtime"
    " shift schedule meeting room booking visitor safety helmet machine maintenance spare part"
    " pump valve pressure drawing standard audit policy form approval signature deadline report"
    " quarter forecast tax receipt mileage hotel flight visa passport allowance currency bank"
    " payroll union works council agreement appendix section manual chapter table figure release"
    " upgrade ticket incident backup server cloud licence browser plugin spreadsheet template"
    " archive retention privacy consent request complaint claim refund credit payment reminder"
    " interest rate limit threshold exception region branch warehouse stock pallet label barcode"
    " scanner truck route fuel toll customs tariff certificate origin quality sample test lab"
    " batch recall defect repair workshop tool glove mask noise dust chemical storage fire alarm"
)
_FILLING = "the of to and is in for my that it not was says from this with on how what when"
_SYLLABLES = tuple(a + b for a in "bdfgklmnprstvz" for b in "ao")


def vocabulary(size: int) -> list[str]:
    """So many words: known ones first, then made-up ones that sound like some."""
    words = list(dict.fromkeys(_COMMON.split()))
    made = (
        a + b + c + d
        for a in _SYLLABLES
        for b in _SYLLABLES
        for c in _SYLLABLES
        for d in _SYLLABLES
    )
    return words + [next(made) for _ in range(size - len(words))]


class Writer:
    """Writes questions and comments. `rare` words are a row's own: nobody else has them."""

    def __init__(self, chance: np.random.Generator, *, size: int = 5_000) -> None:
        self.words = vocabulary(size)
        self._filling = _FILLING.split()
        self._chance = chance
        weights = 1 / np.arange(1, size + 1)
        self._sure = np.cumsum(weights / weights.sum())

    def drawn(self, number: int) -> list[str]:
        places = np.searchsorted(self._sure, self._chance.random(number))
        return [self.words[min(place, len(self.words) - 1)] for place in places]

    def subjects(self, number: int) -> list[list[str]]:
        """What so many issues are about: three words each."""
        words = self.drawn(3 * number)
        return [words[place : place + 3] for place in range(0, len(words), 3)]

    def question(self, about: Sequence[str], n: int) -> str:
        ways = (
            "How many {0} {1} do I have when my {2} is in another country?",
            "Where is the {0} for {1} and who signs the {2}?",
            "What does the {1} say about {0} and {2}?",
            "Can I change the {2} of my {0} after the {1}?",
        )
        return f"{ways[n % len(ways)].format(*about)} ({n % 9973:04d})"

    def comments(self, number: int, *, length: int = 9) -> list[str]:
        """Half of them empty."""
        said = self.drawn(number * length // 2)
        fills = len(self._filling)
        comments, place = [], 0
        for n in range(number):
            if n % 2:
                comments.append("")
                continue
            words = said[place : place + length // 2]
            place += length // 2
            comments.append(
                " ".join(f"{self._filling[(n + k) % fills]} {word}" for k, word in enumerate(words))
            )
        return comments
