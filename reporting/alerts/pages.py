"""One alert: what it says, what to do next, and that somebody knows it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Member
from reporting.alerts.operations import acknowledge, take_back
from reporting.alerts.queries import alert_of
from reporting.alerts.wording import days_before, line_of
from reporting.kit import words
from reporting.models import Alert
from reporting.rollups.tally import Window

_ACTS = {"acknowledge": acknowledge, "take-back": take_back}


@require_safe
@member_page(Act.READ)
def alert(request: HttpRequest, member: Member, alert_id: UUID) -> HttpResponse:
    """The alert as it was raised."""
    row = _found(member, alert_id)
    context = {
        "line": line_of(row),
        "days": words.days(Window(row.since, row.through)),
        "before": words.days(days_before(row)),
    }
    return render(request, "reporting/alert.html", context)


@require_POST
@member_page(Act.CONFIGURE)
def act_on_alert(request: HttpRequest, member: Member, alert_id: UUID, name: str) -> HttpResponse:
    """Acknowledge it, or take that back."""
    row = _found(member, alert_id)
    if name not in _ACTS:
        raise Http404
    try:
        _ACTS[name](alert=row, actor=f"member:{member.user.email}", now=timezone.now())
    except RefusedError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, "Done.")
    return redirect("alert", project=member.project.slug, alert_id=row.pk)


def _found(member: Member, alert_id: UUID) -> Alert:
    try:
        return alert_of(member.project, alert_id)
    except NotFoundError as error:
        raise Http404(error.detail) from error
