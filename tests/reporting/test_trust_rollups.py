"""The daily sums of trust are what the raw rows add up to, however the rows came."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from feedback.capture.messages import CitationMessage
from feedback.models import Project
from reporting.models import ConfidenceSpan, PastSource, SourceSpan
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.spans import LENGTHS, Span
from tests.builders import NOW, say, send_answer
from tests.reporting import trusting
from tests.reporting.history import History

YESTERDAY = timezone.now() - timedelta(days=1)
GOOD = {"title": "Leave policy", "uri": "x", "version": "2", "passage": "28 days."}


@pytest.mark.parametrize("seed", [11, 12])
def test_folding_trust_as_rows_come_ends_where_plain_recomputation_does(
    project: Project, seed: int
) -> None:
    history = History(project, seed)
    for _ in range(8):
        history.go_on(30)
        fold(project=project, now=history.now)
    assert trusting.confidence(project) == trusting.confidence_from_raw_rows(project)
    assert trusting.verifiable(project) == trusting.verifiable_from_raw_rows(project)
    assert trusting.sources(project) == trusting.sources_from_raw_rows(project)
    assert _verifiable(project) > 0


def test_rebuilding_trust_gives_what_folding_gave(project: Project) -> None:
    history = History(project, 13)
    history.go_on(60)
    fold(project=project, now=history.now)
    folded = trusting.confidence(project), trusting.verifiable(project), trusting.sources(project)
    rebuild(project=project, now=history.now)
    assert folded == (
        trusting.confidence(project),
        trusting.verifiable(project),
        trusting.sources(project),
    )


def test_a_suspect_word_judges_nothing(project: Project) -> None:
    word = say(project, send_answer(project, confidence=0.9), "down")
    word.suspect = True
    word.save()
    fold(project=project, now=NOW)
    [bins] = trusting.confidence(project).values()
    assert (bins[18].answers, bins[18].judged) == (1, 0)


def _sent(project: Project, answer: str, now: datetime, **stated: object) -> None:
    source = CitationMessage(source="leave", **stated)  # type: ignore[arg-type]
    send_answer(project, answer, citations=[source], asked_at=now, now=now)


def _verifiable(project: Project) -> int:
    return sum(of["verifiable"] for of in trusting.verifiable(project).values())


def test_a_renewed_approval_leaves_the_past_as_it_was(project: Project) -> None:
    lapsed, renewed = YESTERDAY.date() - timedelta(9), YESTERDAY.date() + timedelta(300)
    _sent(project, "before", YESTERDAY, status="approved", approved_until=lapsed, **GOOD)
    _sent(project, "renewing", YESTERDAY, status="approved", approved_until=renewed, **GOOD)
    after = timezone.now() + timedelta(seconds=1)
    _sent(project, "after", after, status="approved", approved_until=renewed, **GOOD)
    fold(project=project, now=after)
    assert _verifiable(project) == 1
    rebuild(project=project, now=after)
    assert _verifiable(project) == 1
    assert PastSource.objects.get().approved_until == lapsed


def test_what_is_first_said_of_a_source_holds_for_all_its_answers(project: Project) -> None:
    _sent(project, "bare", YESTERDAY, passage="28 days.")
    fold(project=project, now=YESTERDAY)
    assert _verifiable(project) == 0
    _sent(project, "told", timezone.now(), status="approved", **GOOD)
    fold(project=project, now=timezone.now())
    assert _verifiable(project) == 2
    assert not PastSource.objects.exists()


def test_longer_spans_are_what_their_days_add_up_to(project: Project) -> None:
    history = History(project, 14)
    for _ in range(3):
        history.go_on(60)
        fold(project=project, now=history.now)
    for model, of, names in (
        (ConfidenceSpan, ("team", "cohort", "bin"), ("answers", "judged", "stated_squared")),
        (SourceSpan, ("source",), ("answers", "complained", "unverified")),
    ):
        rows = list(model.objects.of(project).values("days", "first", *of, *names))
        for length in LENGTHS:
            summed: dict[tuple[object, ...], Counter[str]] = {}
            for row in rows:
                if row["days"] == 1:
                    key = (Span.around(row["first"], length).first, *(row[name] for name in of))
                    summed.setdefault(key, Counter()).update({n: row[n] for n in names})
            assert summed == {
                (row["first"], *(row[name] for name in of)): Counter({n: row[n] for n in names})
                for row in rows
                if row["days"] == length
            }
