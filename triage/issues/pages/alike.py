"""The issues like one, asked for by themselves: all issues of a project are looked through."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.models import Member
from triage.issues.pages.forms import number
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.queries import alike, issue_named, said_of
from triage.models import Verdict


@member_page(Act.READ)
@require_safe
@refusals_shown
def issues_alike(request: HttpRequest, member: Member, short_id: str) -> HttpResponseBase:
    """A part of the issue's page for htmx, else a page of its own. `back`: the queue that the
    issue is shown in, if it is in one; `version`: what of the issue its reader saw."""
    issue = issue_named(project=member.project, short_id=short_id)
    if seen := request.GET.get("version"):
        issue.version = number(seen, what="version")
    back = request.GET.get("back", "")
    context = {
        "issue": issue,
        "alike": alike(issue),
        "apart": [one.other for one in said_of(issue) if one.says == Verdict.Says.APART],
        "place": "queue" if back else "issue",
        "back": back,
        "level": 3 if back else 2,
    }
    part = "HX-Request" in request.headers
    return page_of(request, "triage/_alike.html" if part else "triage/alike.html", context)
