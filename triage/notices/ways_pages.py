"""Telling reporters: how, whom that reached, and mail that was given up."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member
from triage.notices.mailing import try_again
from triage.notices.ways import choose_ways, given_up, reached_in, ways_of

COLUMNS = ("person", "made at", "given up at", "tries", "why")


class WaysForm(forms.Form):
    widget = forms.BooleanField(required=False)
    mail = forms.BooleanField(required=False)
    sender_name = forms.CharField(required=False, max_length=100)
    reply_to = forms.EmailField(required=False)


@member_page(Act.CONFIGURE)
@require_safe
def reporters(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The choice and what came of it; `format=csv`: the mails that were given up."""
    ways = ways_of(member.project)
    initial = {name: getattr(ways, name) for name in WaysForm.base_fields}
    return _shown(request, member, WaysForm(initial=initial))


@member_page(Act.CONFIGURE)
@require_POST
def choose(request: HttpRequest, member: Member) -> HttpResponseBase:
    form = WaysForm(request.POST)
    if not form.is_valid():
        return _shown(request, member, form, status=422)
    actor, now = f"member:{member.user.email}", timezone.now()
    if choose_ways(project=member.project, **form.cleaned_data, actor=actor, now=now):
        messages.success(request, "Chosen: it holds from now on.")
    else:
        messages.info(request, "Nothing is other than it was.")
    return redirect("reporters", project=member.project.slug)


@member_page(Act.CONFIGURE)
@require_POST
def again(request: HttpRequest, member: Member, mail_id: UUID) -> HttpResponseBase:
    """Try a mail once more that was given up."""
    actor, now = f"member:{member.user.email}", timezone.now()
    try:
        try_again(project=member.project, mail_id=mail_id, actor=actor, now=now)
        messages.success(request, "It is tried again within a minute.")
    except RefusedError as error:
        messages.error(request, error.detail)
    return redirect("reporters", project=member.project.slug)


def _shown(
    request: HttpRequest, member: Member, form: WaysForm, *, status: int = 200
) -> HttpResponseBase:
    project = member.project
    dead = given_up(project)
    if request.GET.get("format") == "csv":
        rows = [
            (m.person.external_id, m.made_at.isoformat(), _when(m.settled_at), m.tries, m.trouble)
            for m in dead
        ]
        return as_file(f"{project.slug}-mail-given-up", COLUMNS, rows)
    context = {"form": form, "dead": dead, "reached": reached_in(project, now=timezone.now())}
    return render(request, "triage/reporters.html", context, status=status)


def _when(at: datetime | None) -> str:
    return at.isoformat() if at else ""
