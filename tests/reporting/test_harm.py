"""Sources ranked by what they do to answers."""

from datetime import date

import pytest

from reporting.metrics.cited import Cited
from reporting.trust.harm import ranked

TODAY = date(2026, 6, 15)


def cited(key: str, answers: int, complained: int, until: date | None = None) -> Cited:
    return Cited(key, key, key, "", "approved", until, answers, complained, 0)


def test_one_complaint_of_one_answer_leads_nothing() -> None:
    sources = [cited("one", 1, 1), cited("bad", 200, 80), cited("good", 900, 30)]
    found = ranked(sources, citing=1101, complained=111, today=TODAY)
    assert next(harm.source.key for harm in found) == "bad"
    assert [harm.is_clear for harm in found] == [True, False, False]


def test_the_excess_is_what_the_others_rate_would_not_give() -> None:
    [bad, _] = ranked(
        [cited("bad", 1000, 400), cited("good", 100_000, 10_000)],
        citing=101_000,
        complained=10_400,
        today=TODAY,
    )
    # 1000 answers at the others' 10% would draw 100 complaints, and chance hides a few.
    assert 240 < bad.excess < 300


def test_where_none_stands_out_the_longest_overdue_leads() -> None:
    found = ranked(
        [
            cited("fresh", 90, 9, date(2027, 1, 1)),
            cited("endless", 95, 9),
            cited("late", 5, 0, date(2026, 5, 1)),
        ],
        citing=190,
        complained=18,
        today=TODAY,
    )
    assert [harm.source.key for harm in found] == ["late", "endless", "fresh"]
    assert [harm.source.days_overdue(TODAY) for harm in found] == [45, 0, 0]


def test_a_source_that_all_answers_cite_has_nothing_beside_it() -> None:
    [only] = ranked([cited("only", 50, 20)], citing=50, complained=20, today=TODAY)
    assert only.more is None
    assert only.excess == pytest.approx(0)
