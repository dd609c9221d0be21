"""How tasks wait and are handed out, in which queue, and what the beat starts how often.

A job that nobody took in time expires: the next one does the same."""

from datetime import timedelta
from typing import Any

from kombu import Exchange, Queue

CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A killed worker's jobs come back after the visibility timeout, found by a sweep whose own
    # pace is restore_interval. Every task is short and can run twice, so a minute is safe.
    "visibility_timeout": 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "errata"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

_QUEUES = ("errata", "rounds", "outside", "asked")
CELERY_TASK_QUEUES = [Queue(n, Exchange(n), routing_key=n) for n in _QUEUES]
# Placing waits neither for what takes a minute nor for other people's servers; and what somebody
# sits and waits for, not for placing, which takes turns of 20 s.
CELERY_TASK_ROUTES = {
    "triage.clustering.read": {"queue": "asked"},
    "triage.findings.search": {"queue": "rounds"},
    "triage.proposals.consolidate": {"queue": "rounds"},
    "triage.naming.write": {"queue": "outside"},
    "triage.notices.send": {"queue": "outside"},
    "triage.integrations.deliver": {"queue": "outside"},
    "triage.integrations.keep": {"queue": "outside"},
    "triage.resolution.watch": {"queue": "rounds"},
    "triage.routing.learn": {"queue": "rounds"},
    "reporting.fixes.sweep": {"queue": "rounds"},
    "reporting.loop.sweep": {"queue": "rounds"},
    "reporting.novelty.sweep": {"queue": "rounds"},
    "reporting.topics.sweep": {"queue": "rounds"},
    "reporting.alerts.watch": {"queue": "rounds"},
    "reporting.digests.send": {"queue": "outside"},
}

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep complaints without a placement": {
        "task": "triage.clustering.sweep",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "send what waits for endpoints outside": {
        "task": "triage.integrations.sweep",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "search projects for findings": {
        "task": "triage.findings.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "score issues whose score is due": {
        "task": "triage.priority.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "name issues that outgrew their names": {
        "task": "triage.naming.sweep",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "bring back what is due, and hand on what nobody works": {
        "task": "triage.issues.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "tell reporters what became of their complaints": {
        "task": "triage.notices.sweep",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "send mail to reporters": {
        "task": "triage.notices.send",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "see which fixes production has": {
        "task": "triage.resolution.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "watch whether fixes work": {
        "task": "triage.resolution.watch",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "look at the clocks that time has moved": {
        "task": "triage.due.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "consolidate where enough is new": {
        "task": "triage.proposals.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "learn owners from what people decided, and go on with new rules": {
        "task": "triage.routing.sweep",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "send verified answers back that hold no more": {
        "task": "triage.corrections.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "see whether figures got worse beyond chance": {
        "task": "reporting.alerts.watch",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "send digests and alerts to members": {
        "task": "reporting.digests.send",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "fold what is new into the daily tables": {
        "task": "reporting.rollups.sweep",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "tell how unlike the pilot's questions are": {
        "task": "reporting.novelty.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "sort answers by topic": {
        "task": "reporting.topics.sweep",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "reckon use after clean-ups": {
        "task": "reporting.fixes.sweep",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "fold what happened to issues": {
        "task": "reporting.loop.sweep",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
}
