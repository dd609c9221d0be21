"""The Celery app: every `<app>/<capability>/tasks.py` is found by name."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("errata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "triage.clustering",
        "triage.corrections",
        "triage.due",
        "triage.findings",
        "triage.integrations",
        "triage.issues",
        "triage.naming",
        "triage.notices",
        "triage.priority",
        "triage.proposals",
        "triage.resolution",
        "triage.routing",
        "reporting.fixes",
        "reporting.loop",
        "reporting.alerts",
        "reporting.digests",
        "reporting.novelty",
        "reporting.rollups",
        "reporting.topics",
    ],
)
