"""How rounds of consolidation go: run one now, and from which confidence on they apply what they
find."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Member
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.proposals.operations import choose_apply_from
from triage.proposals.operations.setting import SettingRefusedError
from triage.proposals.queries import Round, round_of
from triage.proposals.tasks import run_round


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def run_now(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Have a round run; the page then asks by itself whether it has ended."""
    refused = ""
    try:
        run_round(project=member.project, actor=f"member:{member.user.email}", now=timezone.now())
    except RefusedError as error:
        refused = error.detail
    if "HX-Request" in request.headers:
        return _round_part(request, round_of(member.project, now=timezone.now()), refused=refused)
    if refused:
        messages.error(request, refused)
    return redirect("proposals", member.project.slug)


@member_page(Act.READ)
@require_safe
def how_it_goes(request: HttpRequest, member: Member) -> HttpResponseBase:
    """204 while a round runs; then what to say of the one that was asked for at `since`."""
    found = round_of(member.project, now=timezone.now())
    if found.runs:
        return HttpResponse(status=204)
    asked = _time(request.GET.get("since", ""))
    ended = bool(asked and found.ended_at and found.ended_at >= asked)
    return _round_part(request, found, ended=ended, broke_off=not ended)


def _round_part(request: HttpRequest, found: Round, **more: object) -> HttpResponseBase:
    context = {"round": found, "now": timezone.now(), **more}
    return page_of(request, "triage/_round.html", context)


def _time(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@member_page(Act.CONFIGURE)
@require_POST
def choose_confidence(request: HttpRequest, member: Member) -> HttpResponseBase:
    """From so many percent on proposals are applied without asking; "never", or "other"."""
    chosen = request.POST.get("apply_from", "")
    if chosen == "other":
        chosen = request.POST.get("percent", "")
    try:
        choose_apply_from(
            project=member.project,
            apply_from=None if chosen == "never" else _share(chosen),
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
    except RefusedError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, "Chosen: it holds from the next round on.")
    return redirect("proposals", member.project.slug)


def _share(text: str) -> float:
    """Percent, with a decimal comma or point, as a share. SettingRefusedError."""
    try:
        return float(text.replace(",", ".")) / 100
    except ValueError as error:
        raise SettingRefusedError("Say how many percent: 50 to 100.", path="percent") from error
