"""What a rule is held against, and how its values are compared. Pure; all without regard to case.

Time is linear in practice: globs go segment by segment, so that no rule can hang a worker.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property


@dataclass(frozen=True)
class Facts:
    """What is known of the complaints of an issue. `sources` holds ids, addresses and titles;
    `source_owners` and `release_owners` the owners' names, the most cited first. `severity` is
    the gravest complaint's; empty where nobody asked."""

    sources: tuple[str, ...] = ()
    source_owners: tuple[str, ...] = ()
    release_owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = "likeness"
    severity: str = ""
    text: str = ""

    @cached_property
    def plain(self) -> str:
        """The text as terms are looked for in it."""
        return plain(self.text)


def any_equal(value: str, found: Iterable[str]) -> bool:
    return any(value.casefold() == item.casefold() for item in found)


def any_glob(value: str, found: Iterable[str]) -> bool:
    """`*` is any letters, `?` is one."""
    return any(_like(value.casefold(), item.casefold()) for item in found)


def any_of_paths(value: str, found: Iterable[str]) -> bool:
    """Globs over paths: `*` stays within a segment, `**` is any number of whole segments.

    A glob without a slash is held against the last segment, wherever that is.
    """
    segments = value.casefold().split("/")
    wanted = segments if len(segments) > 1 else ["**", *segments]
    return any(_path_like(wanted, item.casefold().split("/")) for item in found)


def languages_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Each tag, and the language alone: "de-AT", "de"."""
    return tuple(dict.fromkeys(t for tag in tags for t in (tag, tag.partition("-")[0]) if t))


def plain(text: str) -> str:
    """Without case, and with one space wherever there is any."""
    return " ".join(text.casefold().split())


def has_term(value: str, text: str) -> bool:
    """Whether the words stand in the text, as words; in scripts without spaces, as letters."""
    return has_words(value, plain(text))


def has_words(value: str, text: str) -> bool:
    """`has_term` for a text that is plain already."""
    return next(places_of(plain(value), text), None) is not None


def places_of(words: str, text: str) -> Iterator[int]:
    """Where `has_term` finds the words, but for what begins within an earlier place; both are
    plain already."""
    if not words:
        return
    pattern = re.escape(words)
    if words.isascii():  # what comes before is looked at last, so that most is passed over fast
        pattern = rf"{pattern}(?<!\w{pattern})(?!\w)"
    for found in re.finditer(pattern, text):
        yield found.start()


def _like(glob: str, item: str) -> bool:
    if "*" not in glob and "?" not in glob:
        return glob == item
    return fnmatchcase(item, glob.replace("[", "[[]"))


def _path_like(wanted: list[str], segments: list[str]) -> bool:
    """Walks the glob; `reached` holds how many segments may have been used up so far."""
    reached = {0}
    for glob in wanted:
        if glob == "**":
            reached = set(range(min(reached), len(segments) + 1))
        else:
            reached = {n + 1 for n in reached if n < len(segments) and _like(glob, segments[n])}
        if not reached:
            return False
    return len(segments) in reached
