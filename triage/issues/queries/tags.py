"""What hosts call the answers that an issue is about."""

from dataclasses import dataclass
from itertools import chain

from triage.issues.queries.within import places_within
from triage.models import Issue, IssueFacet, tag_facet

MOST = 5
# Tags are looked for on so many of the newest complaints' answers; those found are counted on all.
NEWEST = 200


@dataclass(frozen=True)
class TagCount:
    """How many complaints are about answers with the tag."""

    tag: str
    complaints: int


def tags_of(issue: Issue) -> list[TagCount]:
    """The commonest tags, up to MOST."""
    newest = places_within(issue).order_by("-given_at")[:NEWEST]
    seen = sorted(set(chain.from_iterable(newest.values_list("feedback__answer__tags", flat=True))))
    if not seen:
        return []
    facets = {tag_facet(issue.project_id, tag): tag for tag in seen}
    rows = IssueFacet.objects.filter(issue=issue, facet__in=facets)
    counted = [TagCount(facets[pk], n) for pk, n in rows.values_list("facet", "complaints")]
    return sorted(counted, key=lambda one: (-one.complaints, one.tag))[:MOST]
