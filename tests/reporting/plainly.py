"""Tallies, figures and what is hidden, from raw rows in plain Python: none of the project's own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
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


Place = tuple[Any, Any, Any]


def hidden_of(people: Mapping[Place, int], order: Callable[[Place], Any]) -> set[Place]:
    """Fewer than five, and whoever else so that no line has one hidden alone."""
    people = {place: number for place, number in people.items() if number}
    hidden = {place for place, number in people.items() if number < 5}
    while more := {
        min(shown, key=lambda place: (people[place], order(place)))
        for line in _lines(people)
        if len(line & hidden) == 1 and (shown := line - hidden)
    }:
        hidden |= more
    return hidden


def _lines(places: Iterable[Place]) -> list[set[Place]]:
    lines: defaultdict[tuple[Any, ...], set[Place]] = defaultdict(set)
    for place in places:
        for axis in range(3):
            lines[axis, *place[:axis], *place[axis + 1 :]].add(place)
    return [*lines.values()]
