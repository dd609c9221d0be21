"""The tables of the top floor."""

from reporting.models.audits import Audit, AuditItem, Said
from reporting.models.loop import IssueProgress, LoopState, ReceiptDay
from reporting.models.rollups import DailyCount, FoldState, LeftDay, PersonDay
from reporting.models.trust import ConfidenceDay, PastSource, SourceDay, VerifiableDay

__all__ = [
    "Audit",
    "AuditItem",
    "ConfidenceDay",
    "DailyCount",
    "FoldState",
    "IssueProgress",
    "LeftDay",
    "LoopState",
    "PastSource",
    "PersonDay",
    "ReceiptDay",
    "Said",
    "SourceDay",
    "VerifiableDay",
]
