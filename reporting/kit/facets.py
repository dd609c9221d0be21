"""What a facet is called: a release, a model, a language, or how new the questions are. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from reporting.rollups.statements import KINDS
from reporting.rollups.tally import Window

# In an address: those without a team or cohort, or of whose facet no value is known.
WITHOUT = "-"
# In the address of a second side: all teams or cohorts but the first side's.
OTHERS = "!"

# By kind, from the first day to the last that anything is of each.
Values = Mapping[str, Mapping[str, Window]]


class Facet(NamedTuple):
    """Of which kind, and which of its values; "" for answers of which none is known."""

    kind: str
    value: str

    @property
    def name(self) -> str:
        """As a heading says it: “Release 2.0”."""
        if not self.value:
            return f"No {self.kind} known"
        return _NAMES.get(self) or f"{self.kind.title()} {self.value}"

    @property
    def within(self) -> str:
        """As it stands within a sentence: “release 2.0”."""
        return self.name[0].lower() + self.name[1:]

    @property
    def short(self) -> str:
        """As a list below its kind says it."""
        return _NAMES.get(self) or self.value or self.name


_TITLES = {"novelty": "How new the questions are"}
_NAMES = {
    Facet("novelty", "pilot"): "Asked in the pilot",
    Facet("novelty", "familiar"): "Familiar questions",
    Facet("novelty", "near"): "Near the pilot's questions",
    Facet("novelty", "new"): "New questions",
}


def chosen(facet: Facet | None) -> str:
    """As a form names it, which knows one name for all kinds."""
    return f"{facet.kind}={facet.value or WITHOUT}" if facet else ""


def choices(values: Values) -> dict[str, dict[str, str]]:
    """By the titles of the kinds, what can be chosen of each; nothing where no value is known."""
    return {
        _TITLES.get(kind, f"{kind.title()}s"): {
            chosen(facet): facet.short for facet in (Facet(kind, value) for value in values[kind])
        }
        for kind in KINDS
        if any(values[kind])
    }


def spelled_out(given: Mapping[str, str]) -> dict[str, str]:
    """A form's parameters as an address has them: `facet=release=2.0` is `release=2.0`, and of a
    second side `release_2=2.0`. What is empty is left out."""
    found = dict(given)
    for name, ending in (("facet", ""), ("facet_2", "_2")):
        kind, named, value = found.get(name, "").partition("=")
        if named and kind in KINDS:
            del found[name]
            found[f"{kind}{ending}"] = value
    return {name: value for name, value in found.items() if value}
