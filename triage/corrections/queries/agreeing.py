"""How well a project's reviewers agree."""

from collections import defaultdict

from django.db.models import Count

from feedback.models import Project
from triage.corrections.agreement import Agreement, agreement
from triage.corrections.queries.proposed import standing_reviews

# The newest reviews that are looked at.
LATEST = 4_000


def agreement_in(project: Project) -> Agreement:
    """Of texts that two people decided on, each without the other: the first two decisions on
    each, of up to LATEST of the newest reviews. Accepting, accepting in other words and rejecting
    are three decisions; two who both reword it agree, whatever their words."""
    rows = standing_reviews(project)
    twice = rows.values("key").annotate(n=Count("id")).filter(n__gt=1).values("key")
    newest = rows.filter(key__in=twice).order_by("-id").values_list("key", "decision")[:LATEST]
    by_key: dict[str, list[str]] = defaultdict(list)
    for key, decision in newest:
        by_key[key].insert(0, decision)
    return agreement([(said[0], said[1]) for said in by_key.values() if len(said) > 1])
