"""Every write of capture."""

from feedback.capture.operations.answers import record_answers
from feedback.capture.operations.batches import record_batch
from feedback.capture.operations.exposures import record_exposures
from feedback.capture.operations.feedback import (
    Admission,
    Judged,
    Receipt,
    judge,
    record_feedback,
    record_judged,
)
from feedback.capture.operations.growing import tell_of_growth
from feedback.capture.operations.releases import record_releases
from feedback.capture.operations.sources import record_sources

__all__ = [
    "Admission",
    "Judged",
    "Receipt",
    "judge",
    "record_answers",
    "record_batch",
    "record_exposures",
    "record_feedback",
    "record_judged",
    "record_releases",
    "record_sources",
    "tell_of_growth",
]
