"""Views of the queue from the pages: saved, changed, deleted and brought back."""

from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.issues.pages.addresses import queue_url
from triage.issues.pages.reading import refusals_shown
from triage.issues.saved import operations
from triage.issues.saved.queries import filters_of, view_named
from triage.models import SavedView


@member_page(Act.READ)
@require_POST
@refusals_shown
def save_view(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The queue that the form came from, under a name."""
    view = operations.save_view(
        member=member,
        name=request.POST.get("name", ""),
        filters=_filters(request),
        shared=bool(request.POST.get("shared")),
        now=timezone.now(),
    )
    return _to(view, saved=str(view.pk))


@member_page(Act.READ)
@require_POST
@refusals_shown
def change_view(request: HttpRequest, member: Member, view_id: UUID, name: str) -> HttpResponseBase:
    """`name` is change, refill, delete, restore, default, or plain: the queue opens without."""
    view, now = view_named(member=member, view_id=view_id), timezone.now()
    match name:
        case "change":
            operations.change_view(
                member=member,
                view=view,
                name=request.POST.get("name", ""),
                shared=bool(request.POST.get("shared")),
                now=now,
            )
        case "refill":
            operations.refill_view(member=member, view=view, filters=_filters(request), now=now)
        case "delete":
            operations.delete_view(member=member, view=view, now=now)
            return _to(view, deleted=str(view.pk))
        case "restore":
            operations.restore_view(member=member, view=view, now=now)
        case "default" | "plain":
            chosen = view if name == "default" else None
            operations.choose_default(member=member, view=chosen, now=now)
        case _:
            raise Http404
    return _to(view)


def _filters(request: HttpRequest) -> QueueFilters:
    return QueueFilters.read(QueryDict(request.POST.get("back", "")))


def _to(view: SavedView, **more: str) -> HttpResponseBase:
    return redirect(queue_url(view.project, filters_of(view), **more))
