"""What teams say is right, by question and by term."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from feedback.models import Project
from triage.clustering.emptiness import Says, judge
from triage.findings.found import Found
from triage.findings.queries.common import MOST, complaints_in, heard, subjects_of, window_to
from triage.findings.term_conflict import Matter, Said, term_conflicts
from triage.models import Kind
from triage.routing.conditions import matchers_in
from triage.routing.matching import has_term
from triage.routing.queries import rules_of
from triage.routing.rules import parse

# What a term means goes stale slowly, and corrections are few.
WEEKS = 26


def term_conflicts_in(project: Project, now: datetime) -> list[Found]:
    """Of half a year: by the issue of the complaints, and by each term that the rules name."""
    window = window_to(now, weeks=WEEKS)
    rows = complaints_in(project, window).filter(correction__isnull=False, team__isnull=False)
    rows = rows.select_related("answer", "correction", "team", "placement").order_by("-given_at")
    issues: dict[UUID, list[Said]] = defaultdict(list)
    for row in rows[:MOST]:
        if row.team and judge(row.correction.text) is Says.SOMETHING:
            said = Said(heard(row), row.team.name, row.answer.question, row.correction.text)
            issues[row.placement.issue_id].append(said)
    subject_of = subjects_of(project, Kind.TERM_CONFLICT)
    matters = [Matter(subject_of(issue), said) for issue, said in issues.items()]
    everything = [one for said in issues.values() for one in said]
    for term in _terms(project):
        about = [one for one in everything if has_term(term, one.question)]
        matters.append(Matter(f"term:{term}", about, term=term))
    return term_conflicts(matters, window=window)


def _terms(project: Project) -> list[str]:
    rules = parse(rules_of(project).text)
    matchers = (matcher for rule in rules for matcher in matchers_in(rule.condition))
    named = {matcher.value.casefold() for matcher in matchers if matcher.field == "term"}
    return sorted(term for term in named if len(term) <= 150)
