"""What each detector reads: a bounded window of one project."""

from triage.findings.queries.confident import confident_wrong_in, is_confident_wrong
from triage.findings.queries.courses import judged_issues
from triage.findings.queries.expired import expired_sources_in
from triage.findings.queries.novelty import novelty_in
from triage.findings.queries.rounds import projects_to_search
from triage.findings.queries.sources import charged_sources_in, source_conflicts_in
from triage.findings.queries.terms import term_conflicts_in

__all__ = [
    "charged_sources_in",
    "confident_wrong_in",
    "expired_sources_in",
    "is_confident_wrong",
    "judged_issues",
    "novelty_in",
    "projects_to_search",
    "source_conflicts_in",
    "term_conflicts_in",
]
