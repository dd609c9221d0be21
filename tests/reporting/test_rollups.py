"""The daily tables are what the raw rows add up to, however the rows came."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from feedback.models import Answer, Project
from reporting.models import FoldState, SpanCount, Stale
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import tallies
from reporting.rollups.tally import Tally, Window
from tests.builders import NOW, say, send_answer
from tests.reporting.folded import counts, people
from tests.reporting.history import History, counts_from_raw_rows, rows_of_people

YESTERDAY = NOW - timedelta(days=1)


def total(project: Project, day: datetime) -> Tally:
    [table] = tallies(project=project, windows=[Window(day.date(), day.date())])
    return table.get((None, None), Tally())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_folding_as_rows_come_ends_where_plain_recomputation_does(
    project: Project, seed: int
) -> None:
    history = History(project, seed)
    for _ in range(12):
        history.go_on(25)
        fold(project=project, now=history.now)
    assert counts(project) == counts_from_raw_rows(project)
    users = {who for _, who in rows_of_people(project)}
    assert len({row[5] for row in people(project) if row[4] == "users"}) == len(users)


def test_rebuilding_gives_what_folding_gave(project: Project) -> None:
    history = History(project, 4)
    for _ in range(6):
        history.go_on(25)
        fold(project=project, now=history.now)
    folded = counts(project), people(project)
    rebuild(project=project, now=history.now)
    assert (counts(project), people(project)) == folded


def test_a_fold_with_nothing_new_does_nothing(project: Project) -> None:
    say(project, send_answer(project))
    assert fold(project=project, now=NOW) == 1
    assert fold(project=project, now=NOW + timedelta(seconds=9)) == 0
    assert FoldState.objects.get().checked_at == NOW + timedelta(seconds=9)


def test_a_row_that_was_committed_late_is_found(project: Project) -> None:
    fold(project=project, now=NOW)
    send_answer(project, now=NOW - timedelta(minutes=9))
    fold(project=project, now=NOW + timedelta(seconds=1))
    assert total(project, NOW).answers == 1


def test_an_answer_known_only_from_a_vote_is_not_counted(project: Project) -> None:
    say(project, "unsent", "up", person="u-1")
    fold(project=project, now=NOW)
    assert total(project, NOW) == Tally(
        words=1, up=1, users=1, speakers=1, voters=1, registered=1, active=1
    )


def test_a_stub_that_is_filled_counts_on_the_day_it_was_given(project: Project) -> None:
    say(project, "late", "up")
    fold(project=project, now=NOW)
    send_answer(project, "late", asked_at=YESTERDAY, now=NOW + timedelta(hours=1))
    fold(project=project, now=NOW + timedelta(hours=1))
    assert total(project, NOW).rated_answers == 0
    assert total(project, YESTERDAY).rated_answers == 1


def test_an_answer_that_moves_leaves_the_day_it_was_counted_on(project: Project) -> None:
    send_answer(project, "moving", person="u-1")
    fold(project=project, now=NOW)
    send_answer(project, "moving", asked_at=YESTERDAY, now=NOW + timedelta(hours=1))
    fold(project=project, now=NOW + timedelta(hours=1))
    assert total(project, NOW).answers == 0
    assert total(project, YESTERDAY).answers == 1
    assert not Stale.objects.exists()


def test_a_word_makes_its_answer_a_rated_one_on_the_answers_day(project: Project) -> None:
    answer = send_answer(project, asked_at=YESTERDAY)
    fold(project=project, now=NOW)
    say(project, answer, "down", now=NOW + timedelta(hours=1))
    fold(project=project, now=NOW + timedelta(hours=1))
    assert total(project, YESTERDAY).complained_answers == 1
    assert total(project, NOW).down == 1


def test_a_changed_mind_counts_on_the_day_of_the_first_word(project: Project) -> None:
    answer = send_answer(project)
    say(project, answer, "down", person="u-1")
    fold(project=project, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    say(project, answer, "up", person="u-1", now=tomorrow)
    fold(project=project, now=tomorrow)
    assert (total(project, NOW).up, total(project, NOW).down) == (1, 0)
    assert total(project, tomorrow).words == 0


def test_a_word_taken_back_does_not_count(project: Project) -> None:
    answer = send_answer(project)
    say(project, answer, "down", person="u-1")
    fold(project=project, now=NOW)
    say(project, answer, None, person="u-1", withdrawn=True, now=NOW + timedelta(hours=1))
    fold(project=project, now=NOW + timedelta(hours=1))
    assert (total(project, NOW).words, total(project, NOW).rated_answers) == (0, 0)


def test_days_are_utc_days(project: Project) -> None:
    send_answer(project, asked_at=datetime.fromisoformat("2026-06-10T01:30:00+02:00"))
    fold(project=project, now=NOW)
    assert [str(day) for day, _, _ in counts(project)] == ["2026-06-09"]


def test_another_projects_rows_stay_out(project: Project, other_project: Project) -> None:
    say(other_project, send_answer(other_project))
    assert fold(project=project, now=NOW) == 0
    assert rebuild(project=project, now=NOW) == 0


def test_the_command_rebuilds_after_rows_were_deleted(project: Project) -> None:
    send_answer(project)
    fold(project=project, now=NOW)
    Answer.objects.all().delete()
    call_command("rebuild_rollups", project=project.slug)
    assert not SpanCount.objects.exists()


def test_the_command_names_a_project_it_does_not_know(db: None) -> None:
    with pytest.raises(CommandError, match="no project nowhere"):
        call_command("rebuild_rollups", project="nowhere")


def test_no_insert_of_an_answer_or_a_word_pays_for_reports(db: None) -> None:
    inserting = 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'reporting_%%' AND tgtype & %s > 0",
            [inserting],
        )
        assert cursor.fetchall() == [("feedback_person",)]
