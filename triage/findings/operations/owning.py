"""Who gets a finding."""

from feedback.models import Project, Source
from triage.clustering.queries import complaints_of
from triage.findings.found import Found
from triage.models import Kind
from triage.routing.matching import Facts
from triage.routing.queries import Desk, Routed

# Enough to tell by majority.
MOST_ASKED = 64


def routed_for(project: Project, found: Found, desk: Desk, *, kind: Kind) -> Routed:
    """Who gets it. What is about sources goes to whoever answers for those; else to
    whoever most of the complaints would go to, or all of them together."""
    if found.sources:
        return desk.decide(_about(project, found, kind))
    ids = [complaint.id for complaint in found.heard[:MOST_ASKED]]
    complaints = complaints_of(project, ids)
    return desk.decide_by_majority(complaints, kind=kind) or desk.decide(
        desk.facts_of(complaints, kind=kind)
    )


def _about(project: Project, found: Found, kind: Kind) -> Facts:
    sources = Source.objects.of(project).filter(pk__in=found.sources).order_by("external_id")
    names = [name for s in sources for name in (s.external_id, s.uri, s.title) if name]
    owners = [source.owner for source in sources if source.owner]
    return Facts(
        sources=tuple(dict.fromkeys(names)),
        source_owners=tuple(dict.fromkeys(owners)),
        kind=kind,
    )
