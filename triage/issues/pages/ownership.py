"""The page of owners and their rules."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.queries import acts_of_member
from feedback.models import Member
from triage.clustering.queries import backlog_of
from triage.issues.wording import who
from triage.routing.conditions import FIELDS
from triage.routing.operations import RulesRefusedError, save_rules
from triage.routing.overview import teams_at_work, versions_of
from triage.routing.queries import rules_of


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Owners, the rules in force and their versions; who may configure saves a new version."""
    if request.method != "POST":
        text = rules_of(member.project).text
        return render(request, "triage/rules.html", _context(request, member, text))
    if Act.CONFIGURE not in acts_of_member(member):
        raise PermissionDenied
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        saved = save_rules(
            project=member.project,
            text=text,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
    except RulesRefusedError as error:
        context = _context(request, member, text) | {"error": error}
        context["wrong_line"] = text.split("\n")[error.line - 1]
        return render(request, "triage/rules.html", context, status=error.status)
    return redirect(f"{reverse('rules', args=[member.project.slug])}?saved={saved.version}")


def _context(request: HttpRequest, member: Member, text: str) -> dict[str, Any]:
    project = member.project
    versions = versions_of(project)
    return {
        "teams": teams_at_work(project, timezone.now().date()),
        "text": text,
        "lines": max(12, min(40, text.count("\n") + 3)),
        "versions": [(version, who(version.saved_by)) for version in versions],
        "saved": request.GET.get("saved") == str(versions[0].version if versions else ""),
        "fields": list(FIELDS),
        "waiting": backlog_of(project)[0],
        "now": timezone.now(),
    }
