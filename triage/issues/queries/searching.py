"""Issues by what is said in them: words of titles, and of complaints.

Common words stand in hundreds of thousands of complaints. Where the planner expects up to LISTED
of them, their issues are listed. Where it expects more, issues are asked one by one as they come in
the list's order, which soon fills a page; not so where few issues have what is common elsewhere.
"""

import json
import re
from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
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

from feedback.models import Project
from triage.models import Finding, Issue, Kind, Placement

LISTED = 2_000
MOST = 20_000
RANKED = 500
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_NOTHING = Q(pk__in=[])


def with_all_of(facets: list[Any]) -> Q:
    """Issues with a complaint that has all these facets."""
    placed = Placement.objects.filter(facets__contains=facets)
    # The planner would ask the index of facets anew for each issue: written so, it can't.
    each = Func(
        F("facets"),
        Value(facets, output_field=ArrayField(UUIDField())),
        arg_joiner=" || '{}' @> ",
        template="(%(expressions)s)",
        output_field=BooleanField(),
    )
    return _with(placed, Placement.objects.filter(each))


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


def _with(placed: QuerySet[Placement], one_by_one: QuerySet[Placement]) -> Q:
    """Issues in which one of these complaints stands, or that rest on one; `one_by_one` are the
    same, as they are best asked for at each issue."""
    if _expected(placed) <= LISTED:
        resting = Finding.feedback.through.objects.filter(_among("feedback_id", placed, "feedback"))
        found = resting.exclude(finding__issue__kind=Kind.LIKENESS)
        return _among("pk", placed, "issue") | _among("pk", found, "finding__issue")
    here = one_by_one.filter(issue=OuterRef("pk"))
    below = one_by_one.filter(feedback__findings__issue=OuterRef("pk"))
    return _any_of(here) | ~Q(kind=Kind.LIKENESS) & _any_of(below)


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


def _among(column: str, rows: QuerySet[Any], named: str) -> Q:
    """As a list that is made once: the planner can't ask for it anew at each issue."""
    listed = ArraySubquery(rows.order_by().values(named).distinct())
    joined = {"arg_joiner": " = ANY(", "template": "(%(expressions)s))"}
    return Q(Func(F(column), listed, output_field=BooleanField(), **joined))
