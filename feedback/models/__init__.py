"""The tables of the ground floor."""

from feedback.models.access import ApiKey, Member, User
from feedback.models.answers import Answer, Citation, Exposure, Source
from feedback.models.audit import AuditEvent
from feedback.models.feedback import (
    Announcement,
    Correction,
    Feedback,
    FeedbackRevision,
    MarkedSpan,
    Rating,
    SourceFlag,
)
from feedback.models.imports import ImportRun
from feedback.models.people import Cohort, Person, Team
from feedback.models.privacy import MaskCount
from feedback.models.projects import Masking, Project, Reason, Release

__all__ = [
    "Announcement",
    "Answer",
    "ApiKey",
    "AuditEvent",
    "Citation",
    "Cohort",
    "Correction",
    "Exposure",
    "Feedback",
    "FeedbackRevision",
    "ImportRun",
    "MarkedSpan",
    "MaskCount",
    "Masking",
    "Member",
    "Person",
    "Project",
    "Rating",
    "Reason",
    "Release",
    "Source",
    "SourceFlag",
    "Team",
    "User",
]
