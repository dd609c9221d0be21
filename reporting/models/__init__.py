"""The tables of the top floor."""

from reporting.models.rollups import DailyCount, FoldState, LeftDay, PersonDay

__all__ = ["DailyCount", "FoldState", "LeftDay", "PersonDay"]
