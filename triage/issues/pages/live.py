"""An open page asks every few seconds for what changed, and says what it has.

Only the parts that changed are rendered; where none did, the answer is 204.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.issues.pages.addresses import queue_url
from triage.issues.pages.forms import number
from triage.issues.pages.news import PARTS, News, here_now
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.queries import issue_named
from triage.issues.queries.news import opened_since, recent_counts


@member_page(Act.READ)
@require_safe
@refusals_shown
def live(request: HttpRequest, member: Member) -> HttpResponseBase:
    """What is new for a queue with these filters since issue number `since`; `issue` is the one
    that is shown, and each part's mark says which one the page has."""
    filters = QueueFilters.read(request.GET)
    since = number(request.GET.get("since") or "0", what="number")
    shown = request.GET.get("issue", "").rpartition("-")[2]
    now = timezone.now()
    at = number(shown, what="issue") if shown else None
    who, here = here_now(member=member, number=at, now=now)
    news = News(
        member=member,
        filters=filters,
        since=since,
        counts=recent_counts(member),
        fresh=opened_since(filters=filters, member=member, number=since),
        who=who,
        here=here,
    )
    changed = {part for part in PARTS if request.GET.get(part) != news.marks[part]}
    if not changed:
        return HttpResponse(status=204)
    context = {**news.context(), "changed": changed, "place": "queue"}
    return page_of(request, "triage/_live.html", context)


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def hold(request: HttpRequest, member: Member, short_id: str) -> HttpResponseBase:
    """I am on it: the issue is the member's to work on for a while, until `works` is empty."""
    issue = issue_named(project=member.project, short_id=short_id)
    works = bool(request.POST.get("works"))
    _, here = here_now(member=member, number=issue.number, works=works, now=timezone.now())
    if "HX-Request" not in request.headers:
        return redirect(queue_url(member.project, QueueFilters(), issue=issue.short_id))
    context: dict[str, Any] = {"here": here, "place": "queue"}
    return page_of(request, "triage/_here.html", context)
