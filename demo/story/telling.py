"""The whole story: people, then every answer with what was said of it, in order of time. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from random import Random

from demo.story.answering import Assistant, Given
from demo.story.calendar import WEEKS, Calendar
from demo.story.staff import Colleague, everybody
from demo.story.voting import Vote, vote_on

SEED = "the pilot that stalled"
ANSWERS = 30_000


@dataclass(frozen=True)
class Turn:
    """One answer, and the word on it if there is one."""

    given: Given
    vote: Vote | None


@dataclass(frozen=True)
class _Question:
    at: datetime
    id: str
    asker: Colleague


@dataclass(frozen=True)
class Story:
    """All that happens up to and with the day `end`. The same arguments tell the same story.

    `scale` is the share of the 30,000 answers; the people stay all there.
    """

    end: date
    seed: str = SEED
    scale: float = 1.0

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.end)

    @cached_property
    def people(self) -> list[Colleague]:
        return everybody(seed=self.seed)

    @property
    def answers(self) -> int:
        """How many turns there are."""
        return len(self._questions)

    def turns(self) -> Iterator[Turn]:
        """Every turn, by time. Each depends on its own id alone, so none changes with another."""
        assistant = Assistant(self.calendar)
        for question in self._questions:
            random = Random(f"{self.seed}/{question.id}")  # noqa: S311
            given = assistant.answer(
                id=question.id, asker=question.asker, at=question.at, random=random
            )
            yield Turn(given, vote_on(given, assistant=assistant, random=random))

    @cached_property
    def _questions(self) -> list[_Question]:
        demand = sum(person.demand(week) for person in self.people for week in range(WEEKS))
        pace = ANSWERS * self.scale / demand
        questions = [q for person in self.people for q in self._asked_by(person, pace)]
        return sorted(questions, key=lambda question: (question.at, question.id))

    def _asked_by(self, person: Colleague, pace: float) -> Iterator[_Question]:
        random = Random(f"{self.seed}/{person.id}")  # noqa: S311
        number = 0
        for week in range(WEEKS):
            mean = person.demand(week) * pace * random.gammavariate(6, 1 / 6)
            for _ in range(int(mean + random.random())):
                number += 1
                moment = self.calendar.busy_moment(week, random=random)
                yield _Question(moment, f"{person.id}-{number:04}", person)
