"""`manage.py import_feedback`: what a whole file comes to, twice, broken off, and refused."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from feedback.imports import operations, preparing
from feedback.models import (
    Announcement,
    Answer,
    AuditEvent,
    Feedback,
    FeedbackRevision,
    ImportRun,
    Person,
)
from tests.builders import make_project, say, send_answer
from tests.needs import shared_file

ROWS = [
    {"id": 1, "ts": "2026-05-01T10:00:00Z", "user": "ann", "answer_id": "a", "rating": 1},
    {"id": 2, "ts": "2026-05-02T10:00:00Z", "user": "bob", "answer_id": "a", "rating": -1},
    {"id": 3, "ts": "2026-05-03T10:00:00Z", "user": "ann", "answer_id": "b", "rating": -1}
    | {"question": "Why?", "answer": "So.", "comment": "Not so."},
]


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    return settings.VAR


@pytest.fixture
def write(tmp_path):
    def write(rows, name="rows.jsonl"):
        path = tmp_path / name
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_text("".join(f"{line}\n" for line in lines))
        return path

    return write


def load(path, *options, project="alpha"):
    out = io.StringIO()
    call_command("import_feedback", str(path), "--project", project, *options, stdout=out)
    return out.getvalue()


def last_line(text):
    return text.splitlines()[-1]


def test_a_file_is_taken(project, write):
    said = last_line(load(write(ROWS)))
    assert said == "1 answers and 3 votes new, 0 refused."
    words = Feedback.objects.order_by("given_at")
    assert [w.rating for w in words] == [1, -1, -1]
    assert {w.channel for w in words} == {"import"}
    assert words[0].given_at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert Person.objects.count() == 2
    assert Announcement.objects.count() == 2
    assert Answer.objects.get(stub=False).asked_at == datetime(2026, 5, 3, 10, tzinfo=UTC)


def test_csv_is_taken_as_well(project, write):
    path = write(["id;answer_id;thumb;comment", "1;a;up;Good", "2;a;down;Bad"], "rows.csv")
    assert last_line(load(path)) == "0 answers and 2 votes new, 0 refused."
    assert set(Feedback.objects.values_list("rating", "comment")) == {(1, "Good"), (-1, "Bad")}


def test_a_file_taken_twice_changes_nothing(project, write):
    path = write(ROWS)
    load(path)
    counts = [m.objects.count() for m in (FeedbackRevision, Answer, Person, AuditEvent)]
    assert last_line(load(path)) == "Nothing new: 3 rows known already, 0 refused."
    assert [m.objects.count() for m in (FeedbackRevision, Answer, Person, AuditEvent)] == counts


def test_a_longer_file_of_another_name_brings_only_what_is_new(project, write):
    load(write(ROWS[:2]))
    said = last_line(load(write(ROWS, "more.jsonl")))
    assert said == "1 answers and 1 votes new, 2 rows known already, 0 refused."


def test_a_row_that_was_edited_is_a_changed_mind(project, write):
    row = {"id": 9, "answer_id": "a", "rating": 1}
    load(write([row]))
    said = last_line(load(write([{**row, "rating": -1}])))
    assert "1 changed minds" in said
    assert Feedback.objects.get().revision == 2


def test_rows_out_of_order_leave_the_latest_word_standing(project, write):
    rows = [{**ROWS[0], "id": 7, "ts": "2026-05-04T10:00:00Z", "rating": -1}, ROWS[0]]
    assert "1 older than what stands" in last_line(load(write(rows)))
    assert Feedback.objects.get().rating == -1


def test_an_answer_that_stands_is_left_as_it_is(project, write):
    send_answer(project, "x", text="As sent.", question="")
    load(write([{"id": 1, "answer_id": "x", "answer": "As imported.", "rating": 1}]))
    assert Answer.objects.get().text == "As sent."


def test_the_answers_of_votes_may_come_in_another_file(project, write):
    load(write(ROWS[:2]))
    load(write([{"id": "a", "answer": "So.", "sources": ["Leave policy"]}], "answers.jsonl"))
    answer = Answer.objects.get(external_id="a")
    assert (answer.stub, answer.text, answer.citations.count()) == (False, "So.", 1)


def test_what_is_refused_is_reported_by_line_and_kept(project, write, var):
    rows = [ROWS[0], "oops", {**ROWS[1], "ts": "2999-01-01"}, {**ROWS[1], "rating": "purple"}]
    said = load(write(rows))
    assert "line 2: The line is not JSON" in said
    assert "refused 1: time_out_of_range" in said
    [rejects] = (var / "imports").iterdir()
    kept = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert [(r["line"], r["code"]) for r in kept] == [
        (2, "not_json"),
        (3, "time_out_of_range"),
        (4, "rating_unknown"),
    ]
    assert kept[2]["row"] == {**ROWS[1], "rating": "purple"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"ts": "9999-12-31T23:59:59-23:00"}, "time_out_of_range"),
        ({"ts": "0001-01-01T00:00:00+23:00"}, "time_out_of_range"),
        ({"ts": 10**300}, "time_unreadable"),
        ({"answer": "So.", "latency_ms": 1e300}, "invalid"),
        ({"comment": "a\x00b"}, "invalid"),
        ({"sources": [{"id": "a\x00b"}]}, "invalid"),
        ({"user": {"name": "ann"}}, "wrong_type"),
    ],
)
def test_odd_values_are_refused_each_by_itself(project, write, row, code):
    said = load(write([ROWS[0], {**ROWS[1], **row}]))
    assert f"refused 1: {code}" in said
    assert Feedback.objects.count() == 1


def test_rejects_can_be_put_elsewhere(project, write, tmp_path):
    load(write([ROWS[0], "oops"]), "--rejects", str(tmp_path / "no" / "rejects"))
    assert (tmp_path / "no" / "rejects").read_text().count("\n") == 1


def test_what_was_changed_is_reported(project, write):
    rows = [{"id": n, "answer_id": "a", "rating": n, "reasons": "outdated"} for n in (1, 2, 3)]
    said = load(write(rows), "--scale", "1:3")
    assert "changed 1: rating in the middle of the scale: no thumb" in said
    assert "changed 3: no time: that of the import taken" in said
    assert "changed 3: reason outdated taken as out_of_date" in said


def test_ratings_on_a_scale_are_refused_until_it_is_named(project, write):
    path = write([{"id": n, "answer_id": "a", "rating": n} for n in (1, 5)])
    with pytest.raises(CommandError, match="None of the 2 rows"):
        load(path)
    load(path, "--scale", "1:5")
    assert set(Feedback.objects.values_list("rating", flat=True)) == {1, -1}


def test_a_dry_run_tells_and_stores_nothing(project, write):
    said = last_line(load(write(ROWS), "--dry-run"))
    assert said == "Dry run, nothing is stored. 1 answers and 3 votes new, 0 refused."
    assert not Feedback.objects.exists()
    assert not ImportRun.objects.exists()


def test_times_are_spread_the_same_when_taken_again(project, write):
    path = write([{"id": n, "answer_id": "a", "rating": 1} for n in range(10)])
    load(path, "--spread", "10")
    times = list(Feedback.objects.order_by("given_at").values_list("given_at", flat=True))
    assert {b - a for a, b in pairwise(times)} == {timedelta(days=1)}
    load(path, "--spread", "10")
    assert set(Feedback.objects.values_list("given_at", flat=True)) == set(times)


def test_an_import_leaves_an_event_when_it_is_done(project, write):
    load(write(ROWS))
    event = AuditEvent.objects.get(verb="import.finished")
    assert (event.actor, event.data["rows"]) == ("system:import", 3)


def test_an_empty_file_brings_nothing_new(project, write):
    assert last_line(load(write([]))) == "Nothing new: the file holds no rows."


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "nonsense=x"], "not FIELD=COLUMN"),
        (["--map", "comment=nope"], "No row has a column 'nope'"),
        (["--scale", "5:1"], "does not go from a low to a high"),
        (["--spread", "0"], "not a number of days"),
    ],
)
def test_options_that_make_no_sense_are_refused(project, write, options, said):
    with pytest.raises(CommandError, match=said):
        load(write(ROWS), *options)


def test_an_unknown_project_and_a_missing_file_are_refused(project, write, tmp_path):
    with pytest.raises(CommandError, match="There is no project omega"):
        load(write(ROWS), project="omega")
    with pytest.raises(CommandError, match="There is no file"):
        load(tmp_path / "none.jsonl")


def test_another_projects_rows_are_its_own(project, other_project, write):
    path = write(ROWS)
    load(path)
    load(path, project="omega")
    assert Feedback.objects.of(other_project).count() == 3


def test_a_live_vote_is_not_undone_by_history(project, write):
    say(project, "a", "up", person="bob")
    assert "1 older than what stands" in last_line(load(write(ROWS)))
    assert Feedback.objects.get(person__external_id="bob").rating == 1


def test_two_imports_of_one_file_do_not_mix(project, write, monkeypatch):
    monkeypatch.setattr(preparing, "BATCH_ROWS", 1)
    path = write(ROWS)
    taken = operations.take_batch

    def overtaken(**given):
        ImportRun.objects.update(lines_done=2)
        return taken(**given)

    monkeypatch.setattr(operations, "take_batch", overtaken)
    with pytest.raises(CommandError, match="Somebody else is importing this file"):
        load(path)


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_goes_on_where_it_stopped(tmp_path):
    project = make_project("alpha")
    path = tmp_path / "rows.jsonl"
    bad = {"id": "bad", "answer_id": "a", "rating": "purple"}
    rows = [{"id": n, "answer_id": f"a{n % 50}", "rating": 1 - 2 * (n % 2)} for n in range(12_000)]
    rows[::2000] = [bad] * 6
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    database = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{database}"
    rejects = tmp_path / "rejects"
    command = [sys.executable, "manage.py", "import_feedback", path, "--project", "alpha"]
    process = subprocess.Popen(
        [*command, "--rejects", rejects],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
    )
    while not Feedback.objects.exists() and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = ImportRun.objects.get()
    assert 0 < Feedback.objects.count() < before.lines_done <= 11_000
    said = load(path, "--rejects", str(rejects))
    assert f"Going on behind line {before.lines_done:,}" in said
    assert Feedback.objects.of(project).count() == FeedbackRevision.objects.count() == 11_994
    lines = [json.loads(line)["line"] for line in rejects.read_text().splitlines()]
    assert lines == list(range(1, 12_000, 2000))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "each", "words"),
    [
        ("feedbackqa", 1, 3858),
        ("expertqa_answers", 1, 304),
        ("truthfulqa", 1, 2801),
        ("qa_feedback", 1, 263),
        ("halueval", 1, 2197),
        ("cofacts_feedback", 8, 4902),  # every eighth of 39,218 rows
    ],
)
def test_real_files_are_taken_whole_with_plain_defaults(project, write, name, each, words):
    rows = shared_file(f"{name}.jsonl").read_text().splitlines()[::each]
    said = last_line(load(write(rows, f"{name}.jsonl")))
    assert f"and {words:,} votes new" in said
    assert said.endswith(" 0 refused.")
