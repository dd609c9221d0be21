"""The page on which admins choose the space that complaints are compared in."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Member
from triage.clustering.moves import chosen_space, comparing_of
from triage.clustering.operations import change_space
from triage.clustering.queries import backlog_of
from triage.embedding.spaces import spaces


@member_page(Act.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def comparing(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The space in force, those on offer, and how far a move is; a post begins one."""
    project = member.project
    if request.method == "POST":
        try:
            change_space(
                project=project,
                space=request.POST.get("space", ""),
                actor=f"member:{member.user.email}",
                now=timezone.now(),
            )
        except RefusedError as error:
            messages.error(request, error.detail)
        return redirect("comparing", project=project.slug)
    context = {
        "comparing": comparing_of(project),
        "chosen": chosen_space(project),
        "spaces": spaces().values(),
        "waiting": backlog_of(project)[0],
    }
    return render(request, "triage/comparing.html", context)
