"""Issues by what is said in them: words of titles, and of complaints.

Common words stand in hundreds of thousands of complaints. Where the planner expects up to LISTED
of them, their issues are listed. Where it expects more, issues are asked one by one as they come in
the list's order, which soon fills a page; not so where few issues have what is common elsewhere.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    BooleanField,
    Count,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL

from feedback.models import Project
from triage.models import Finding, Issue, IssueFacet, Kind, Placement

LISTED = 7_000
MOST = 20_000
RANKED = 500
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_NOTHING, _ALL = Q(pk__in=[]), Q()
# The issues in which complaints stand, and those of findings that rest on them.
_LISTED = """ARRAY(
    WITH placed (issue_id, feedback_id) AS MATERIALIZED ({placed})
    SELECT issue_id FROM placed
    UNION
    SELECT issue.id FROM triage_finding_feedback AS rests
    JOIN triage_finding AS finding ON finding.id = rests.finding_id
    JOIN triage_issue AS issue ON issue.id = finding.issue_id AND issue.kind <> 'likeness'
    WHERE rests.feedback_id = ANY(ARRAY(SELECT feedback_id FROM placed))
)"""


def with_all_of(facets: Sequence[UUID]) -> Q:
    """Issues with a complaint that has all these facets."""
    placed = Placement.objects.filter(facets__contains=list(facets))
    # The planner would ask the index of facets anew for each issue: written so, it can't.
    each = Func(
        F("facets"),
        Value(list(facets), output_field=ArrayField(UUIDField())),
        arg_joiner=" || '{}' @> ",
        template="(%(expressions)s)",
        output_field=BooleanField(),
    )
    counted = reduce(and_, map(with_facet, facets))
    return _with(placed, Placement.objects.filter(each), counted)


def with_facet(facet: UUID) -> Q:
    """Issues with a complaint that has the facet, as a look at each: where more than that is asked
    of an issue, the planner begins with what costs least."""
    return _any_of(IssueFacet.objects.filter(issue=OuterRef("pk"), facet=facet))


def about(project: Project, text: str) -> Q:
    """Issues with all these words in the title and phrases, or in one complaint's question, comment
    and correction. Words in quotes stand together; a word's end may be left out."""
    query = query_of(text)
    if query is None:
        return _NOTHING
    placed = Placement.objects.of(project).filter(words=query)
    return Q(words=query) | _with(placed, placed)


def ranked_by_words(project: Project, text: str) -> list[UUID]:
    """Up to RANKED issues that are `about` it: those that have it in the title first, by how often
    and how near; then by how many of their complaints do, of MOST at the most."""
    query = query_of(text)
    if query is None:
        return []
    titled = Issue.objects.of(project).filter(words=query)[:MOST]
    rank = SearchRank(F("words"), query)
    first = Issue.objects.filter(pk__in=titled.values("pk")).order_by(-rank, "-complaints", "id")
    found = dict.fromkeys(first.values_list("pk", flat=True)[:RANKED])
    placed = Placement.objects.of(project).filter(words=query)[:MOST]
    counted = Placement.objects.filter(pk__in=placed.values("pk")).values_list("issue_id")
    counts = Counter(dict(counted.annotate(number=Count("pk")).order_by("-number")[:RANKED]))
    found |= dict.fromkeys(issue for issue, _ in counts.most_common())
    return list(found)[:RANKED]


def query_of(text: str) -> SearchQuery | None:
    """What full-text search is asked; None where no word is in it."""
    terms = [quoted or word for quoted, word in _TERM.findall(text)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT triage_query(%s)", [terms])
        [found] = cursor.fetchone()
    return SearchQuery(found, search_type="raw", config="simple") if found else None


def _with(placed: QuerySet[Placement], one_by_one: QuerySet[Placement], counted: Q = _ALL) -> Q:
    """Issues in which one of these complaints stands, or that rest on one; `one_by_one` are the
    same, as they are best asked for at each issue of which `counted` holds, as it does of all."""
    if _expected(placed) <= LISTED:
        return _among(placed)
    here = one_by_one.filter(issue=OuterRef("pk"))
    resting = Finding.feedback.through.objects.filter(finding__issue=OuterRef(OuterRef("pk")))
    below = one_by_one.filter(feedback__in=resting.values("feedback"))
    return counted & (_any_of(here) | ~Q(kind=Kind.LIKENESS) & _any_of(below))


def _expected(placed: QuerySet[Placement]) -> int:
    """How many the planner expects, from how often each facet and word is there."""
    [plan] = json.loads(placed.order_by().values("pk").explain(format="json"))
    expected: int = plan["Plan"]["Plan Rows"]
    return expected


def _any_of(rows: QuerySet[Any]) -> Q:
    """Whether there is one. As a value, not by EXISTS: of that the planner may make one list of all
    there are, where one for each issue that is looked at is soon found."""
    one = rows.order_by().annotate(there=Value(value=True)).values("there")[:1]
    return Q(Subquery(one, output_field=BooleanField()))


def _among(placed: QuerySet[Placement]) -> Q:
    """As a list that is made once: the planner can't ask for it anew at each issue."""
    rows, values = placed.order_by().values("issue", "feedback").query.sql_with_params()
    listed = RawSQL(_LISTED.format(placed=rows), values, ArrayField(UUIDField()))  # noqa: S611
    joined = {"arg_joiner": " = ANY(", "template": "(%(expressions)s))"}
    return Q(Func(F("pk"), listed, output_field=BooleanField(), **joined))
