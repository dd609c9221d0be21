"""Integrations: who outside is told what happens. For managers and admins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.pages import posted_id
from feedback.directory.tables import as_file
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Member
from triage.integrations import operations
from triage.integrations.forms import ChangeForm, EndpointForm, OverlapForm
from triage.integrations.queries import (
    EndpointLine,
    deliveries_of,
    endpoint_line,
    endpoint_lines,
)
from triage.integrations.tasks import nudge
from triage.issues.pages.reading import refusals_shown
from triage.models import Attempt, Delivery, Endpoint

SHOWN = 50
MOST_IN_FILE = 10_000
LIST_COLUMNS = ("name", "kind", "host", "events", "texts", "state", "waiting", "given up")
LOG_COLUMNS = ("message", "event", "issue", "at", "state", "tried at", "ms", "status", "says")


@member_page(Act.CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def integrations(request: HttpRequest, member: Member) -> HttpResponse:
    """The endpoints, and a form for another one. Its secret is shown this once."""
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            return _list_as_csv(member)
        return _list(request, member, EndpointForm())
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _list(request, member, form, status=422)
    try:
        made = operations.add_endpoint(
            project=member.project,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
            **form.cleaned_data,
        )
    except RefusedError as refusal:
        put_on(form, refusal)
        return _list(request, member, form, status=refusal.status)
    if made.secret:
        return render(request, "triage/endpoint_secret.html", {"made": made})
    messages.success(request, f"{made.endpoint} is told from now on: send it a test.")
    return redirect("endpoint", project=member.project.slug, endpoint_id=made.endpoint.pk)


def _list(
    request: HttpRequest, member: Member, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    context = {"lines": endpoint_lines(member.project), "form": form, "now": timezone.now()}
    return render(request, "triage/integrations.html", context, status=status)


def _list_as_csv(member: Member) -> HttpResponse:
    rows = [
        (
            *(line.endpoint.name, line.endpoint.kind, line.endpoint.host),
            " ".join(line.endpoint.events),
            line.endpoint.tells_texts,
            line.endpoint.get_off_display(),
            *(line.waiting, line.dead),
        )
        for line in endpoint_lines(member.project)
    ]
    return as_file(f"{member.project.slug}-integrations", LIST_COLUMNS, rows)


def put_on(form: forms.Form, refusal: RefusedError) -> None:
    """Say a refusal where it belongs."""
    field = refusal.path.removeprefix("$.")
    form.add_error(field if field in form.fields else None, refusal.detail)


@dataclass(frozen=True)
class Doing:
    """A member about to do something with an endpoint, with the form they sent."""

    endpoint: Endpoint
    request: HttpRequest
    actor: str
    now: datetime

    def by(self, operation: Callable[..., Any], **more: object) -> Any:
        return operation(endpoint=self.endpoint, actor=self.actor, now=self.now, **more)


@member_page(Act.CONFIGURE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@refusals_shown
def endpoint(request: HttpRequest, member: Member, endpoint_id: UUID) -> HttpResponse:
    """An endpoint: its form, its log, and what can be done with it (the form's `do`)."""
    line = endpoint_line(member.project, endpoint_id)
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            return _log_as_csv(line)
        return _shown(request, line, _form_of(line))
    doing = Doing(line.endpoint, request, f"member:{member.user.email}", timezone.now())
    do = request.POST.get("do", "")
    if do == "change":
        return _change(line, doing)
    try:
        if do == "rotate":
            return _rotate(doing)
        said = _DOING[do](doing) if do in _DOING else "There is nothing to do."
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, said)
        if do == "remove":
            return redirect("integrations", project=member.project.slug)
    return redirect(request.path)


def _form_of(line: EndpointLine) -> ChangeForm:
    row = line.endpoint
    return ChangeForm(
        initial={
            "name": row.name,
            "url": line.url,
            "events": row.events,
            "tells_texts": row.tells_texts,
        }
    )


def _shown(
    request: HttpRequest, line: EndpointLine, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    field = forms.UUIDField(required=False)
    try:
        before = field.clean(request.GET.get("before"))
    except forms.ValidationError:
        before = None
    deliveries = deliveries_of(line.endpoint, before=before, limit=SHOWN)
    context = {
        "line": line,
        "endpoint": line.endpoint,
        "form": form,
        "deliveries": deliveries,
        "older": deliveries[-1].pk if len(deliveries) == SHOWN else None,
        "now": timezone.now(),
    }
    return render(request, "triage/endpoint.html", context, status=status)


def _log_as_csv(line: EndpointLine) -> HttpResponse:
    """A row for each try; of a message that was not tried yet, one without."""
    rows: list[tuple[object, ...]] = []
    for delivery in deliveries_of(line.endpoint, limit=MOST_IN_FILE):
        issue = delivery.issue.short_id if delivery.issue else ""
        told = (delivery.message_id, delivery.event, issue, delivery.at.isoformat(), delivery.state)
        tries: list[tuple[object, ...]] = [
            (a.at.isoformat(), a.took_ms, a.status or "", a.says) for a in _tries(delivery)
        ]
        rows += [(*told, *tried) for tried in tries or [("", "", "", "")]]
    return as_file(f"{line.endpoint.project.slug}-deliveries", LOG_COLUMNS, rows)


def _tries(delivery: Delivery) -> list[Attempt]:
    return list(delivery.attempts.all())


def _change(line: EndpointLine, doing: Doing) -> HttpResponse:
    form = ChangeForm(doing.request.POST)
    if not form.is_valid():
        return _shown(doing.request, line, form, status=422)
    try:
        doing.by(operations.change_endpoint, **form.cleaned_data)
    except RefusedError as refusal:
        put_on(form, refusal)
        return _shown(doing.request, line, form, status=refusal.status)
    messages.success(doing.request, "Changed: it holds for the next message.")
    return redirect(doing.request.path)


def _rotate(doing: Doing) -> HttpResponse:
    form = OverlapForm(doing.request.POST)
    if not form.is_valid():
        raise RefusedError("Say for how many days the former secret goes on: 0 to 30.")
    made = doing.by(operations.rotate_secret, overlap=timedelta(days=form.cleaned_data["days"]))
    context = {"made": made, "rotated": True}
    return render(doing.request, "triage/endpoint_secret.html", context)


def _ping(doing: Doing) -> str:
    doing.by(operations.ping)
    nudge()
    return "A test message is on its way: what comes of it stands in the log in a moment."


def _replay(doing: Doing) -> str:
    """The form's `message`; all that were given up where it names none."""
    named = None
    if "message" in doing.request.POST and not (named := posted_id(doing.request, "message")):
        raise NotFoundError("There is no such message.")
    count = doing.by(operations.replay, delivery_id=named)
    nudge()
    return f"{count} message{'' if count == 1 else 's'} will be sent again."


def _switch_off(doing: Doing) -> str:
    doing.by(operations.switch_off)
    return f"{doing.endpoint} is told nothing from now on."


def _switch_on(doing: Doing) -> str:
    doing.by(operations.switch_on)
    return f"{doing.endpoint} is told again. What was given up can be sent again below."


def _remove(doing: Doing) -> str:
    doing.by(operations.remove_endpoint)
    return f"{doing.endpoint} is removed, with its log."


_DOING: dict[str, Callable[[Doing], str]] = {
    "ping": _ping,
    "replay": _replay,
    "off": _switch_off,
    "on": _switch_on,
    "remove": _remove,
}
