"""After a change of SECRET_KEY: what was sealed under a former one, under the new one."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.integrations.sealing import UnreadableError, seal, unseal
from triage.models import Endpoint, Tracker

ACTOR = "system:integrations"
_ENDPOINTS = ("sealed_url", "sealed_secret", "former_secret")
_TRACKERS = ("sealed_token",)


@dataclass(frozen=True)
class Resealed:
    """How many texts were sealed anew, and how many nobody can read any more."""

    sealed: int
    unreadable: int


@transaction.atomic
def reseal(*, now: datetime) -> Resealed:
    """Seal everything anew. The former key is needed no more, but for what can't be read."""
    sealed: Counter[UUID] = Counter()  # `+sealed` are those of one and more
    unreadable = 0
    for endpoint in Endpoint.objects.select_for_update(no_key=True):
        done, lost = _sealed_anew(endpoint, _ENDPOINTS)
        sealed[endpoint.project_id] += done
        unreadable += lost
    for tracker in Tracker.objects.select_for_update(no_key=True):
        done, lost = _sealed_anew(tracker, _TRACKERS)
        sealed[tracker.project_id] += done
        unreadable += lost
    for project in Project.objects.filter(pk__in=+sealed):
        record(
            project=project,
            actor=ACTOR,
            verb="secrets.resealed",
            subject=f"project:{project.pk}",
            now=now,
            data={"secrets": sealed[project.pk]},
        )
    return Resealed(sealed.total(), unreadable)


def _sealed_anew(row: Endpoint | Tracker, names: tuple[str, ...]) -> tuple[int, int]:
    """How many fields were sealed anew, and how many can't be read."""
    done = lost = 0
    for name in names:
        if not (text := getattr(row, name)):
            continue
        try:
            setattr(row, name, seal(unseal(text)))
            done += 1
        except UnreadableError:
            lost += 1
    row.save(update_fields=names)
    return done, lost
