"""The published formulas, against scipy's and against the paper's own example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from triage.statistics import wilson


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_what_scipy_says(events: tuple[int, int]) -> None:
    part, whole = events
    expected = binomtest(part, whole).proportion_ci(method="wilson")
    assert wilson(part=part, whole=whole) == pytest.approx((expected.low, expected.high))


def test_no_share_of_nothing() -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(part=0, whole=0)
