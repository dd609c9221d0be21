"""Trackers: where issues can get a twin, and how those are. For managers and admins; a triager
asks for a twin."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.pages import posted_id
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member
from triage.integrations.pages import put_on
from triage.integrations.tasks import nudge_keeping
from triage.integrations.trackers import operations
from triage.integrations.trackers.forms import ChangeTrackerForm, TrackerForm
from triage.integrations.trackers.queries import tracker_named, trackers_of, twins_in
from triage.issues.pages.reading import refusals_shown
from triage.issues.queries import issue_named, standing_issue
from triage.models import Tracker

SHOWN = 200
LIST_COLUMNS = ("name", "kind", "place", "issues", "trouble")
TWIN_COLUMNS = ("issue", "key", "url", "state there", "trouble")


@member_page(Act.CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
def trackers(request: HttpRequest, member: Member) -> HttpResponse:
    """The trackers, and a form for another one."""
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            rows = [
                (one.name, one.kind, one.place, len(one.tracked.all()), one.trouble)
                for one in trackers_of(member.project)
            ]
            return as_file(f"{member.project.slug}-trackers", LIST_COLUMNS, rows)
        return _list(request, member, TrackerForm())
    form = TrackerForm(request.POST)
    if not form.is_valid():
        return _list(request, member, form, status=422)
    try:
        tracker = operations.connect_tracker(
            project=member.project,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
            **form.cleaned_data,
        )
    except RefusedError as refusal:
        put_on(form, refusal)
        return _list(request, member, form, status=refusal.status)
    messages.success(request, f"{tracker} is there: an issue's page can create an issue in it.")
    return redirect("trackers", project=member.project.slug)


def _list(
    request: HttpRequest, member: Member, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {"trackers": trackers_of(member.project), "form": form}
    return render(request, "triage/trackers.html", context, status=status)


@member_page(Act.CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_shown
def tracker(request: HttpRequest, member: Member, tracker_id: UUID) -> HttpResponse:
    """A tracker: its form, its twins, and what can be done with it (the form's `do`)."""
    row = tracker_named(member.project, tracker_id)
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            twins = twins_in(row, limit=10_000)
            rows = [(t.issue.short_id, t.key, t.url, t.theirs, t.trouble) for t in twins]
            return as_file(f"{member.project.slug}-twins", TWIN_COLUMNS, rows)
        return _shown(request, row, ChangeTrackerForm(initial={"name": row.name, "url": row.url}))
    actor, now = f"member:{member.user.email}", timezone.now()
    match request.POST.get("do"):
        case "change":
            return _change(request, row, actor, now)
        case "again":
            count = operations.try_again(tracker=row, actor=actor, now=now)
            nudge_keeping()
            messages.success(request, f"{count} issue{'' if count == 1 else 's'} tried again.")
        case "remove":
            operations.remove_tracker(tracker=row, actor=actor, now=now)
            messages.success(request, f"{row} is removed. What was created there stays there.")
            return redirect("trackers", project=member.project.slug)
    return redirect(request.path)


def _shown(
    request: HttpRequest, row: Tracker, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {"tracker": row, "form": form, "twins": twins_in(row, limit=SHOWN)}
    return render(request, "triage/tracker.html", context, status=status)


def _change(request: HttpRequest, row: Tracker, actor: str, now: datetime) -> HttpResponse:
    form = ChangeTrackerForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form, status=422)
    try:
        operations.change_tracker(tracker=row, actor=actor, now=now, **form.cleaned_data)
    except RefusedError as refusal:
        put_on(form, refusal)
        return _shown(request, row, form, status=refusal.status)
    nudge_keeping()
    messages.success(request, "Changed: what had failed is tried again.")
    return redirect(request.path)


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def track(request: HttpRequest, member: Member, short_id: str) -> HttpResponse:
    """Ask for a twin of the issue in the form's `tracker`."""
    issue = standing_issue(issue_named(project=member.project, short_id=short_id))
    row = tracker_named(member.project, posted_id(request, "tracker"))
    actor = f"member:{member.user.email}"
    try:
        operations.track(issue=issue, tracker=row, actor=actor, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
    else:
        nudge_keeping()
        messages.success(request, f"{issue.short_id} will be in {row} in a moment.")
    return redirect("issue", project=member.project.slug, short_id=issue.short_id)
