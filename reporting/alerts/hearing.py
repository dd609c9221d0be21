"""Who is told of alerts, so that one that tells nobody is seen."""

from feedback.models import Project
from reporting.alerts.outside import EVENT
from reporting.kit.blocks import Block, Grid, Head
from reporting.kit.told import Entry, Plain
from reporting.models import Subscription
from triage.models import Endpoint

NOBODY = (
    "Nobody is told of alerts: whoever wants to know chooses that under Digest and alerts, or a "
    "manager adds an integration."
)


def hearing(project: Project) -> Block:
    """Members by mail, and each endpoint that asked for alerts, with whether it is told."""
    members = Subscription.objects.filter(
        member__project=project, member__left_at=None, alerts=True
    ).count()
    endpoints = Endpoint.objects.of(project).filter(events__contains=[EVENT])
    rows: list[tuple[Entry, ...]] = [
        (Plain(str(one.get_kind_display())), Plain(one.name), Plain(one.off or "on", _state(one)))
        for one in endpoints
    ]
    if members:
        rows.insert(0, (Plain("E-mail"), Plain(members, f"{members:,} members"), Plain("on")))
    told = members or any(not one.off for one in endpoints)
    return Block(
        id="told",
        title="Who is told",
        summary="" if told else NOBODY,
        grid=Grid((Head("by", "By"), Head("who", "Who"), Head("state", "State")), tuple(rows)),
        empty=NOBODY,
    )


def _state(endpoint: Endpoint) -> str:
    if endpoint.off:
        return f"off ({endpoint.get_off_display().lower()}): tells nobody"
    return "on, failing" if endpoint.failing_since else "on"
