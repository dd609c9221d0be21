"""A member's own choice of what they are sent; a digest to look at, or sent at once."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from csp.decorators import csp
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Member
from reporting.digests.content import digest_of
from reporting.digests.letters import member_of, preview
from reporting.digests.mailing import ask_for_one, mails_of
from reporting.digests.subscribing import subscribe, subscription_of, unsubscribe
from reporting.digests.times import last_digest
from reporting.kit.slices import Groups
from reporting.kit.tables import groups_of

# A mail has styles of its own, and neither scripts nor anything from elsewhere.
PREVIEW = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'none'"],
}
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
DAYS = list(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))


class SubscriptionForm(forms.Form):
    weekly = forms.BooleanField(required=False, label="The digest of last week, on Mondays")
    alerts = forms.BooleanField(required=False, label="Alerts, in one mail a day at the most")
    group = forms.ChoiceField(required=False, label="Of")
    hour = forms.TypedChoiceField(choices=HOURS, coerce=int, label="On Mondays from")
    zone = forms.ChoiceField(label="Time zone")
    quiet_from = forms.TypedChoiceField(
        choices=[("", "none"), *HOURS],
        coerce=int,
        empty_value=None,
        required=False,
        label="Quiet from",
    )
    quiet_until = forms.TypedChoiceField(
        choices=[("", "none"), *HOURS], coerce=int, empty_value=None, required=False, label="until"
    )
    quiet_days = forms.TypedMultipleChoiceField(
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Quiet all day",
    )

    def __init__(self, *args: Any, groups: Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        chosen = [(f"{kind.title()}s", _named(kind, groups)) for kind in ("team", "cohort")]
        self.fields["group"].choices = [("", "Everybody"), *chosen]  # type: ignore[attr-defined]
        zones = [(zone, zone) for zone in sorted(available_timezones())]
        self.fields["zone"].choices = zones  # type: ignore[attr-defined]


def _named(kind: str, groups: Groups) -> list[tuple[str, str]]:
    return [(f"{kind}:{slug}", name) for slug, name in groups.of(kind).items()]


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, member: Member) -> HttpResponse:
    """What the member is sent."""
    groups = groups_of(member.project)
    if request.method != "POST":
        return _shown(request, member, SubscriptionForm(initial=_initial(member), groups=groups))
    form = SubscriptionForm(request.POST, groups=groups)
    if not form.is_valid():
        return _shown(request, member, form, status=422)
    try:
        subscribe(
            member=member,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
            **form.cleaned_data,
        )
    except RefusedError as refusal:
        field = refusal.path.removeprefix("$.")
        form.add_error(field if field in form.fields else None, refusal.detail)
        return _shown(request, member, form, status=refusal.status)
    messages.success(request, "Chosen: it holds from now on.")
    return redirect("subscription", project=member.project.slug)


def _shown(
    request: HttpRequest, member: Member, form: SubscriptionForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "mails": mails_of(member)}
    return render(request, "reporting/subscription.html", context, status=status)


def _initial(member: Member) -> dict[str, Any]:
    row = subscription_of(member)
    if row is None:
        return {"zone": "UTC", "hour": 8}
    kept = ("weekly", "alerts", "zone", "hour", "quiet_from", "quiet_until", "quiet_days")
    kind = "team" if row.team else "cohort"
    group = f"{kind}:{row.group.slug}" if row.group else ""
    return {name: getattr(row, name) for name in kept} | {"group": group}


@csp(PREVIEW)
@member_page(Act.READ)
@require_safe
def digest_preview(request: HttpRequest, member: Member) -> HttpResponse:  # noqa: ARG001
    """The digest of last week as it is mailed, with its own styles and no script."""
    row = subscription_of(member)
    week, _ = last_digest(timezone.now(), hour=0, zone=ZoneInfo("UTC"))
    digest = digest_of(project=member.project, group=row.group if row else None, week=week)
    return HttpResponse(preview(digest, member))


@member_page(Act.READ)
@require_POST
def digest_now(request: HttpRequest, member: Member) -> HttpResponse:
    """Send the digest of last week at once, to whoever asks."""
    now = timezone.now()
    week, _ = last_digest(now, hour=0, zone=ZoneInfo("UTC"))
    ask_for_one(member=member, week=week, now=now)
    messages.success(request, f"It goes to {member.user.email} within a minute.")
    return redirect("subscription", project=member.project.slug)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails. The link says who comes; a look changes nothing. A mail program posts
    `List-Unsubscribe=One-Click`."""
    member = member_of(token)
    if member is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(member=member, now=timezone.now())
    row = subscription_of(member)
    context = {
        "project": member.project,
        "stopped": not (row and (row.weekly or row.alerts)),
        "language": "en",
    }
    response = render(request, "reporting/mail/stop.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    response["X-Robots-Tag"] = "noindex"
    return response
