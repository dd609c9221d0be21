"""What a rule asks for: matchers, joined by and, or, not. Pure.

The text of a condition, str(), reads as that condition again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from triage.routing.matching import Facts, any_equal, any_glob, any_of_paths, has_words

FIELDS: Mapping[str, Callable[[str, Facts], bool]] = {
    "source": lambda value, facts: any_of_paths(value, facts.sources),
    "source-owner": lambda value, facts: any_glob(value, facts.source_owners),
    "team": lambda value, facts: any_glob(value, facts.teams),
    "cohort": lambda value, facts: any_glob(value, facts.cohorts),
    "reason": lambda value, facts: any_equal(value, facts.reasons),
    "release": lambda value, facts: any_glob(value, facts.releases),
    "model": lambda value, facts: any_glob(value, facts.models),
    "language": lambda value, facts: any_glob(value, facts.languages),
    "tag": lambda value, facts: any_glob(value, facts.tags),
    "term": lambda value, facts: has_words(value, facts.plain),
    "kind": lambda value, facts: any_equal(value, (facts.kind,)),
    "severity": lambda value, facts: any_equal(value, (facts.severity,)),
}

# Matchers whose value is one of few words: anything else is a slip.
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "kind": (
        "likeness",
        "term_conflict",
        "source_conflict",
        "charged_source",
        "expired_source",
        "confident_wrong",
        "novelty",
    ),
    "severity": ("low", "medium", "high"),
}


@dataclass(frozen=True)
class Everything:
    """`*`."""

    def holds(self, facts: Facts) -> bool:  # noqa: ARG002 - as the others
        return True

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True)
class Matcher:
    """One field held against one value. `quoted` is how it was written, and changes nothing."""

    field: str
    value: str
    quoted: bool = False

    def holds(self, facts: Facts) -> bool:
        return FIELDS[self.field](self.value, facts)

    def __str__(self) -> str:
        return f'{self.field}:"{self.value}"' if self.quoted else f"{self.field}:{self.value}"


@dataclass(frozen=True)
class Not:
    inner: "Condition"

    def holds(self, facts: Facts) -> bool:
        return not self.inner.holds(facts)

    def __str__(self) -> str:
        return f"not {_bracketed(self.inner)}"


@dataclass(frozen=True)
class All:
    """Two or more; none is an All itself."""

    parts: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool:
        return all(part.holds(facts) for part in self.parts)

    def __str__(self) -> str:
        return " ".join(_bracketed(part) for part in self.parts)


@dataclass(frozen=True)
class Either:
    """Two or more; none is an Either itself."""

    parts: tuple["Condition", ...]

    def holds(self, facts: Facts) -> bool:
        return any(part.holds(facts) for part in self.parts)

    def __str__(self) -> str:
        return " or ".join(str(part) for part in self.parts)


Condition = Everything | Matcher | Not | All | Either


def negation_of(inner: Condition) -> Condition:
    return inner.inner if isinstance(inner, Not) else Not(inner)


def all_of(parts: list[Condition]) -> Condition:
    """One that holds where all hold. `parts` is not empty."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either_of(parts: list[Condition]) -> Condition:
    """One that holds where any holds. `parts` is not empty."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, Either) else (part,))]
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def inside(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that one is made of directly; none of a matcher."""
    if isinstance(condition, Not):
        return (condition.inner,)
    return condition.parts if isinstance(condition, All | Either) else ()


def matchers_in(condition: Condition) -> Iterator[Matcher]:
    """Every matcher, negated ones too, in their order."""
    if isinstance(condition, Matcher):
        yield condition
    for part in inside(condition):
        yield from matchers_in(part)


def depth_of(condition: Condition) -> int:
    """1 for a matcher, one more for each condition around it."""
    return 1 + max((depth_of(part) for part in inside(condition)), default=0)


def _bracketed(part: Condition) -> str:
    return f"({part})" if isinstance(part, All | Either) else str(part)
