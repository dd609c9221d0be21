"""Whom a comment mentions: `@ann`, `@ann@example.org`, `@hr-services`. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

Kind = Literal["member", "owner"]

# Not within a word or an address, and not ending in what ends a sentence.
_AT = re.compile(r"(?<![\w@./+-])@([\w.+-]*\w(?:@[\w-]+(?:\.[\w-]+)+)?)")


class Target(NamedTuple):
    """Who can be mentioned: a member, or an owner team with all its members. `id` is its primary
    key as text; `handle` is what is written after the @."""

    kind: Kind
    id: str
    handle: str
    name: str


class Mention(NamedTuple):
    """Where in a text, in characters, and whom: as it is kept."""

    start: int
    end: int
    kind: Kind
    id: str


def targets(
    members: Iterable[tuple[str, str, str]], owners: Iterable[tuple[str, str, str]]
) -> list[Target]:
    """By the shortest handle that is theirs alone. Members are (id, e-mail address, name), owners
    (id, slug, name).

    A team has its slug. A member has what stands before the @ of their address, or the whole
    address if that is a team's too, or another member's.
    """
    teams = [Target("owner", pk, slug.casefold(), name) for pk, slug, name in owners]
    people = [(pk, email.casefold(), name) for pk, email, name in members]
    taken = Counter(email.partition("@")[0] for _, email, _ in people)
    taken.update(team.handle for team in teams)
    found = []
    for pk, email, name in people:
        short = email.partition("@")[0]
        alone = taken[short] == 1 and _AT.fullmatch(f"@{short}")
        found.append(Target("member", pk, short if alone else email, name))
    return [*teams, *found]


def mentions_in(text: str, handles: Mapping[str, Target]) -> list[Mention]:
    """Those whose handle stands in the text; `handles` in lower case. Others are plain text."""
    return [
        Mention(*match.span(), target.kind, target.id)
        for match in _AT.finditer(text)
        if (target := handles.get(match[1].casefold()))
    ]


def cut_at(text: str, mentions: Sequence[Mention]) -> list[tuple[str, Mention | None]]:
    """The text in order, in pieces: each a mention's, or plain."""
    pieces: list[tuple[str, Mention | None]] = []
    at = 0
    for mention in sorted(mentions):
        if not at <= mention.start < mention.end <= len(text):
            continue
        if mention.start > at:
            pieces.append((text[at : mention.start], None))
        pieces.append((text[mention.start : mention.end], mention))
        at = mention.end
    return [*pieces, (text[at:], None)] if at < len(text) else pieces
