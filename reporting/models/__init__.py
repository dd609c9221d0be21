"""The tables of the top floor."""

from reporting.models.rollups import DailyCount, FoldState, PersonDay

__all__ = ["DailyCount", "FoldState", "PersonDay"]
