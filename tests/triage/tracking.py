"""Trackers that tests begin with, and turns of keeping without a broker."""

from datetime import datetime
from random import Random
from typing import Any

from feedback.models import Project
from tests.builders import NOW
from tests.triage.acting import ANN
from tests.triage.their_trackers import Jira, Server
from triage.integrations.trackers.keeping import (
    bring_into_step,
    claim_reading,
    claim_twins,
    read_of,
    settle_reading,
    settle_twin,
    something_to_keep,
    twins_of,
)
from triage.integrations.trackers.operations import connect_tracker
from triage.models import Tracker


def connect(project: Project, server: Server, **fields: Any) -> Tracker:
    chosen = {"name": "Their tracker", "login": "", "token": "token-1", "url": server.url}
    chosen |= {"kind": type(server).__name__.lower(), "place": server.place}
    if isinstance(server, Jira):
        chosen["login"] = "ann@alpha.example"
    return connect_tracker(project=project, actor=ANN, now=NOW, **{**chosen, **fields})


def keep(now: datetime = NOW) -> None:
    """Turns of keeping, until nothing is due."""
    while something_to_keep(now):
        for work in claim_twins(now=now):
            done = bring_into_step(work)
            settle_twin(work=work, done=done, now=now, chance=Random(1))
        if tracker := claim_reading(now=now):
            reading = read_of(tracker, twins_of(tracker), now)
            settle_reading(tracker=tracker, reading=reading, begun=now, now=now)
