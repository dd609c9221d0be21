"""The tables of the ground floor."""

from feedback.models.access import ApiKey, Member, User
from feedback.models.answers import Answer, Citation, Source
from feedback.models.audit import AuditEvent
from feedback.models.feedback import (
    Announcement,
    Correction,
    Feedback,
    FeedbackRevision,
    MarkedSpan,
    Rating,
)
from feedback.models.imports import ImportRun
from feedback.models.people import Cohort, Person, Team
from feedback.models.projects import Project, Reason, Release

__all__ = [
    "Announcement",
    "Answer",
    "ApiKey",
    "AuditEvent",
    "Citation",
    "Cohort",
    "Correction",
    "Feedback",
    "FeedbackRevision",
    "ImportRun",
    "MarkedSpan",
    "Member",
    "Person",
    "Project",
    "Rating",
    "Reason",
    "Release",
    "Source",
    "Team",
    "User",
]
