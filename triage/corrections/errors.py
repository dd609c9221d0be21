"""What reviewing refuses."""

from feedback.errors import ConflictError, RefusedError


class ReviewRefusedError(RefusedError):
    """What is asked for makes no sense, whatever the state of the correction or the answer."""

    code = "review_refused"


class ReviewStateError(ConflictError):
    """Somebody decided it first ("already_decided"), the text is another by now ("overtaken"), or
    it is not in the state that the act starts from."""

    code = "already_decided"
