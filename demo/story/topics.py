"""What the invented company knows: documents, topics, and what goes wrong in each. Pure.

The texts are data, in `knowledge/*.toml`; weeks in them count from the first day of the pilot.
"""

from functools import cache
from itertools import accumulate
from pathlib import Path

import msgspec
from msgspec import Struct

from demo.story.calendar import PILOT_WEEKS, WEEKS

KNOWLEDGE = Path(__file__).parent / "knowledge"
PILOT_RATE = 0.03
RENEWED_FOR = 104


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """A source. `approved_until` and `reviewed` are weeks of the story, before it if negative.

    From week `renewed` on, if there is one, the version after takes its place for two years.
    """

    id: str
    title: str
    owner: str
    version: str
    approved_until: int
    reviewed: int
    passage: str
    renewed: int | None = None

    def holds_until(self, week: int) -> int:
        """The week until which what is cited in that week is approved."""
        if self.renewed is not None and week >= self.renewed:
            return self.renewed + RENEWED_FOR
        return self.approved_until

    def version_in(self, week: int) -> str:
        renewed = self.holds_until(week) != self.approved_until
        return f"{self.version}, renewed" if renewed else self.version


class GermanFlaw(Struct, frozen=True, forbid_unknown_fields=True):
    """A flaw's texts in German."""

    answer: str
    marked: str
    complaints: list[str]
    corrections: list[str] = []


class German(Struct, frozen=True, forbid_unknown_fields=True):
    """A topic's questions and right answers in German."""

    questions: list[str]
    answers: list[str]


class Flaw(Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which answers on a topic are wrong, and what people say of it.

    It shows in the share `rate` of the topic's answers from week `since` up to `until`, in
    `releases` and for `teams` only where they are named. In the pilot's weeks the share is small:
    what the pilot's users met was put right by hand. `marked` are the wrong words in the answer.
    """

    key: str
    rate: float
    reasons: list[str]
    answer: str
    marked: str
    complaints: list[str]
    corrections: list[str]
    since: int = 0
    until: int = WEEKS
    releases: list[str] = []
    teams: list[str] = []
    abstains: bool = False
    german: GermanFlaw | None = None

    def share(self, *, week: int, release: str, team: str) -> float:
        """The share of answers that show it, 0 to 1."""
        if not self.since <= week < self.until or (self.releases and release not in self.releases):
            return 0.0
        if self.teams and team not in self.teams:
            return 0.0
        return min(self.rate, PILOT_RATE) if week < PILOT_WEEKS else self.rate


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """What people ask about. `teams` says how much more (or less) a team asks than others do."""

    key: str
    documents: list[str]
    questions: list[str]
    answers: list[str]
    flaw: list[Flaw]
    weight: float = 1.0
    pilot: bool = False
    teams: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    german: German | None = None

    def interest(self, *, team: str, piloting: bool) -> float:
        """How often this team asks about it, beside other topics. The pilot chose its topics."""
        chosen = self.pilot or not piloting
        return self.weight * self.teams.get(team, 1.0) * (1.0 if chosen else 0.03)


class _Shelf(Struct, frozen=True, forbid_unknown_fields=True):
    document: list[Document]
    topic: list[Topic]


class Library(Struct, frozen=True):
    """Everything that the company knows."""

    documents: dict[str, Document]
    topics: list[Topic]


@cache
def library() -> Library:
    """All shelves, checked for shape."""
    shelves = [
        msgspec.toml.decode(file.read_bytes(), type=_Shelf)
        for file in sorted(KNOWLEDGE.glob("*.toml"))
    ]
    return Library(
        documents={document.id: document for shelf in shelves for document in shelf.document},
        topics=[topic for shelf in shelves for topic in shelf.topic],
    )


@cache
def interests(*, team: str, piloting: bool) -> list[float]:
    """How often the team asks about each topic of the library, each added to those before it."""
    return list(accumulate(t.interest(team=team, piloting=piloting) for t in library().topics))
