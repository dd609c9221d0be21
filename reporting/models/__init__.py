"""The tables of the top floor."""

from reporting.models.audits import Audit, AuditItem, Said
from reporting.models.rollups import DailyCount, FoldState, LeftDay, PersonDay

__all__ = ["Audit", "AuditItem", "DailyCount", "FoldState", "LeftDay", "PersonDay", "Said"]
