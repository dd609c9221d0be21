"""The tables of the first floor."""

from triage.models.activity import IssueActivity, IssueCounter
from triage.models.due import DueTimes, StepTaken
from triage.models.findings import Finding, Search
from triage.models.fixes import Fix, FixDay
from triage.models.grouping import Grouping, Proposal, Verdict
from triage.models.integrations import Attempt, Delivery, Endpoint
from triage.models.issues import DECIDED, Issue
from triage.models.kinds import Kind
from triage.models.notices import MemberNotice
from triage.models.owners import Absence, Handover, Owner, OwnershipRules, TeamMember, can_work
from triage.models.placements import (
    ComplaintVector,
    IssueCentre,
    IssueFacet,
    Placement,
    tag_facet,
)
from triage.models.priority import PriorityPolicy
from triage.models.regression import RegressionResult, RegressionRun
from triage.models.reporters import (
    FollowUp,
    MailRefusal,
    ReporterMail,
    ReporterNotice,
    ReporterWays,
    Telling,
    ToTell,
)
from triage.models.saved import DefaultView, SavedView
from triage.models.suggestions import Suggesting, Suggestion
from triage.models.trackers import TrackedIssue, Tracker
from triage.models.verified import (
    CorrectionReview,
    Reviewing,
    VerifiedAnswer,
    VerifiedSource,
    VerifiedVersion,
)

__all__ = [
    "DECIDED",
    "Absence",
    "Attempt",
    "ComplaintVector",
    "CorrectionReview",
    "DefaultView",
    "Delivery",
    "DueTimes",
    "Endpoint",
    "Finding",
    "Fix",
    "FixDay",
    "FollowUp",
    "Grouping",
    "Handover",
    "Issue",
    "IssueActivity",
    "IssueCentre",
    "IssueCounter",
    "IssueFacet",
    "Kind",
    "MailRefusal",
    "MemberNotice",
    "Owner",
    "OwnershipRules",
    "Placement",
    "PriorityPolicy",
    "Proposal",
    "RegressionResult",
    "RegressionRun",
    "ReporterMail",
    "ReporterNotice",
    "ReporterWays",
    "Reviewing",
    "SavedView",
    "Search",
    "StepTaken",
    "Suggesting",
    "Suggestion",
    "TeamMember",
    "Telling",
    "ToTell",
    "TrackedIssue",
    "Tracker",
    "Verdict",
    "VerifiedAnswer",
    "VerifiedSource",
    "VerifiedVersion",
    "can_work",
    "tag_facet",
]
