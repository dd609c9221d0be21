"""Workers that place complaints: side by side, overtaken, killed."""

import threading
from collections.abc import Sequence

import pytest
from django.db import connection, transaction

from feedback.models import Announcement, Project
from tests.builders import NOW, make_project, say, send_answer
from tests.triage.placing import (
    LEAVE,
    VPN,
    complain,
    place_all,
)
from triage.clustering.operations import place_waiting
from triage.clustering.queries import backlog_of
from triage.clustering.tasks import place
from triage.embedding.letters import Letters
from triage.embedding.vectors import Vectors
from triage.models import Issue, Placement


def test_the_task_places_everything(project: Project) -> None:
    for _ in range(70):  # more than one batch
        complain(project)

    place(str(project.pk))

    assert Placement.objects.of(project).count() == 70


def test_the_task_passes_over_a_project_that_is_gone(db: None) -> None:
    place("01900000-0000-7000-8000-000000000000")


class Overtaken(Letters):
    """An embedder that is so slow that people change their minds meanwhile."""

    def __init__(self, project: Project, answer_id: str) -> None:
        self._project, self._answer_id = project, answer_id

    def embed(self, texts: Sequence[str]) -> Vectors:
        say(self._project, self._answer_id, "up", person="ann")
        return super().embed(texts)


def test_a_vote_that_changes_while_it_is_read_waits_for_the_next_round(project: Project) -> None:
    send_answer(project, "a-1")
    word = say(project, "a-1", "down", person="ann")

    place_waiting(project=project, embedder=Overtaken(project, "a-1"), limit=10, now=NOW)
    assert not Placement.objects.filter(feedback=word).exists()

    place_all(project)
    assert not Placement.objects.filter(feedback=word).exists()
    assert not Announcement.objects.of(project).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_place_each_complaint_once_and_open_no_twins() -> None:
    project = make_project("twins")
    for number in range(60):
        complain(project, (LEAVE, VPN)[number % 2])
    failures: list[BaseException] = []

    def work() -> None:
        try:
            while place_waiting(project=project, embedder=Letters(), limit=7, now=NOW):
                pass
        except BaseException as error:  # noqa: BLE001 - the test's own thread reports it
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert [issue.complaints for issue in Issue.objects.of(project)] == [30, 30]
    assert Placement.objects.of(project).count() == 60


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_everything_as_it_was() -> None:
    project = make_project("dies")
    complain(project)

    @transaction.atomic
    def killed() -> None:
        place_all(project)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()

    assert backlog_of(project)[0] == 1
    assert place_all(project) == 1
