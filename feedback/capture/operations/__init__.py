"""Every write of capture."""

from feedback.capture.operations.answers import record_answers
from feedback.capture.operations.batches import record_batch
from feedback.capture.operations.feedback import Admission, Receipt, record_feedback
from feedback.capture.operations.growing import tell_of_growth

__all__ = [
    "Admission",
    "Receipt",
    "record_answers",
    "record_batch",
    "record_feedback",
    "tell_of_growth",
]
