"""The pages of this room."""

from triage.corrections.pages.deciding import choose_second, decide, undo
from triage.corrections.pages.reading import corrections
from triage.corrections.pages.regression import regression_run, regression_runs
from triage.corrections.pages.verified import (
    act_on_verified,
    verified_answer,
    verified_answers,
)

__all__ = [
    "act_on_verified",
    "choose_second",
    "corrections",
    "decide",
    "regression_run",
    "regression_runs",
    "undo",
    "verified_answer",
    "verified_answers",
]
