"""A rebuild goes on where it was killed, and nobody reads half of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from feedback.models import Answer, Project
from reporting.models import FoldState, SpanCount
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import tallies
from reporting.rollups.rebuilding import DAYS_AT_ONCE
from reporting.rollups.tally import Window
from tests.builders import NOW, send_answer
from tests.reporting import folded

FIRST = NOW - timedelta(days=2 * DAYS_AT_ONCE + 3)


class KilledError(Exception):
    """In place of a signal."""


@pytest.fixture
def filled(project: Project) -> Project:
    """An answer every ten days or so; folded."""
    for n in range(6):
        send_answer(project, f"a-{n}", asked_at=FIRST + timedelta(days=10 * n))
    fold(project=project, now=NOW)
    return project


def rebuild_and_die(project: Project) -> None:
    """The first portion is done, no more."""

    def die(done: int, total: int) -> None:
        if 0 < done < total:
            raise KilledError

    with pytest.raises(KilledError):
        rebuild(project=project, now=NOW, progress=die)


def test_it_tells_how_far_it_is(filled: Project) -> None:
    told: list[tuple[int, int]] = []
    days = rebuild(project=filled, now=NOW, progress=lambda *so_far: told.append(so_far))
    assert told[0] == (0, days)
    assert told[-1] == (days, days)
    assert len(told) > 2


def test_one_that_was_killed_goes_on_where_it_was(filled: Project) -> None:
    rebuild_and_die(filled)
    SpanCount.objects.filter(edition=2, days=1).update(value="kept")
    left = rebuild(project=filled, now=NOW)
    assert 0 < left < 61
    assert SpanCount.objects.filter(edition=2, value="kept").exists()
    assert FoldState.objects.get().rebuilding_since is None


def test_until_it_is_whole_the_old_figures_are_read(filled: Project) -> None:
    before = folded.counts(filled)
    Answer.objects.filter(external_id="a-0").update(abstained=True)
    rebuild_and_die(filled)
    assert folded.counts(filled) == before
    rebuild(project=filled, now=NOW)
    after = folded.counts(filled)
    assert after != before
    assert not SpanCount.objects.exclude(edition=FoldState.objects.get().edition).exists()


def test_what_comes_meanwhile_is_in_the_old_figures_and_the_new(filled: Project) -> None:
    rebuild_and_die(filled)
    later = NOW + timedelta(hours=1)
    send_answer(filled, "new", asked_at=FIRST, now=later)
    fold(project=filled, now=later)
    assert folded.counts(filled)[FIRST.date(), "", ""]["answers"] == 2
    rebuild(project=filled, now=later)
    assert folded.counts(filled)[FIRST.date(), "", ""]["answers"] == 2


def test_until_it_is_whole_a_team_that_is_new_changes_no_week(filled: Project) -> None:
    monday = FIRST.date() + timedelta(days=-FIRST.weekday())
    week = Window(monday, monday + timedelta(days=6))
    before = dict(tallies(project=filled, windows=[week])[0])
    send_answer(filled, "new", asked_at=FIRST, person="u-1", team="Finance")
    rebuild_and_die(filled)
    assert dict(tallies(project=filled, windows=[week])[0]) == before
    rebuild(project=filled, now=NOW)
    assert tallies(project=filled, windows=[week])[0]["finance", None].active == 1


def test_what_was_never_folded_is_told_only_when_it_is_whole(project: Project) -> None:
    send_answer(project, "old", asked_at=FIRST)
    send_answer(project, "new")
    rebuild_and_die(project)
    assert not folded.counts(project)
    fold(project=project, now=NOW)
    assert len(folded.counts(project)) == 2


def test_the_command_goes_on_too(filled: Project) -> None:
    before = folded.people(filled)
    rebuild_and_die(filled)
    call_command("rebuild_rollups", project=filled.slug)
    assert folded.people(filled) == before
