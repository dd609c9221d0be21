"""What is said of a fix."""

from datetime import UTC, datetime

import pytest

from triage.issues.fix_words import difference, in_force, left, outcome, rate
from triage.statistics import chance_of_rate, newcombe

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "release", "at", "said"),
    [
        ("wont_fix", "", None, "Nothing is mended. It comes back if it escalates."),
        ("release", "", None, "it waits until production answers with the next release."),
        ("release", "2.4", None, "it waits until production answers with 2.4."),
        ("release", "2.4", NOW, "In force since 2026-06-15 12:00 UTC, with 2.4."),
        ("source", "", NOW.replace(day=16), "In force from 2026-06-16 12:00 UTC."),
    ],
)
def test_since_when_it_is_in_force(kind: str, release: str, at: datetime | None, said: str) -> None:
    assert in_force(kind=kind, release=release, in_force_at=at, now=NOW).endswith(said)


@pytest.mark.parametrize(
    ("needed", "said"),
    [
        (40, "Too early to tell (about 40 more answers to like questions needed)."),
        (1234, "Too early to tell (about 1,200 more answers to like questions needed)."),
        (0, "Too early to tell: by what was counted it works, but more of those asked call it"),
        (None, "Too early to tell, and not to be told soon: too few ask such questions, or too"),
    ],
)
def test_how_many_answers_are_needed(needed: int | None, said: str) -> None:
    assert outcome("too_early", {"left": 0.5, "needed": needed}).startswith(said)


def test_where_nothing_was_measured_nothing_is_said() -> None:
    assert (outcome("", {}), left({}), difference({})) == ("", "", "")
    assert rate({"complaints": 0, "answers": 0}) == "no answers"


def test_what_is_left_says_where_its_limits_are_not_told_apart() -> None:
    assert left({"left": 0.25, "low": 0.05, "high": 0.6}) == "25% (less than 5% to 60%)"
    assert left({"left": 1.5, "low": 0.7, "high": 5.0}) == "150% (70% to more)"


def test_newcombes_interval_is_that_of_his_paper() -> None:
    """Table II, case (a): 56/70 less 48/80."""
    assert newcombe((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_a_rate_that_stays_is_as_likely_above_as_below() -> None:
    assert chance_of_rate((10, 1.0), (10, 1.0), above=1) == pytest.approx(0.5)
    assert chance_of_rate((1, 0.01), (28, 1.0), above=0.5) > 0.9
    assert chance_of_rate((1, 1.0), (28, 1.0), above=0.5) < 0.01
