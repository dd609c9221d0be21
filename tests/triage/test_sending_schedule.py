"""When a message is sent again, and what a server may wish."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW
from triage.integrations.schedule import (
    JITTER,
    LONGEST_REST,
    LONGEST_WISH,
    WAITS,
    next_wait,
    rest_of,
    wished,
)


def test_the_waits_come_to_a_day() -> None:
    assert timedelta(hours=23) < sum(WAITS, timedelta()) < timedelta(hours=25)
    assert list(WAITS) == sorted(WAITS)


@given(st.integers(1, 20), st.integers())
def test_a_wait_is_near_its_own_and_ends(tries: int, seed: int) -> None:
    wait = next_wait(tries, Random(seed))

    if tries > len(WAITS):
        assert wait is None
    else:
        usual = WAITS[tries - 1]
        assert wait is not None
        assert usual * (1 - JITTER) <= wait <= usual * (1 + JITTER)


def test_what_failed_together_comes_back_apart() -> None:
    chance = Random(7)

    assert len({next_wait(4, chance) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("999999999999999999", 3600),
        ("Mon, 15 Jun 2026 12:05:00 GMT", 300),
        ("Mon, 15 Jun 2026 11:00:00 GMT", 0),
        ("Mon, 15 Jun 2099 12:00:00 GMT", 3600),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("\u0661\u0662", 0),
    ],
)
def test_a_wish_is_heard_within_bounds(text: str, seconds: int) -> None:
    assert wished(text, NOW) == timedelta(seconds=seconds)


@given(st.text())
def test_no_wish_is_without_bounds(text: str) -> None:
    assert timedelta(0) <= wished(text, NOW) <= LONGEST_WISH


def test_an_endpoint_rests_a_tenth_of_the_time_that_it_fails() -> None:
    assert rest_of(timedelta(0)) == timedelta(seconds=5)
    assert rest_of(timedelta(minutes=10)) == timedelta(minutes=1)
    assert rest_of(timedelta(days=3)) == LONGEST_REST
