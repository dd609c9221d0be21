"""The queue and the page of one issue."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.issues.pages.addresses import issue_url, queue_url
from triage.issues.pages.choosing import CHOICES, choosing
from triage.issues.pages.news import here_context
from triage.issues.pages.outcome import outcome_in
from triage.issues.pages.views import Place, detail_context, page_of, queue_context
from triage.issues.queries import issue_named, queue_rows, standing_issue
from triage.issues.queries.meaning import require_read
from triage.issues.queries.queue import ORDER
from triage.issues.queries.ranking import likeness_of, nearest_first
from triage.issues.saved.queries import default_view, filters_of, view_named
from triage.issues.sheet import csv_lines
from triage.models import Issue, SavedView

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]
Wrapped = Callable[..., HttpResponseBase]

_COLUMNS = (
    *("issue", "kind", "title", "status", "substatus", "priority", "score", "owner", "assignee"),
    *("complaints", "people", "first_seen", "last_seen", "respond_by", "resolve_by", "url"),
    "likeness",
)


def refusals_shown(view: Page[P]) -> Wrapped:
    """What a page refuses to show is said on a page of its own; what isn't there is 404."""

    @wraps(view)
    def page(
        request: HttpRequest, member: Member, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            return view(request, member, *args, **kwargs)
        except NotFoundError as error:
            raise Http404(error.detail) from error
        except RefusedError as error:
            context = {"error": error}
            return page_of(request, "triage/refused.html", context, status=error.status)

    return page


@member_page(Act.READ)
@require_safe
@refusals_shown
def queue(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The list with the chosen issue beside it. The address is the whole state: see
    QueueFilters; `issue`, the chosen one; where in it, see Place; `choices=all`, with all there is
    to choose from; `format=csv`. The bare address opens the member's default view."""
    if not request.GET and (view := default_view(member)):
        return redirect(queue_url(member.project, filters_of(view)))
    filters = QueueFilters.read(request.GET)
    if request.GET.get("format") == "csv":
        return _sheet(request, member, filters)
    chosen = None
    if short_id := request.GET.get("issue"):
        chosen = issue_named(project=member.project, short_id=short_id)
        if chosen.merged_into:
            standing = standing_issue(chosen).short_id
            return redirect(queue_url(member.project, filters, issue=standing))
    part = request.headers.get("HX-Target", "")
    if part in CHOICES:
        context = choosing(member.project, filters, every=True)
        return page_of(request, CHOICES[part], context)
    if chosen and part == "detail":
        return _detail(request, member, filters, chosen)
    return _page(request, member, filters, chosen)


def _page(
    request: HttpRequest, member: Member, filters: QueueFilters, chosen: Issue | None
) -> HttpResponseBase:
    """The page, or all of it that changes with the filters."""
    context = queue_context(
        member=member,
        filters=filters,
        chosen=chosen,
        outcome=outcome_in(request, member.project),
        place=Place.read(request.GET),
        every_choice=request.GET.get("choices") == "all",
    )
    context["deleted"] = _deleted(request, member)
    if request.headers.get("HX-Target") != "work":
        return page_of(request, "triage/queue.html", context)
    response = page_of(request, "triage/_work.html", context)
    more = {"issue": chosen.short_id} if chosen else {}
    response["HX-Push-Url"] = queue_url(member.project, filters, **more)
    return response


def _detail(
    request: HttpRequest, member: Member, filters: QueueFilters, chosen: Issue
) -> HttpResponseBase:
    """The chosen issue alone, for its place beside the list."""
    now, place = timezone.now(), Place.read(request.GET)
    context = detail_context(member=member, issue=chosen, now=now, place=place)
    context |= here_context(member, chosen, now)
    context |= {"place": "queue", "back": filters.query() or f"status={filters.status}"}
    return page_of(request, "triage/_detail.html", context)


@member_page(Act.READ)
@require_safe
@refusals_shown
def issue(request: HttpRequest, member: Member, short_id: str) -> HttpResponseBase:
    """One issue by its short id, for ever: an id that was merged leads to where it went."""
    shown = issue_named(project=member.project, short_id=short_id)
    standing = standing_issue(shown)
    if standing != shown or short_id != shown.short_id:
        return redirect(issue_url(standing))
    now = timezone.now()
    context = detail_context(member=member, issue=shown, now=now, place=Place.read(request.GET))
    context |= here_context(member, shown, now)
    context |= {"place": "issue", "outcome": outcome_in(request, member.project)}
    return page_of(request, "triage/issue.html", context)


def _deleted(request: HttpRequest, member: Member) -> SavedView | None:
    """The view that a redirect says was just deleted; a bad id is no news."""
    try:
        view = view_named(member=member, view_id=UUID(request.GET.get("deleted", "")))
    except (ValueError, NotFoundError):
        return None
    return view if view.deleted_at else None


def _sheet(request: HttpRequest, member: Member, filters: QueueFilters) -> HttpResponseBase:
    require_read(member.project, filters)
    rows = queue_rows(project=member.project, filters=filters, member=member)
    ordered = rows.order_by(*ORDER[filters.order])
    likeness = likeness_of(member.project, filters)

    def cells() -> Iterator[tuple[object, ...]]:
        yield _COLUMNS
        for row in nearest_first(ordered, likeness):
            yield (
                *(row.short_id, row.kind, row.title, row.status, row.substatus),
                *(row.get_priority_display().lower(), row.score, row.owner.slug),
                row.assignee.user.email if row.assignee else "",
                *(row.complaints, row.people),
                *(row.first_seen.isoformat(), row.last_seen.isoformat()),
                *(at.isoformat() if at else "" for at in (row.respond_by, row.resolve_by)),
                request.build_absolute_uri(issue_url(row)),
                f"{likeness[row.pk]:.2f}" if row.pk in likeness else "",
            )

    response = StreamingHttpResponse(csv_lines(cells()), content_type="text/csv; charset=utf-8")
    name = f"{member.project.slug}-issues.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
