"""How rounds of consolidation go: from which confidence on they apply what they find."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Member
from triage.proposals.operations import choose_apply_from
from triage.proposals.operations.setting import SettingRefusedError


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
