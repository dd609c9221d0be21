"""What was seen gives responses a denominator: of those who saw an answer, who said anything."""

import csv
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.capture.messages import ExposureMessage
from feedback.capture.operations import record_exposures
from feedback.models import Project
from reporting.rollups.operations import fold, rebuild
from reporting.rollups.queries import tallies
from reporting.rollups.tally import Tally, Window
from tests.builders import NOW, say, send_answer
from tests.reporting.folded import counts

NAME = "seen_response_rate"
DAY = {"from": "2026-06-15", "to": "2026-06-15"}
YESTERDAY = NOW - timedelta(days=1)


def see(project: Project, answer: str, people: Sequence[str], **fields: Any) -> None:
    """These people saw the answer."""
    messages = [ExposureMessage(answer=answer, person=p, **fields) for p in people]
    record_exposures(project=project, messages=messages, actor="system:test", now=NOW)


def people(team: str, number: int) -> list[str]:
    return [f"{team}-{n}" for n in range(number)]


@pytest.fixture
def ask(key_client: Callable[[str], APIClient]) -> Callable[..., Any]:
    client = key_client("secret")

    def get(**asked: str) -> Any:
        return client.get(f"/api/v1/metrics/{NAME}", {**DAY, **asked}).json()

    return get


def counted(project: Project) -> Tally:
    [found] = tallies(project=project, windows=[Window(NOW.date(), NOW.date())])
    return found.get((None, None), Tally())


def test_of_those_who_saw_it_so_many_said_something(
    project: Project, ask: Callable[..., Any]
) -> None:
    send_answer(project, "a-1")
    see(project, "a-1", people("sales", 12), team="Sales")
    for person in people("sales", 3):
        say(project, "a-1", "up", person=person)
    say(project, "a-1", "down", person="somebody else")
    fold(project=project, now=NOW)

    figure = ask()

    assert (figure["numerator"], figure["denominator"], figure["people"]) == (3, 12, 12)
    assert figure["value"] == 0.25
    assert figure["interval"] == pytest.approx([0.0889, 0.5323], abs=0.001)
    sales, nobodys = ask(by="team")["series"]
    assert (sales["team"]["slug"], sales["value"]) == ("sales", 0.25)
    assert nobodys["status"] == "not_measured"
    [week] = ask(by="week")["series"]
    assert week["value"] == 0.25


def test_where_nothing_was_sent_it_is_not_measured(
    project: Project, ask: Callable[..., Any]
) -> None:
    say(project, send_answer(project, "a-1"), "up", person="ann")
    fold(project=project, now=NOW)
    figure = ask()
    assert (figure["status"], figure["value"]) == ("not_measured", None)


def test_few_viewers_are_hidden_and_few_sightings_too_early(
    project: Project, ask: Callable[..., Any]
) -> None:
    see(project, "a-1", people("sales", 4))
    fold(project=project, now=NOW)
    assert ask()["status"] == "hidden"
    see(project, "a-2", people("sales", 6))
    fold(project=project, now=NOW)
    assert ask()["status"] == "ok"
    see(project, "a-3", people("legal", 5), team="Legal", seen_at=YESTERDAY)
    fold(project=project, now=NOW + timedelta(minutes=1))
    earlier = ask(**{"from": "2026-06-14", "to": "2026-06-14"})
    assert (earlier["status"], earlier["missing"]) == ("too_early", 5)


def test_a_word_counts_on_the_day_on_which_its_voter_saw_the_answer(project: Project) -> None:
    see(project, "a-1", ["ann", "ben"])
    fold(project=project, now=NOW)
    assert (counted(project).seen, counted(project).seen_spoken) == (2, 0)
    later = NOW + timedelta(days=2)
    say(project, "a-1", "up", person="ann", now=later)
    fold(project=project, now=later)
    assert (counted(project).seen, counted(project).seen_spoken) == (2, 1)
    before = counts(project)
    rebuild(project=project, now=later)
    assert counts(project) == before
    say(project, "a-1", None, person="ann", withdrawn=True, now=later)
    fold(project=project, now=later)
    assert counted(project).seen_spoken == 0


def test_seeing_an_answer_is_no_use_of_the_assistant(project: Project) -> None:
    see(project, "a-1", ["ann"])
    fold(project=project, now=NOW)
    tally = counted(project)
    assert (tally.viewers, tally.users, tally.active, tally.never_used) == (1, 0, 0, 1)


def test_a_visitor_who_sees_and_speaks_is_one_person(project: Project) -> None:
    messages = [ExposureMessage(answer=f"a-{n}", visitor="v-1") for n in range(3)]
    record_exposures(project=project, messages=messages, actor="system:test", now=NOW)
    say(project, "a-0", "up", visitor="v-1")
    fold(project=project, now=NOW)
    tally = counted(project)
    assert (tally.viewers, tally.users, tally.seen, tally.seen_spoken) == (1, 1, 3, 1)


def test_report_and_file_say_the_same(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    client = member_client("viewer")
    say(project, send_answer(project, "a-1"), "up", person="ann")
    fold(project=project, now=NOW)
    page = "/p/alpha/report/overview/?from=2026-06-15&to=2026-06-15&part=by-team"
    assert "not measured" in client.get(page).content.decode()
    see(project, "a-1", people("sales", 20))
    for person in people("sales", 5):
        say(project, "a-1", "up", person=person)
    fold(project=project, now=NOW)
    assert "5 of 20 answers seen" in client.get(page).content.decode()
    query = "from=2026-06-15&to=2026-06-15"
    file = client.get(f"/p/alpha/report/overview/by-team.csv?{query}").content.decode()
    [line, *_] = csv.DictReader(file.splitlines())
    assert (line[f"{NAME}_status"], line[NAME]) == ("ok", "0.25")
