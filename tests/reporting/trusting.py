"""What the daily sums of trust must be, from the raw rows in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

from feedback.models import Answer, Citation, Project
from reporting.models import ConfidenceSpan, SourceSpan
from reporting.trust.bins import Bin
from tests.reporting.folded import TRUSTED, counts
from tests.reporting.history import Key, key_of
from tests.reporting.judging import Judged, binned

ConfidenceKey = tuple[date, str, str]


class Answered:
    """An answer, with the standing words on it and its citations."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.key = key_of(answer.asked_at, answer)
        words = [word for word in answer.feedback.all() if not (word.withdrawn or word.suspect)]
        self.complained = any(word.complains for word in words)
        self.praised = not self.complained and any(word.rating > 0 for word in words)
        self.unverified = any("couldnt_verify" in word.reasons for word in words)
        self.unduly = any("should_not_have_answered" in word.reasons for word in words)
        self.uses = list(answer.citations.all())

    def rests_on(self, holds: Callable[[Citation], bool]) -> bool:
        return bool(self.uses) and all(holds(use) for use in self.uses)

    def complete(self) -> bool:
        return self.rests_on(
            lambda u: all((u.source.title, u.source.uri, u.source.version, u.passage))
        )

    def approved(self) -> bool:
        return self.rests_on(lambda u: u.source.status == "approved")

    def current(self) -> bool:
        day = self.key[0]
        return self.rests_on(lambda u: (u.source.approved_until or day) >= day)


def all_answered(project: Project) -> list[Answered]:
    rows = Answer.objects.of(project).filter(stub=False).select_related("team", "cohort")
    return [Answered(row) for row in rows.prefetch_related("feedback", "citations__source")]


def confidence_from_raw_rows(project: Project) -> dict[Key, list[Bin]]:
    found: defaultdict[Key, list[Judged]] = defaultdict(list)
    for one in all_answered(project):
        if one.answer.confidence is not None and not one.answer.abstained:
            right = one.praised if one.praised or one.complained else None
            found[one.key].append((one.answer.confidence, right))
    return {key: binned(some) for key, some in found.items()}


def confidence(project: Project) -> dict[Key, list[Bin]]:
    found: dict[Key, list[Bin]] = {}
    for row in ConfidenceSpan.objects.of(project).filter(days=1).select_related("team", "cohort"):
        key = (row.first, row.team.slug if row.team else "", row.cohort.slug if row.cohort else "")
        bins = found.setdefault(key, binned([]))
        names = ("answers", "judged", "right", "stated", "stated_right", "stated_squared")
        low, high = bins[row.bin].low, bins[row.bin].high
        bins[row.bin] = Bin(low, high, **{name: getattr(row, name) for name in names})
    return found


def verifiable_from_raw_rows(project: Project) -> dict[Key, Counter[str]]:
    found: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for one in all_answered(project):
        holds: dict[str, bool] = {
            "answered": True,
            "cited": bool(one.uses),
            "complete": one.complete(),
            "approved": one.approved(),
            "current": one.current(),
            "verifiable": one.complete() and one.approved() and one.current(),
            "unverified_answers": one.unverified,
            "cited_complained": bool(one.uses) and one.complained,
            "unduly_answered": one.unduly,
        }
        if one.answer.abstained:
            holds = {"abstained_right": one.praised, "abstained_wrong": one.complained}
        found[one.key].update({name: 1 for name, held in holds.items() if held})
    return {key: of for key, of in found.items() if of}


def verifiable(project: Project) -> dict[Key, Counter[str]]:
    return counts(project, names=TRUSTED)


Cited = dict[tuple[date, str], tuple[int, int, int]]


def sources_from_raw_rows(project: Project) -> Cited:
    found: defaultdict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    for one in all_answered(project):
        if not one.answer.abstained:
            for source in {use.source.external_id for use in one.uses}:
                found[one.key[0], source].update(
                    answers=1, complained=one.complained, unverified=one.unverified
                )
    return {key: (n["answers"], n["complained"], n["unverified"]) for key, n in found.items()}


def sources(project: Project) -> Cited:
    columns = ("first", "source__external_id", "answers", "complained", "unverified")
    rows = SourceSpan.objects.of(project).filter(days=1).values_list(*columns)
    return {(day, source): tuple(counts) for day, source, *counts in rows}  # type: ignore[misc]
