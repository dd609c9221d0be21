"""The overview says in sentences what its figures bear out, and nothing else."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reporting.metrics.figures import Figure, Status
from reporting.overview.saying import since_last_week, then_and_now
from reporting.quality.metrics import RESPONSE_RATE, SATISFACTION
from reporting.rollups.tally import Window

WEEK = Window(date(2026, 6, 1), date(2026, 6, 7))
HIDDEN = Figure(Status.HIDDEN)


def share(part: int, whole: int) -> Figure:
    return Figure(Status.OK, numerator=part, denominator=whole, value=part / whole)


def test_a_fall_from_the_beginning_is_said_with_its_counts() -> None:
    [said] = then_and_now(WEEK, WEEK, [(SATISFACTION, share(92, 100), share(70, 100))])
    assert "was 92% (92 of 100)" in said
    assert "is 70% (70 of 100)" in said
    assert "Down 22 points" in said


def test_what_is_not_shown_is_not_said() -> None:
    assert then_and_now(WEEK, WEEK, [(SATISFACTION, HIDDEN, share(70, 100))]) == []


def test_a_clear_change_of_the_week_is_said_by_its_name() -> None:
    said = since_last_week(
        WEEK,
        [
            (SATISFACTION, share(60, 100), share(90, 100)),
            (RESPONSE_RATE, share(50, 500), share(51, 500)),
        ],
    )
    assert "satisfaction is 30 points lower (60% after 90%)" in said
    assert "response rate" not in said


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_same_again_is_no_change(counts: tuple[int, int]) -> None:
    figure = share(*counts)
    assert "nothing has clearly changed" in since_last_week(WEEK, [(SATISFACTION, figure, figure)])
