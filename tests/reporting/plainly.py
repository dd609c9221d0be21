"""Tallies, figures and what is hidden, from raw rows in plain Python: none of the project's own."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from feedback.models import Answer, Exposure, Feedback, Person, Project
from reporting.metrics.definition import Metric
from reporting.rollups.tally import Cell, Tally, Window
from tests.reporting.trusting import Answered, all_answered

Z = 1.959963984540054  # of the normal distribution, for 95%
Facet = tuple[str, str]


def within(window: Window, at: Any) -> bool:
    return window.first <= at.date() <= window.last


def of_groups(cell: Cell, row: Any) -> bool:
    team, cohort = (group.slug if group else "" for group in (row.team, row.cohort))
    return cell.team in (None, team) and cell.cohort in (None, cohort)


def of_facet(facet: Facet, answer: Answer) -> bool:
    kind, value = facet
    stated = {"release": answer.release.name if answer.release else "", "": ""}
    return stated.get(kind, getattr(answer, kind, "")) == value


@dataclass
class Raw:
    """Everything that was recorded of a project and stands."""

    project: Project

    def __post_init__(self) -> None:
        def rows(model: Any, *related: str) -> Any:
            return model.objects.of(self.project).select_related("team", "cohort", *related)

        self.answers: list[Answered] = all_answered(self.project)
        self.words = list(
            rows(Feedback, "correction", "answer__release").filter(withdrawn=False, suspect=False)
        )
        self.seen = list(rows(Exposure, "answer__release"))
        self.people = list(rows(Person))
        self.spoken = {(word.answer_id, word.voter) for word in self.words}
        self.spoken_on = {word.answer_id for word in self.words}
        self.used = [(one.answer.asked_at, one.answer.person_id) for one in self.answers] + [
            (word.given_at, word.person_id) for word in self.words
        ]

    def tally(self, cell: Cell, window: Window, facet: Facet = ("", "")) -> Tally:
        answers = [
            one
            for one in self.answers
            if within(window, one.answer.asked_at)
            and of_groups(cell, one.answer)
            and of_facet(facet, one.answer)
        ]
        words = [
            word
            for word in self.words
            if within(window, word.given_at)
            and of_groups(cell, word)
            and of_facet(facet, word.answer)
        ]
        seen = [
            one
            for one in self.seen
            if within(window, one.seen_at) and of_groups(cell, one) and of_facet(facet, one.answer)
        ]
        return Tally(
            **self._of_answers(answers),
            **self._of_words(words),
            seen=len(seen),
            seen_spoken=sum((one.answer_id, one.viewer) in self.spoken for one in seen),
            users=len(_users(answers, words)) + sum(a.answer.person_id is None for a in answers),
            viewers=len({one.person_id or one.viewer for one in seen}),
            **self._of_people(cell, window, facet),
        )

    def _of_answers(self, answers: list[Answered]) -> dict[str, int]:
        told = [one for one in answers if not one.answer.abstained]
        declined = [one for one in answers if one.answer.abstained]
        return {
            "answers": len(answers),
            "anonymous": sum(one.answer.person_id is None for one in answers),
            "abstained": len(declined),
            "rated_answers": sum(one.answer.id in self.spoken_on for one in answers),
            "complained_answers": sum(one.complained for one in answers),
            "answered": len(told),
            "cited": sum(bool(one.uses) for one in told),
            "complete": sum(one.complete() for one in told),
            "approved": sum(one.approved() for one in told),
            "current": sum(one.current() for one in told),
            "verifiable": sum(o.complete() and o.approved() and o.current() for o in told),
            "unverified_answers": sum(one.unverified for one in told),
            "cited_complained": sum(bool(one.uses) and one.complained for one in told),
            "unduly_answered": sum(one.unduly for one in told),
            "abstained_right": sum(one.praised for one in declined),
            "abstained_wrong": sum(one.complained for one in declined),
        }

    def _of_words(self, words: list[Feedback]) -> dict[str, int]:
        return {
            "words": len(words),
            "up": sum(word.rating > 0 for word in words),
            "down": sum(word.rating < 0 for word in words),
            "complaints": sum(word.complains for word in words),
            "corrections": sum(hasattr(word, "correction") for word in words),
            "unverified": sum("couldnt_verify" in word.reasons for word in words),
            "speakers": len({word.person_id or word.voter for word in words}),
            "voters": len({word.person_id or word.voter for word in words if word.rating}),
        }

    def _of_people(self, cell: Cell, window: Window, facet: Facet) -> dict[str, int]:
        there = {
            person.id
            for person in self.people
            if of_groups(cell, person)
            and person.registered_at.date() <= window.last
            and (person.left_at is None or person.left_at.date() > window.last)
        }
        used = [
            (one.answer.asked_at, one.answer.person_id)
            for one in self.answers
            if of_facet(facet, one.answer)
        ]
        used += [(w.given_at, w.person_id) for w in self.words if of_facet(facet, w.answer)]
        ever = {who for at, who in self.used if at.date() <= window.last}
        return {
            "registered": len(there),
            "active": len(there & {who for at, who in used if within(window, at)}),
            "never_used": len(there - ever),
        }


def _users(answers: list[Answered], words: list[Feedback]) -> set[Any]:
    asked = {one.answer.person_id for one in answers} - {None}
    return asked | {word.person_id or word.voter for word in words}


def figure(metric: Metric, tally: Tally, *, hidden: bool) -> tuple[Any, ...]:
    """Status, numerator, denominator and interval."""
    if hidden:
        return "hidden", None, None, None
    part = metric.numerator(tally)
    if metric.denominator is None:
        return "ok", part, None, None
    whole = metric.denominator(tally)
    if metric.unmeasured and not whole:
        return "not_measured", None, None, None
    if whole < metric.enough:
        return "too_early", None, whole, None
    share, spread = part / whole, Z * Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / whole + spread / whole / 4) / (1 + spread)
    return "ok", part, whole, (middle - half, middle + half)


Place = tuple[Any, ...]
Order = Callable[[Place], Any]


def hidden_of(
    people: Mapping[Place, int],
    order: Order,
    begun: Collection[Place] = (),
    fixed: Collection[Place] = (),
) -> set[Place]:
    """Fewer than five, and whoever else so that no line has one hidden alone, nor some with fewer
    than five between them; of those that are fixed none but what it was begun with."""
    people = {place: number for place, number in people.items() if number}
    hidden = {place for place, number in people.items() if number < 5} | set(begun) & set(people)
    while more := {
        min(free, key=lambda place: (people[place], order(place)))
        for axis, line in _lines(people)
        if _too_few(people, axis, line, hidden) and (free := line - hidden - set(fixed))
    }:
        hidden |= more
    return hidden


def hidden_by_value(people: Mapping[Place, int], order: Order) -> set[Place]:
    """The same for (value, week, team, cohort), where what is hidden of the whole is settled first,
    then what is of all weeks."""
    whole = {place for place in people if place[0] is None}
    begun = hidden_of({place: people[place] for place in whole}, order)
    values_in = Counter(place[1:] for place, n in people.items() if n and place[0] is not None)
    alone = {p for p in people if values_in[p[1:]] < 2 and (None, *p[1:]) not in begun}
    weekless = {place: number for place, number in people.items() if place[1] is None}
    begun |= hidden_of(weekless, order, begun, whole | alone)
    return hidden_of(people, order, begun, whole | alone)


def _too_few(people: Mapping[Place, int], axis: int, line: set[Place], hidden: set[Place]) -> bool:
    kept_back = line & hidden
    if len(kept_back) < 2:
        return bool(kept_back)
    totals = {place for place in line if place[axis] is None}
    left = sum(people[place] for place in totals) - sum(people[p] for p in line - totals - hidden)
    return not totals & hidden and max(left, *(people[place] for place in kept_back)) < 5


def _lines(places: Iterable[Place]) -> list[tuple[int, set[Place]]]:
    lines: defaultdict[tuple[Any, ...], set[Place]] = defaultdict(set)
    for place in places:
        for axis in range(len(place)):
            lines[axis, *place[:axis], *place[axis + 1 :]].add(place)
    return [(key[0], line) for key, line in lines.items()]
