"""Releases by themselves: who answers for them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.messages import ReleaseMessage
from feedback.capture.operations.retrying import again_on_conflict
from feedback.models import Project, Release

Outcome = Literal["created", "updated", "duplicate"]


@again_on_conflict
@transaction.atomic
def record_releases(
    *, project: Project, messages: Sequence[ReleaseMessage], actor: str, now: datetime
) -> list[Outcome]:
    """Make or bring up to date each release; later messages win. An outcome for each."""
    names = [message.id for message in messages]
    rows = Release.objects.of(project).filter(name__any=names).order_by("id")
    found = {release.name: release for release in rows.select_for_update()}
    outcomes: list[Outcome] = []
    for message in messages:
        release = found.get(message.id)
        if release is None:
            found[message.id] = Release.objects.create(
                project=project, name=message.id, owner=message.owner, first_seen=now
            )
            outcomes.append("created")
        elif message.owner and message.owner != release.owner:
            release.owner = message.owner
            release.save(update_fields=["owner"])
            outcomes.append("updated")
        else:
            outcomes.append("duplicate")
    counts: Counter[str] = Counter(outcomes)
    if counts.keys() - {"duplicate"}:
        record(
            project=project,
            actor=actor,
            verb="releases.synced",
            subject="releases",
            now=now,
            data=dict(counts),
        )
    return outcomes
