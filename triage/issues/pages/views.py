"""What the queue's pages are made of: the templates' context."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from feedback.models import Member, Project
from triage.clustering.queries import backlog_of, trouble_of
from triage.issues.filters import MEANING, SORTS, QueueFilters
from triage.issues.pages.addresses import queue_url
from triage.issues.pages.choosing import choosing
from triage.issues.pages.news import News, here_now
from triage.issues.pages.outcome import Outcome
from triage.issues.pages.rows import rows_shown
from triage.issues.queries import (
    complaints_of,
    detail_of,
    findings_of,
    history_of,
    queue_page,
    said_of,
    who_is_with,
)
from triage.issues.queries.bursts import suspects_of
from triage.issues.queries.fixes import fix_of
from triage.issues.queries.meaning import LEAST, read_words
from triage.issues.queries.narrowing import number_in
from triage.issues.queries.news import fresh_counts, last_number
from triage.issues.queries.releases import latest_releases
from triage.issues.saved.queries import views_of
from triage.issues.standing_out import FEWEST_PEOPLE
from triage.models import Fix, Issue, Kind, Verdict
from triage.notices.reporters import reach_of
from triage.routing.suggestions import shown_with


@dataclass(frozen=True)
class Place:
    """Where in an issue's long lists: `at`, the cursor of its complaints; `history`, "comments"
    for those only; `before`, the event that its history goes on behind."""

    at: str = ""
    history: str = ""
    before: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        return cls(*(query.get(name, "") for name in ("at", "history", "before")))


def detail_context(
    *, member: Member, issue: Issue, now: datetime, place: Place = Place()
) -> dict[str, Any]:
    """Everything about the one issue that is shown."""
    said = said_of(issue)
    return {
        "issue": issue,
        "priorities": Issue.Priority.choices,
        "fixes": Fix.Kind.choices,
        "releases": latest_releases(issue.project),
        "fix": fix_of(issue, now=now),
        "now": now,
        "tomorrow": now + timedelta(days=1),
        "compares": issue.people >= FEWEST_PEOPLE,
        "regroups": issue.kind == Kind.LIKENESS and issue.complaints > 1,
        "findings": findings_of(issue),
        "suggested": shown_with(issue),
        "reach": reach_of(issue),
        "detail": detail_of(issue=issue, now=now),
        "page": complaints_of(issue=issue, today=now.date(), cursor=place.at),
        "history": history_of(
            issue,
            actor=f"member:{member.user.email}",
            comments=place.history == "comments",
            before=place.before,
        ),
        "colleagues": who_is_with(member),
        "said": said,
        "whole": any(one.says == Verdict.Says.WHOLE for one in said),
    }


def queue_context(
    *,
    member: Member,
    filters: QueueFilters,
    chosen: Issue | None,
    outcome: Outcome,
    place: Place = Place(),
    every_choice: bool = False,
) -> dict[str, Any]:
    """The list, and which issue stands beside it: the chosen one, else the first. The page asks
    for that one's detail by itself, at `detail_url`; and with `every_choice` for no more to choose
    from."""
    project = member.project
    unread = read_words(project, filters)
    page = queue_page(project=project, filters=filters, member=member)
    counts = fresh_counts(member)
    shown = chosen or (page.issues[0] if page.issues else None)
    now = timezone.now()
    who, here = here_now(member=member, number=shown.number if shown else None, now=now)
    news = News(member, filters, last_number(project), counts, fresh=0, who=who, here=here)
    return {
        **news.context(),
        "issue": shown,
        "detail_url": shown and queue_url(project, filters, issue=shown.short_id, **asdict(place)),
        "now": now,
        **choosing(project, filters, every=every_choice),
        "place": "queue",
        "chosen": chosen is not None,
        "filters": filters,
        "back": filters.query() or f"status={filters.status}",
        **_views_context(member, filters),
        "rows": rows_shown(
            page.issues,
            address=queue_url(project, filters),
            shown=shown,
            who=who,
            likeness=page.likeness,
            now=now,
        ),
        **_meaning_context(member, filters),
        "likeness": page.likeness,
        "unread": unread,
        "next_url": queue_url(project, filters, cursor=page.next) if page.next else "",
        "csv_url": queue_url(project, filters, cursor="", format="csv"),
        "sorts": SORTS,
        "any_issue": bool(counts["all"]),
        "fixes": Fix.Kind.choices,
        **_outside_context(project),
        "outcome": outcome,
    }


def _outside_context(project: Project) -> dict[str, Any]:
    """What stands in no issue yet, and what keeps it from one."""
    return {
        "waiting": backlog_of(project)[0],
        "trouble": trouble_of(project),
        "suspects": suspects_of(project).count(),
    }


def _meaning_context(member: Member, filters: QueueFilters) -> dict[str, Any]:
    """Where the same words lead by what they mean, and where by the words alone."""
    if not filters.q or number_in(member.project, filters.q):
        return {}
    by_meaning = replace(filters, sort=MEANING, cursor="")
    by_words = replace(filters, sort="relevance", cursor="")
    return {
        "by_meaning": filters.sort == MEANING,
        "meaning_url": queue_url(member.project, by_meaning),
        "words_url": queue_url(member.project, by_words),
        "meaning_everywhere_url": queue_url(
            member.project, QueueFilters(status="all", q=filters.q, sort=MEANING)
        ),
        "least_likeness": LEAST,
    }


def _views_context(member: Member, filters: QueueFilters) -> dict[str, Any]:
    """The saved views, and which one the queue shows, if it is one."""
    views = views_of(member)
    now = replace(filters, cursor="")
    return {
        "views": [(one, queue_url(member.project, one.filters)) for one in views],
        "view": next((one for one in views if one.filters == now), None),
        "changeable_views": [one for one in views if one.changeable],
    }


def page_of(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page, or the part of one that htmx asked for: told apart in caches too."""
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
