"""Every write of findings."""

from triage.findings.operations.common import ACTOR, Noted
from triage.findings.operations.escalating import note_escalations
from triage.findings.operations.noting import note_findings
from triage.findings.operations.searching import search

__all__ = ["ACTOR", "Noted", "note_escalations", "note_findings", "search"]
