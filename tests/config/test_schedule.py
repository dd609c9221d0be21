"""What the beat starts, workers know."""

from config.celery import app
from config.schedule import CELERY_BEAT_SCHEDULE, CELERY_TASK_ROUTES


def test_every_task_on_the_schedule_is_one() -> None:
    app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()}
    assert scheduled | CELERY_TASK_ROUTES.keys() <= app.tasks.keys()
