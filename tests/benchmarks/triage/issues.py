"""Issues, the places of their complaints, and what happened to them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from pgvector import Vector as Text

from feedback.models import Feedback, Person, Project
from tests.benchmarks.triage import lots
from tests.benchmarks.triage.asking import MEANT
from tests.benchmarks.triage.loading import UNTIL, Row, at, load, pk
from tests.benchmarks.triage.world import World
from triage.clustering.typed import remember_vector
from triage.embedding.vectors import Vector, unit
from triage.models import Finding, Grouping, Issue, IssueActivity, IssueCentre, Kind, Placement

# One issue in so many was found by a search; it rests on complaints that stand elsewhere.
FOUND_IN = 50
MODEL = "bench"
_KINDS = [kind for kind in Kind if kind not in {Kind.LIKENESS, Kind.ESCALATION}]


def placements(world: World) -> Iterator[Row]:
    project, issues = world.project, world.drawn.issue.tolist()
    people = world.drawn.person.tolist()
    for n, (issue, person) in enumerate(zip(issues, people, strict=True)):
        yield {
            "id": pk(Placement, n),
            "project_id": project,
            "feedback_id": pk(Feedback, n),
            "issue_id": pk(Issue, issue),
            "similarity": 0.7,
            "by": "clustering",
            "wording": n,
            "voter": f"person:{pk(Person, person)}",
            "why": "alike by 0.70 to the 12 wordings there; 0.40 would do",
            "placed_at": at(n / world.complaints),
        }


def issues(world: World) -> Iterator[Row]:
    states = _states(world, world.issues)
    first, last = np.full(world.issues, 1.0), np.zeros(world.issues)
    shares = np.arange(world.complaints) / world.complaints
    np.minimum.at(first, world.drawn.issue, shares)
    np.maximum.at(last, world.drawn.issue, shares)
    sizes = world.drawn.sizes.tolist()
    for n, (size, state) in enumerate(zip(sizes, states, strict=True)):
        seen = {"first_seen": at(float(first[n])), "last_seen": at(float(last[n]))}
        yield _issue(world, n, size, state) | seen


def _issue(world: World, n: int, size: int, state: Row) -> Row:
    about = world.about[n % world.issues]
    return state | {
        "id": pk(Issue, n),
        "project_id": world.project,
        "number": n + 1,
        "title": world.writer.question(about, n)[:80] + " — wrong",
        "phrases": "{" + ",".join(dict.fromkeys(about)) + "}",
        "owner_why": "line 12 matched source:handbook/**",
        "complaints": size,
        "people": max(1, size * 9 // 10),
        "named_for": size,
    }


def _states(world: World, number: int) -> list[Row]:
    """6 in 10 unresolved, 3 resolved, 1 archived; 3 in 10 of the first assigned."""
    owner = lots.few_large(world.chance, lots.OWNERS, number).tolist()
    assignee = lots.few_large(world.chance, lots.MEMBERS, number).tolist()
    priority = (1 + lots.few_large(world.chance, 4, number)).tolist()
    status, taken = world.chance.random(number).tolist(), world.chance.random(number).tolist()
    rows = []
    for n in range(number):
        word, substatus = _state(status[n])
        is_open = word == "unresolved"
        rows.append(
            {
                "status": word,
                "substatus": substatus,
                "priority": priority[n],
                "owner_id": world.owners[owner[n]],
                "assignee_id": world.members[assignee[n]] if is_open and taken[n] < 0.3 else None,
                "resolved_at": UNTIL if word == "resolved" else None,
            }
        )
    return rows


def centres(world: World) -> Iterator[Row]:
    """Around some hundred topics, as real ones are; of 384 numbers, as the usual model's."""
    topics = [_direction(world.chance) for _ in range(300)]
    for n, size in enumerate(world.drawn.sizes.tolist()):
        vector = topics[n % 300] + 0.9 * _direction(world.chance)
        yield {
            "project_id": world.project,
            "issue_id": pk(Issue, n),
            "model": MODEL,
            "total": Text(vector * min(size, 50)).to_text(),
            "count": min(size, 50),
            "turn": 0,
        }


def typed(project: Project) -> None:
    """What is looked for by meaning has been read: it is near the centres of some issues."""
    Grouping.objects.filter(project=project).update(model=MODEL)
    chance = np.random.default_rng(13)
    for n, text in enumerate(MEANT):
        centre = IssueCentre.objects.get(issue_id=pk(Issue, n)).total
        vector = unit(unit(np.array(centre)) + 0.6 * _direction(chance))
        remember_vector(project, text, vector, model=MODEL)


def _direction(chance: np.random.Generator) -> Vector:
    return unit(chance.standard_normal(384))


def activity(world: World) -> Iterator[Row]:
    for n in range(world.issues):
        for step, verb in enumerate(("opened", "assigned", "commented")[: 1 + n % 3]):
            data = {"owner": "triage", "why": "rules", "version": 1, "text": "Looked at."}
            yield {
                "id": pk(IssueActivity, 3 * n + step),
                "issue_id": pk(Issue, n),
                "at": at(0.9),
                "actor": "member:ann@bench.example",
                "verb": verb,
                "data": json.dumps(data),
            }


def findings(world: World) -> None:
    """Issues of what searches found, with up to 50 complaints each."""
    number = world.issues // FOUND_IN
    states = _states(world, number)
    kinds = [str(_KINDS[n % len(_KINDS)]) for n in range(number)]
    ids = [world.issues + n for n in range(number)]
    linked = world.chance.integers(0, world.complaints, (number, 50)).tolist()
    seen = {"first_seen": at(0.5), "last_seen": at(1)}
    load(
        Issue,
        (_issue(world, ids[n], 50, states[n]) | seen | {"kind": kinds[n]} for n in range(number)),
    )
    load(Finding, (_finding(world, n, ids[n], kinds[n]) for n in range(number)))
    through: Any = Finding.feedback.through
    pairs = (
        {"finding_id": pk(Finding, n), "feedback_id": pk(Feedback, word)}
        for n in range(number)
        for word in dict.fromkeys(linked[n])
    )
    load(through, (row | {"id": n} for n, row in enumerate(pairs, start=1)))


def _finding(world: World, n: int, issue: int, kind: str) -> Row:
    said = {"says": "It is so.", "definition": "By this.", "figures": [["people", "12"]]}
    times: Mapping[str, str] = {"since": at(0.5).isoformat(), "until": at(1).isoformat()}
    return {
        "id": pk(Finding, n),
        "project_id": world.project,
        "kind": kind,
        "subject": f"subject-{n}",
        "issue_id": pk(Issue, issue),
        "evidence": json.dumps({**said, **times}),
        "found_at": UNTIL,
    }


def _state(share: float) -> tuple[str, str]:
    parts: Sequence[tuple[float, str, str]] = (
        (0.35, "unresolved", "new"),
        (0.55, "unresolved", "ongoing"),
        (0.595, "unresolved", "regressed"),
        (0.60, "unresolved", "escalating"),
        (0.90, "resolved", ""),
        (1.01, "archived", ""),
    )
    return next((status, substatus) for below, status, substatus in parts if share < below)
