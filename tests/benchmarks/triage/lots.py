"""Who complains of what, by lot: a few large issues and very many small ones. Pure numbers."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

TEAMS, COHORTS, RELEASES, SOURCES = 36, 6, 24, 2_000
OWNERS, MEMBERS = 12, 40
PEOPLE = 50_000
LARGEST = 0.05


def sizes(issues: int, complaints: int) -> Ints:
    """How many complaints each issue has, the largest first: Zipf, and 5% are in one."""
    weights = 1 / np.arange(2, issues + 1) ** 0.9
    free = complaints - round(LARGEST * complaints) - (issues - 1)
    rest = 1 + np.floor(free * weights / weights.sum()).astype(np.int64)
    rest[1] += complaints - round(LARGEST * complaints) - rest.sum()
    return np.concatenate([[round(LARGEST * complaints)], rest])


def few_large(chance: np.random.Generator, groups: int, number: int) -> Ints:
    """So many draws of a group, the first by far the largest."""
    return np.floor(groups * chance.random(number) ** 2).astype(np.int64)


@dataclass(frozen=True)
class Lots:
    """What was drawn, by complaint: its issue, answer and person; by answer: its release and
    sources; by person: team and cohort; by issue: how many complaints. Complaints come in the
    order of their times, and those of an issue are spread over all."""

    sizes: Ints
    issue: Ints
    answer: Ints
    person: Ints
    first_answer: Ints
    answers: int
    release: Ints
    sources: Ints
    team: Ints
    cohort: Ints


def draw(issues: int, complaints: int, seed: int = 7) -> Lots:
    """An issue's answers are its own, one for five complaints; what they cite is mostly what its
    other answers cite."""
    chance = np.random.default_rng(seed)
    counts = sizes(issues, complaints)
    issue = chance.permutation(np.repeat(np.arange(issues), counts))
    per_issue = (counts + 4) // 5
    first = np.concatenate([[0], np.cumsum(per_issue)])
    answer = first[issue] + np.floor(per_issue[issue] * chance.random(complaints)).astype(np.int64)
    of_answer = np.repeat(np.arange(issues), per_issue)
    usual = few_large(chance, SOURCES, issues)
    own = few_large(chance, SOURCES, int(first[-1]))
    return Lots(
        sizes=counts,
        issue=issue,
        answer=answer,
        person=few_large(chance, PEOPLE, complaints),
        first_answer=first,
        answers=int(first[-1]),
        release=few_large(chance, RELEASES, int(first[-1])),
        sources=np.stack([usual[of_answer], own], axis=1),
        team=few_large(chance, TEAMS, PEOPLE),
        cohort=few_large(chance, COHORTS, PEOPLE),
    )
