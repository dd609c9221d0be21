"""Access: who is a member, which keys are living. For admins."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.operations import add_member, end_membership, issue_key, revoke_key
from feedback.models import ApiKey, Member


class MemberForm(forms.Form):
    email = forms.EmailField(max_length=254, label="E-mail")
    role = forms.ChoiceField(choices=Member.Role.choices)


class KeyForm(forms.Form):
    kind = forms.ChoiceField(choices=ApiKey.Kind.choices)
    name = forms.CharField(max_length=100, help_text="What uses it")
    origins = forms.CharField(
        required=False, label="Origins", help_text="For a public key: https://intranet.example …"
    )

    def clean_origins(self) -> list[str]:
        origins = str(self.cleaned_data["origins"]).split()
        for origin in origins:
            if len(origin) > 200 or not origin.startswith(("https://", "http://")):
                raise forms.ValidationError(f"{origin[:60]} is not an origin such as https://a.b")
        return [origin.rstrip("/") for origin in origins]


@member_page(Act.ADMINISTER)
@require_http_methods(["GET"])
def access(request: HttpRequest, member: Member) -> HttpResponse:
    return _page(request, member, MemberForm(), KeyForm())


def _page(
    request: HttpRequest,
    member: Member,
    member_form: MemberForm,
    key_form: KeyForm,
    status: int = 200,
) -> HttpResponse:
    seats = Member.objects.of(member.project).filter(left_at=None).select_related("user")
    context = {
        "seats": seats,
        "keys": ApiKey.objects.of(member.project),
        "member_form": member_form,
        "key_form": key_form,
    }
    return render(request, "feedback/access.html", context, status=status)


@member_page(Act.ADMINISTER)
@require_POST
def add(request: HttpRequest, member: Member) -> HttpResponse:
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _page(request, member, form, KeyForm(), 422)
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
        Member.objects.of(member.project).filter(left_at=None), pk=_uuid(request, "member")
    )
    if seat == member:
        messages.error(request, "You can't remove yourself: another admin can.")
    else:
        end_membership(member=seat, actor=f"member:{member.user.email}", now=timezone.now())
        messages.success(request, f"{seat} is no longer a member.")
    return redirect("access", project=member.project.slug)


@member_page(Act.ADMINISTER)
@require_POST
@never_cache
def new_key(request: HttpRequest, member: Member) -> HttpResponse:
    """Shows the new key, this once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, member, MemberForm(), form, 422)
    new = issue_key(
        project=member.project,
        actor=f"member:{member.user.email}",
        now=timezone.now(),
        **form.cleaned_data,
    )
    return render(request, "feedback/new_key.html", {"new": new})


@member_page(Act.ADMINISTER)
@require_POST
def revoke(request: HttpRequest, member: Member) -> HttpResponse:
    key = get_object_or_404(ApiKey.objects.of(member.project), pk=_uuid(request, "key"))
    revoke_key(key=key, actor=f"member:{member.user.email}", now=timezone.now())
    messages.success(request, f"{key} opens nothing from now on.")
    return redirect("access", project=member.project.slug)


def _uuid(request: HttpRequest, name: str) -> object:
    """The posted id; one that is no id finds nothing."""
    field = forms.UUIDField(required=False)
    try:
        return field.clean(request.POST.get(name))
    except forms.ValidationError:
        return None
