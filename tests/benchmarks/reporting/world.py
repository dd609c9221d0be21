"""Who asks what and when, by lot: pure numbers, 400 days of a pilot that became a rollout."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from tests.benchmarks.triage.loading import UNTIL

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

PEOPLE, ANSWERS, WORDS = 200_000, 10_000_000, 1_000_000
DAYS, TEAMS, COHORTS, RELEASES, SOURCES = 400, 20, 6, 24, 200
PILOT, PILOT_DAYS, ROLLOUT_DAYS = 12, 56, 200
MODELS, LANGUAGES = ("m-1", "m-2", "m-3"), ("en", "de", "fr")
BEGAN = UNTIL - timedelta(DAYS)


@dataclass(frozen=True)
class World:
    """What was drawn: of each person their groups and day; of each answer, in the order of time,
    its time (in days from BEGAN), its person (-1 for nobody known), and more."""

    number: int  # of the project among those of the benchmark
    registered: Floats
    team: Ints
    cohort: Ints
    asked: Floats
    person: Ints
    release: Ints
    model: Ints
    language: Ints
    spoken: Ints  # answers that somebody spoke on

    @property
    def people(self) -> int:
        return self.team.size


def draw(number: int, size: float) -> World:
    """A part of the full size. More and more ask; a few ask most; two in five never do."""
    chance = np.random.default_rng(number + 5)
    people, answers = round(PEOPLE * size), round(ANSWERS * size)
    order = np.maximum(np.arange(people) - PILOT, 0) / max(1, people - PILOT)
    registered = np.where(np.arange(people) < PILOT, 0, PILOT_DAYS + ROLLOUT_DAYS * order)
    asked = DAYS * np.sqrt(np.sort(chance.random(answers)))
    there = np.searchsorted(registered, asked, side="right")
    person = np.floor(there * chance.random(answers) ** 1.5).astype(np.int64)
    person -= np.where((person % 5 > 2) & (person > PILOT), 3, 0)
    person[chance.random(answers) < 0.05] = -1
    return World(
        number=number,
        registered=registered,
        team=np.floor(TEAMS * chance.random(people) ** 2).astype(np.int64),
        cohort=np.minimum((order * (COHORTS - 1)).astype(np.int64) + (order > 0), COHORTS - 1),
        asked=asked,
        person=person,
        release=np.floor(asked / DAYS * RELEASES).astype(np.int64).clip(max=RELEASES - 1),
        model=np.floor(asked / DAYS * len(MODELS)).astype(np.int64).clip(max=len(MODELS) - 1),
        language=np.floor(len(LANGUAGES) * chance.random(answers) ** 4).astype(np.int64),
        spoken=np.sort(chance.choice(answers, round(WORDS * size), replace=False)),
    )
