"""Issues by what is said in them: words of titles, and of complaints.

Common words stand in hundreds of thousands of complaints. So up to MOST complaints are looked at
first: where there are no more, their issues are all that is found; where there are more, issues
are asked one by one as they come in the list's order, which soon fills a page.
"""

import re
from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet

from feedback.models import Project
from triage.models import Finding, Issue, Kind, Placement

MOST = 20_000
RANKED = 500
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_NOTHING = Q(pk__in=[])


def with_all_of(facets: list[Any]) -> Q:
    """Issues with a complaint that has all these facets."""
    return _with(Placement.objects.filter(facets__contains=facets))


def about(project: Project, text: str) -> Q:
    """Issues with all these words in the title and phrases, or in one complaint's question, comment
    and correction. Words in quotes stand together; a word's end may be left out."""
    query = query_of(text)
    if query is None:
        return _NOTHING
    return Q(words=query) | _with(Placement.objects.of(project).filter(words=query))


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


def _with(placed: QuerySet[Placement]) -> Q:
    """Issues in which one of these complaints stands, or that rest on one."""
    if placed.values("pk")[: MOST + 1].count() <= MOST:
        rest = Finding.objects.filter(feedback__placement__in=placed)
        return _among(placed) | _among(rest.exclude(issue__kind=Kind.LIKENESS))
    here = placed.filter(issue=OuterRef("pk"))
    found = placed.filter(feedback__findings__issue=OuterRef("pk"))
    return Q(Exists(here)) | ~Q(kind=Kind.LIKENESS) & Q(Exists(found))


def _among(rows: QuerySet[Any]) -> Q:
    """As a list that is made once: the planner can't ask for it anew at each issue."""
    listed = ArraySubquery(rows.order_by().values("issue_id").distinct())
    joined = {"arg_joiner": " = ANY(", "template": "(%(expressions)s))"}
    return Q(Func(F("pk"), listed, output_field=BooleanField(), **joined))
