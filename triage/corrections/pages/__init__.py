"""The pages of this room."""

from triage.corrections.pages.deciding import choose_second, decide, undo
from triage.corrections.pages.reading import corrections

__all__ = ["choose_second", "corrections", "decide", "undo"]
