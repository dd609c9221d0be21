"""Where an issue comes from, asked for by itself: thousands of complaints are read for it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.models import Member
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.queries import issue_named
from triage.issues.queries.origins import origins_of


@member_page(Act.READ)
@require_safe
@refusals_shown
def standing_out(request: HttpRequest, member: Member, short_id: str) -> HttpResponseBase:
    """A part of the issue's page for htmx, else a page of its own."""
    issue = issue_named(project=member.project, short_id=short_id)
    part = "HX-Request" in request.headers
    template = "triage/_standing_out.html" if part else "triage/standing_out.html"
    return page_of(request, template, {"issue": issue, "origins": origins_of(issue)})
