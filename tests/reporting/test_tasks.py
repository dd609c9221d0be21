"""Folding in the background."""

import pytest
from django.core.cache import cache

from config.celery import app
from feedback.models import Project
from reporting.rollups import tasks
from tests.builders import send_answer
from tests.reporting.folded import counts


def waiting() -> int:
    with app.connection_for_write() as connection:
        return int(connection.default_channel.client.llen("errata"))


@pytest.fixture
def empty_queue() -> None:
    cache.clear()
    with app.connection_for_write() as connection:
        connection.default_channel.client.delete("errata")


def test_news_that_come_close_together_are_folded_together(
    project: Project, empty_queue: None
) -> None:
    for _ in range(3):
        tasks.nudge(project_id=project.id)
    assert waiting() == 1


def test_after_a_fold_news_are_heard_again(project: Project, empty_queue: None) -> None:
    tasks.nudge(project_id=project.id)
    tasks.fold(str(project.id))
    tasks.nudge(project_id=project.id)
    assert waiting() == 2


def test_the_task_folds_its_project(project: Project) -> None:
    send_answer(project)
    tasks.fold(str(project.id))
    assert sum(day["answers"] for day in counts(project).values()) == 1


def test_the_sweep_folds_every_project(project: Project, other_project: Project) -> None:
    send_answer(project)
    send_answer(other_project)
    tasks.sweep()
    assert all(len(counts(one)) == 1 for one in (project, other_project))
