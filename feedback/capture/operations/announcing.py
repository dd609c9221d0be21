"""Tells the floors above, after commit, that a project has something new.

The signal is sent from a thread of its own, at most a few times a second for each project, so
that neither a slow broker nor a dead one stands between a vote and its receipt. Nothing is lost
with it: announcements are rows, and sweeps find them.
"""

import logging
import os
import threading
from uuid import UUID

from django.db import transaction

from feedback.models import Project
from feedback.signals import recorded

log = logging.getLogger(__name__)

PAUSE_S = 0.3


class _Announcer:
    """One thread for each process, started by the first word that process hears."""

    def __init__(self) -> None:
        self._news: set[UUID] = set()
        self._wake = threading.Condition()
        self._pid = 0

    def tell(self, project_id: UUID) -> None:
        with self._wake:
            self._news.add(project_id)
            if self._pid != os.getpid():  # a forked child has no threads of its parent's
                self._pid = os.getpid()
                threading.Thread(target=self._run, name="announcer", daemon=True).start()
            self._wake.notify()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._news)
                news, self._news = self._news, set()
            for project_id in news:
                for receiver, result in recorded.send_robust(Project, project_id=project_id):
                    if isinstance(result, Exception):
                        log.warning("%s did not hear: %s", receiver, result)
            pause.wait(PAUSE_S)


_announcer = _Announcer()


def announce(*, project: Project) -> None:
    """Once the transaction at hand is committed, tell the floors above."""
    project_id = project.id
    transaction.on_commit(lambda: _announcer.tell(project_id))
