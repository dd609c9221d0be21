"""What is kept of each person's use is what their days come to, however they came."""

from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.models import Answer, Project
from reporting.models import PersonMarks
from reporting.rollups.marks import Marks
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import known_people, marks_before, used_by_day
from reporting.rollups.tally import Window
from tests.builders import NOW, send_answer

FIRST = date(2026, 1, 5).toordinal()
some_days = st.lists(st.sets(st.integers(0, 6)), min_size=1, max_size=120)


def same(one: Marks, other: Marks) -> bool:
    pairs = zip(vars(one).values(), vars(other).values(), strict=True)
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


def after(marks: Marks, days: list[set[int]], *, first: int) -> Marks:
    for at, who in enumerate(days):
        marks.add(first + at, np.array(sorted(who), np.uint32))
    return marks


@settings(max_examples=40)
@given(some_days, st.integers(0, 120))
def test_marks_go_on_from_a_stored_copy(days: list[set[int]], at: int) -> None:
    whole = after(Marks.none(7), days, first=FIRST)
    copy = Marks.from_bytes(after(Marks.none(7), days[:at], first=FIRST).to_bytes())
    assert same(after(copy, days[at:], first=FIRST + min(at, len(days))), whole)
    assert same(whole.counted_from(FIRST, 7), after(Marks.none(7), days, first=0))


def plainly(project: Project) -> Marks:
    """All days gone through at once."""
    marks = Marks.none(known_people(project=project).size)
    window = Window(NOW.date() - timedelta(400), NOW.date())
    for day, people in sorted(used_by_day(project=project, window=window).items()):
        marks.add(day.toordinal(), people.numbers())
    return marks


def as_kept(project: Project) -> Marks:
    """The latest that are kept, gone on from."""
    last, marks = marks_before(project=project, day=NOW.date() + timedelta(1))
    marks = marks.of_size(known_people(project=project).size)
    window = Window(last + timedelta(1), NOW.date())
    for day, people in sorted(used_by_day(project=project, window=window).items()):
        marks.add(day.toordinal(), people.numbers())
    return marks


def answered(project: Project, person: str, ago: int, now: datetime) -> None:
    send_answer(project, f"{person}-{ago}", person=person, asked_at=NOW - timedelta(ago), now=now)


def test_marks_are_kept_of_28_days_that_are_over_late_answers_and_lost_ones_included(
    project: Project,
) -> None:
    for ago in range(200, 0, -9):
        answered(project, f"u-{ago % 4}", ago, NOW)
    fold(project=project, now=NOW)
    assert PersonMarks.objects.of(project).count() > 5
    assert same(as_kept(project), plainly(project))
    later = NOW + timedelta(hours=1)
    answered(project, "new", 150, later)
    fold(project=project, now=later)
    assert same(as_kept(project), plainly(project))
    Answer.objects.of(project).filter(external_id="u-0-200").delete()
    fold(project=project, now=later + timedelta(hours=1))
    assert same(as_kept(project), plainly(project))
    rebuild(project=project, now=later + timedelta(hours=2))
    assert same(as_kept(project), plainly(project))


def test_a_day_that_is_not_over_28_days_ago_leaves_what_is_kept(project: Project) -> None:
    for ago in (90, 60, 1):
        answered(project, "u", ago, NOW)
    fold(project=project, now=NOW)
    kept = set(PersonMarks.objects.of(project).values_list("last", flat=True))
    answered(project, "v", 0, NOW + timedelta(hours=1))
    fold(project=project, now=NOW + timedelta(hours=1))
    assert set(PersonMarks.objects.of(project).values_list("last", flat=True)) == kept
