"""The tables of the top floor."""

from reporting.models.alerts import Alert
from reporting.models.audits import Audit, AuditItem, Said
from reporting.models.digests import ReportMail, Subscription
from reporting.models.fixes import SourceCleanups
from reporting.models.loop import IssueProgress, LoopState, ReceiptDay
from reporting.models.novelty import AnswerNovelty, NoveltyState
from reporting.models.register import PersonMarks, PersonNumber, Register
from reporting.models.rollups import FoldState, Homes, SpanCount, Stale
from reporting.models.topics import AnswerTopic, Topic, TopicState
from reporting.models.trajectory import Promise
from reporting.models.trust import ConfidenceSpan, PastSource, SourceSpan

__all__ = [
    "Alert",
    "AnswerNovelty",
    "AnswerTopic",
    "Audit",
    "AuditItem",
    "ConfidenceSpan",
    "FoldState",
    "Homes",
    "IssueProgress",
    "LoopState",
    "NoveltyState",
    "PastSource",
    "PersonMarks",
    "PersonNumber",
    "Promise",
    "ReceiptDay",
    "Register",
    "ReportMail",
    "Said",
    "SourceCleanups",
    "SourceSpan",
    "SpanCount",
    "Stale",
    "Subscription",
    "Topic",
    "TopicState",
]
