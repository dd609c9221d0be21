"""What audits refuse."""

from feedback.errors import ConflictError, RefusedError


class AuditRefusedError(RefusedError):
    """What is asked for makes no sense: a window without answers, no such verdict."""

    code = "audit_refused"


class AuditStateError(ConflictError):
    """Somebody judged it first, or there is no judgement to take back."""

    code = "already_judged"
