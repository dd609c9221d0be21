"""Access: who is a member, which keys are living, who may vote. For admins."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from feedback.directory.access import Act
from feedback.directory.key_forms import KEY_COLUMNS, KeyForm, key_rows, told_apart
from feedback.directory.membership import member_page
from feedback.directory.operations import (
    CAPTURE,
    add_member,
    change_capture,
    end_membership,
)
from feedback.directory.tables import as_file
from feedback.models import Member, Project


class MemberForm(forms.Form):
    email = forms.EmailField(max_length=254, label="E-mail")
    role = forms.ChoiceField(choices=Member.Role.choices)


class CaptureForm(forms.Form):
    """Who may vote, and how often a minute; 0 sets no limit."""

    takes_anonymous = forms.BooleanField(required=False, label="Take votes without a signed person")
    shows_sources = forms.BooleanField(
        required=False, label="Show an answer's sources to readers without a token"
    )
    key_limit = forms.IntegerField(min_value=0, max_value=10**8, label="Calls a minute with a key")
    person_limit = forms.IntegerField(min_value=0, max_value=10**8, label="… of a person")
    address_limit = forms.IntegerField(min_value=0, max_value=10**8, label="… from an address")


@member_page(Act.ADMINISTER)
@require_http_methods(["GET"])
def access(request: HttpRequest, member: Member) -> HttpResponse:
    match request.GET.get("format"), request.GET.get("table"):
        case "csv", "members":
            seats = _seats(member.project)
            rows = [(s.user.email, s.user.name, s.role) for s in seats]
            return as_file(f"{member.project.slug}-members", ("email", "name", "role"), rows)
        case "csv", "keys":
            return as_file(f"{member.project.slug}-keys", KEY_COLUMNS, key_rows(member.project))
    return page(request, member)


def _seats(project: Project) -> list[Member]:
    return list(Member.objects.of(project).filter(left_at=None).select_related("user"))


def page(
    request: HttpRequest,
    member: Member,
    *,
    member_form: forms.Form | None = None,
    key_form: forms.Form | None = None,
    capture_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with whichever form has to be filled in again."""
    project = member.project
    chosen = {name: getattr(project, name) for name in CAPTURE}
    living, ended = told_apart(project, timezone.now())
    context = {
        "seats": _seats(project),
        "keys": living,
        "ended": ended,
        "member_form": member_form or MemberForm(),
        "key_form": key_form or KeyForm(),
        "capture_form": capture_form or CaptureForm(initial=chosen),
    }
    return render(request, "feedback/access.html", context, status=status)


@member_page(Act.ADMINISTER)
@require_POST
def add(request: HttpRequest, member: Member) -> HttpResponse:
    form = MemberForm(request.POST)
    if not form.is_valid():
        return page(request, member, member_form=form, status=422)
    seat = add_member(
        project=member.project,
        actor=f"member:{member.user.email}",
        now=timezone.now(),
        **form.cleaned_data,
    )
    messages.success(request, f"{seat} is now {seat.get_role_display()}.")
    return redirect("access", project=member.project.slug)


@member_page(Act.ADMINISTER)
@require_POST
def end(request: HttpRequest, member: Member) -> HttpResponse:
    seat = get_object_or_404(
        Member.objects.of(member.project).filter(left_at=None), pk=posted_id(request, "member")
    )
    if seat == member:
        messages.error(request, "You can't remove yourself: another admin can.")
    else:
        end_membership(member=seat, actor=f"member:{member.user.email}", now=timezone.now())
        messages.success(request, f"{seat} is no longer a member.")
    return redirect("access", project=member.project.slug)


@member_page(Act.ADMINISTER)
@require_POST
def choose_capture(request: HttpRequest, member: Member) -> HttpResponse:
    form = CaptureForm(request.POST)
    if not form.is_valid():
        return page(request, member, capture_form=form, status=422)
    change_capture(
        project=member.project,
        actor=f"member:{member.user.email}",
        now=timezone.now(),
        **form.cleaned_data,
    )
    messages.success(request, "Chosen: it holds from now on.")
    return redirect("access", project=member.project.slug)


def posted_id(request: HttpRequest, name: str) -> object:
    """The posted id; one that is no id finds nothing."""
    field = forms.UUIDField(required=False)
    try:
        return field.clean(request.POST.get(name))
    except forms.ValidationError:
        return None
