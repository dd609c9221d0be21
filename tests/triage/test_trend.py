"""An issue's weeks: bars, rates and the releases between them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from triage.issues.trend import HEIGHT, MOST_ANSWERS, in_words, mondays, ticks, weekly_bars

WEDNESDAY = date(2026, 6, 17)
MONDAY = date(2026, 6, 15)


def test_a_week_without_complaints_has_a_bar_of_no_height() -> None:
    counts = {MONDAY: 4, MONDAY - timedelta(days=7): 1}
    bars = weekly_bars(counts, {}, today=WEDNESDAY)
    assert [bar.count for bar in bars][-3:] == [0, 1, 4]
    assert [bar.height for bar in bars][-3:] == [0, 10, HEIGHT]


@pytest.mark.parametrize(
    ("count", "answers", "words"),
    [
        (3, 0, ""),
        (3, 1240, "0.24 per 100 of 1,240 answers"),
        (1, 1, "100 per 100 of 1 answer"),
        (0, 50, "0 per 100 of 50 answers"),
        (5, MOST_ANSWERS, "at most 0.05 per 100 of more than 10,000 answers"),
    ],
)
def test_a_rate_says_of_how_many_answers(count: int, answers: int, words: str) -> None:
    bars = weekly_bars({MONDAY: count}, {MONDAY: answers}, today=WEDNESDAY)
    assert bars[-1].rate == words


def test_a_release_stands_where_it_was_first_seen() -> None:
    first = datetime.combine(mondays(WEDNESDAY)[0], datetime.min.time(), UTC)
    found = ticks(
        [
            ("2.3", first + timedelta(days=7)),
            ("2.2", first),
            ("2.1", first - timedelta(days=1)),
            ("3.0", datetime(2026, 6, 18, tzinfo=UTC)),
        ],
        today=WEDNESDAY,
    )
    assert [(tick.name, tick.x) for tick in found] == [("2.2", 0.0), ("2.3", 18.0)]


def test_the_drawing_is_said_in_words() -> None:
    bars = weekly_bars({MONDAY: 4}, {}, today=WEDNESDAY)
    marked = ticks([("2.3", datetime(2026, 6, 15, 9, tzinfo=UTC))], today=WEDNESDAY)
    words = in_words(bars, marked)
    assert words.endswith("0, 0, 4. Releases first seen: 2.3 on 2026-06-15.")
