"""Every write of findings."""

from triage.findings.operations.noting import ACTOR, Noted, note_findings
from triage.findings.operations.searching import search

__all__ = ["ACTOR", "Noted", "note_findings", "search"]
