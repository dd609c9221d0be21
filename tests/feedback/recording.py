"""Recording answers and words as every interface does, for the tests of it."""

from datetime import timedelta

from feedback.capture.messages import FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.errors import RefusedError
from tests.builders import NOW

LATER = NOW + timedelta(hours=1)


def tell(project, *messages, channel="api", now=NOW):
    return record_feedback(
        project=project, messages=messages, channel=channel, actor="system:test", now=now
    )


def refusal(project, **fields):
    [result] = tell(project, FeedbackMessage(**fields))
    assert isinstance(result, RefusedError)
    return result


def send(project, *messages, now=NOW):
    return record_answers(project=project, messages=messages, actor="system:test", now=now)
