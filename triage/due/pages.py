"""The pages of due times: how long things may take, and when an owner team works."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.queries import acts_of_member
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member
from triage.issues.wording import who
from triage.models import Owner
from triage.routing.clocks import due_times_of
from triage.routing.due import MOST_STEPS, Clock
from triage.routing.due_operations import (
    choose_hours,
    put_back_due_times,
    save_due_times,
    versions_of,
)
from triage.routing.giving import PRIORITIES
from triage.routing.hours_said import WEEKDAYS, day_text, zones

# From the most urgent on.
ORDER = tuple(sorted(PRIORITIES, key=PRIORITIES.__getitem__, reverse=True))
BLANK_STEPS = 2


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def due_times(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The times and steps in force; who may configure saves others, or an earlier version again.
    `format=csv`: the times."""
    kept = due_times_of(member.project)
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            rows = [(word, *kept.times[word]) for word in ORDER]
            columns = ("priority", *(f"{clock} within" for clock in Clock))
            return as_file(f"{member.project.slug}-due-times", columns, rows)
        return _times_shown(request, member, kept.times, kept.steps)
    if Act.CONFIGURE not in acts_of_member(member):
        raise PermissionDenied
    times, steps = _times_in(request), _steps_in(request)
    actor, now = f"member:{member.user.email}", timezone.now()
    version = request.POST.get("version", "")
    try:
        if request.POST.get("do") == "again":
            number = int(version) if re.fullmatch("[0-9]{1,9}", version) else -1
            saved = put_back_due_times(project=member.project, version=number, actor=actor, now=now)
        else:
            saved = save_due_times(
                project=member.project, times=times, steps=steps, actor=actor, now=now
            )
    except RefusedError as error:
        return _times_shown(request, member, times, steps, error=error)
    if saved.version == kept.version:
        messages.info(request, "Nothing is other than it was.")
    else:
        messages.success(
            request, f"Version {saved.version} is in force: open issues follow within a minute."
        )
    return redirect("due-times", project=member.project.slug)


def _times_in(request: HttpRequest) -> dict[str, list[str]]:
    return {word: [request.POST.get(f"{word}.{clock}", "") for clock in Clock] for word in ORDER}


def _steps_in(request: HttpRequest) -> list[list[Any]]:
    """The rows of the form that have a percent."""
    rows = [
        [request.POST.get(f"step{n}.{name}", "") for name in ("percent", "tell", "raises")]
        for n in range(MOST_STEPS)
    ]
    return [[percent, tell, bool(raises)] for percent, tell, raises in rows if percent.strip()]


def _times_shown(
    request: HttpRequest,
    member: Member,
    times: dict[str, list[str]],
    steps: list[list[Any]],
    *,
    error: RefusedError | None = None,
) -> HttpResponseBase:
    blank = [["", "team", False]] * min(BLANK_STEPS, MOST_STEPS - len(steps))
    versions = versions_of(member.project)
    context = {
        "times": [(word, list(zip(Clock, times[word], strict=True))) for word in ORDER],
        "steps": [*steps, *blank],
        "versions": [(version, who(version.saved_by)) for version in versions],
        "in_force": due_times_of(member.project),
        "error": error,
        "owners": Owner.objects.of(member.project),
    }
    return render(request, "triage/due_times.html", context, status=error.status if error else 200)


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, member: Member, slug: str) -> HttpResponseBase:
    """When an owner team works; who may configure changes it."""
    owner = Owner.objects.of(member.project).filter(slug=slug).first()
    if owner is None:
        raise Http404
    kept = {
        "week": {day: day_text(owner.week[n]) for n, day in enumerate(WEEKDAYS)},
        "zone": owner.zone,
        "holidays": "\n".join(day.isoformat() for day in owner.holidays),
    }
    if request.method != "POST":
        return _hours_shown(request, owner, kept)
    if Act.CONFIGURE not in acts_of_member(member):
        raise PermissionDenied
    given: dict[str, Any] = {
        "week": {day: request.POST.get(day, "") for day in WEEKDAYS},
        "zone": request.POST.get("zone", "").strip(),
        "holidays": request.POST.get("holidays", ""),
    }
    actor = f"member:{member.user.email}"
    try:
        choose_hours(owner=owner, actor=actor, now=timezone.now(), **given)
    except RefusedError as error:
        return _hours_shown(request, owner, given, error=error)
    messages.success(request, f"{owner.name} works by these hours: due times follow.")
    return redirect("owner-hours", project=member.project.slug, slug=owner.slug)


def _hours_shown(
    request: HttpRequest, owner: Owner, shown: dict[str, Any], *, error: RefusedError | None = None
) -> HttpResponseBase:
    context = {**shown, "owner": owner, "zones": sorted(zones()), "error": error}
    return render(request, "triage/hours.html", context, status=error.status if error else 200)
