"""Making, rotating and revoking keys, from the access page."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.key_forms import KeyForm, RotateForm
from feedback.directory.keys import issue_key, revoke_key, rotate_key
from feedback.directory.membership import member_page
from feedback.directory.pages import page, posted_id
from feedback.errors import RefusedError
from feedback.models import ApiKey, Member


@member_page(Act.ADMINISTER)
@require_POST
@never_cache
def new_key(request: HttpRequest, member: Member) -> HttpResponse:
    """Shows the new key, this once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return page(request, member, key_form=form, status=422)
    new = issue_key(
        project=member.project,
        actor=f"member:{member.user.email}",
        now=timezone.now(),
        **form.cleaned_data,
    )
    return render(request, "feedback/new_key.html", {"new": new})


@member_page(Act.ADMINISTER)
@require_POST
@never_cache
def rotate(request: HttpRequest, member: Member) -> HttpResponse:
    """Shows the key that takes over, this once."""
    key = _key(request, member)
    form = RotateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say for how many days the old key goes on: 0 to 90.")
        return redirect("access", project=member.project.slug)
    try:
        new = rotate_key(
            key=key,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
            grace=timedelta(days=form.cleaned_data["days"]),
        )
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
        return redirect("access", project=member.project.slug)
    return render(request, "feedback/new_key.html", {"new": new, "old": key})


@member_page(Act.ADMINISTER)
@require_POST
def revoke(request: HttpRequest, member: Member) -> HttpResponse:
    key = _key(request, member)
    revoke_key(key=key, actor=f"member:{member.user.email}", now=timezone.now())
    messages.success(request, f"{key} opens nothing from now on.")
    return redirect("access", project=member.project.slug)


def _key(request: HttpRequest, member: Member) -> ApiKey:
    return get_object_or_404(ApiKey.objects.of(member.project), pk=posted_id(request, "key"))
