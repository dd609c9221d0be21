"""The tables of the first floor."""

from triage.models.grouping import Grouping, Proposal, Verdict
from triage.models.issues import Issue, IssueActivity, IssueCounter
from triage.models.owners import Owner, OwnershipRules
from triage.models.placements import ComplaintVector, IssueCentre, Placement

__all__ = [
    "ComplaintVector",
    "Grouping",
    "Issue",
    "IssueActivity",
    "IssueCentre",
    "IssueCounter",
    "Owner",
    "OwnershipRules",
    "Placement",
    "Proposal",
    "Verdict",
]
