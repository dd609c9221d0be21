"""Reasons: what people may say is wrong. Members look; managers and admins change."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.pages import posted_id
from feedback.directory.reason_operations import (
    MOST,
    Way,
    add_reason,
    bring_back_reason,
    change_reason,
    move_reason,
    retire_reason,
)
from feedback.directory.reason_queries import ReasonLine, reason_lines, reasons_given
from feedback.directory.reasons import COULDNT_VERIFY
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member, Reason

DAYS = 28
COLUMNS = ("code", "label", "cause", "severity", "retired on", "given", "votes", "days")
WAYS: tuple[Way, ...] = ("up", "down")


class ReasonForm(forms.Form):
    label = forms.CharField(max_length=100, label="What people read")
    cause = forms.ChoiceField(choices=Reason.Cause.choices, label="What is at fault")
    severity = forms.TypedChoiceField(
        choices=Reason.Severity.choices,
        coerce=int,
        initial=Reason.Severity.MEDIUM.value,
        label="How severe it is",
        help_text="High: whoever acts on the answer does the wrong thing. Medium: they must look"
        " elsewhere. Low: it is right, and badly told.",
    )


@member_page(Act.READ)
@require_safe
def reasons(request: HttpRequest, member: Member) -> HttpResponse:
    """The list; `?change=` a code fills the form with that reason, `?moved=` keeps the focus."""
    if request.GET.get("format") == "csv":
        return _as_csv(member)
    chosen = request.GET.get("change", "")
    changing = next((r for r in Reason.objects.of(member.project) if r.code == chosen), None)
    return page(request, member, changing=changing)


def page(
    request: HttpRequest,
    member: Member,
    *,
    form: ReasonForm | None = None,
    changing: Reason | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form that adds a reason, or that changes one."""
    given = reasons_given(project=member.project, days=DAYS, now=timezone.now())
    living, retired = reason_lines(member.project, given)
    if form is None:
        form = ReasonForm(initial=model_to_dict(changing) if changing else None)
    if changing or form.errors:
        form.fields["label"].widget.attrs["autofocus"] = True
    context = {
        "living": living,
        "retired": retired,
        "votes": given.votes,
        "days": DAYS,
        "form": form,
        "changing": changing,
        "most": MOST,
        "full": len(living) >= MOST,
        "fixed": COULDNT_VERIFY,
        "focus": _focus(request, living),
    }
    return render(request, "feedback/reasons.html", context, status=status)


def _focus(request: HttpRequest, living: list[ReasonLine]) -> tuple[str, str]:
    """The code and the way of the button that was pressed last; at the end, of its neighbour."""
    code, way = request.GET.get("moved", ""), request.GET.get("way", "")
    if living and (code, way) == (living[0].reason.code, "up"):
        way = "down"
    elif living and (code, way) == (living[-1].reason.code, "down"):
        way = "up"
    return code, way


def _as_csv(member: Member) -> HttpResponse:
    given = reasons_given(project=member.project, days=DAYS, now=timezone.now())
    living, retired = reason_lines(member.project, given)
    rows = [
        (
            *(line.reason.code, line.reason.label, line.reason.cause),
            line.reason.get_severity_display(),
            line.reason.retired_at.date() if line.reason.retired_at else "",
            *(line.given, given.votes, DAYS),
        )
        for line in [*living, *retired]
    ]
    return as_file(f"{member.project.slug}-reasons", COLUMNS, rows)


@member_page(Act.CONFIGURE)
@require_POST
def add(request: HttpRequest, member: Member) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            reason = add_reason(
                project=member.project,
                actor=f"member:{member.user.email}",
                now=timezone.now(),
                **form.cleaned_data,
            )
        except RefusedError as refusal:
            form.add_error("label", refusal.detail)
            return page(request, member, form=form, status=refusal.status)
        return _done(request, member, f"“{reason.label}” is offered from now on.")
    return page(request, member, form=form, status=422)


@member_page(Act.CONFIGURE)
@require_POST
def change(request: HttpRequest, member: Member) -> HttpResponse:
    reason = _posted(request, member)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            change_reason(
                reason=reason,
                actor=f"member:{member.user.email}",
                now=timezone.now(),
                **form.cleaned_data,
            )
        except RefusedError as refusal:
            form.add_error("label", refusal.detail)
            return page(request, member, form=form, changing=reason, status=refusal.status)
        return _done(request, member, f"It now reads “{reason.label}”.")
    return page(request, member, form=form, changing=reason, status=422)


@member_page(Act.CONFIGURE)
@require_POST
def move(request: HttpRequest, member: Member) -> HttpResponse:
    reason = _posted(request, member)
    way = next((way for way in WAYS if way == request.POST.get("way")), None)
    if way is None:
        messages.error(request, "Say whether it goes up or down.")
        return redirect("project_reasons", project=member.project.slug)
    try:
        move_reason(reason=reason, way=way, actor=f"member:{member.user.email}", now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
    address = reverse("project_reasons", kwargs={"project": member.project.slug})
    return redirect(f"{address}?moved={reason.code}&way={way}")


@member_page(Act.CONFIGURE)
@require_POST
def retire(request: HttpRequest, member: Member) -> HttpResponse:
    said = "“{}” is no longer offered. Who said it keeps it; it can be brought back below."
    return _act(request, member, retire_reason, said)


@member_page(Act.CONFIGURE)
@require_POST
def bring_back(request: HttpRequest, member: Member) -> HttpResponse:
    return _act(request, member, bring_back_reason, "“{}” is offered again, at the end.")


def _act(
    request: HttpRequest, member: Member, operation: Callable[..., None], said: str
) -> HttpResponse:
    reason = _posted(request, member)
    try:
        operation(reason=reason, actor=f"member:{member.user.email}", now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
        return redirect("project_reasons", project=member.project.slug)
    return _done(request, member, said.format(reason.label))


def _done(request: HttpRequest, member: Member, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("project_reasons", project=member.project.slug)


def _posted(request: HttpRequest, member: Member) -> Reason:
    return get_object_or_404(Reason.objects.of(member.project), pk=posted_id(request, "reason"))
