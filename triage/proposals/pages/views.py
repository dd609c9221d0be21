"""What the pages of proposals are made of: the templates' context."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from feedback.models import Project
from triage.clustering.standing import learnt_of
from triage.issues.pages.outcome import Outcome
from triage.issues.pages.views import page_of
from triage.issues.wording import outcome
from triage.models import Proposal
from triage.proposals.common import percent
from triage.proposals.operations.deciding import in_words
from triage.proposals.queries import applied_lately, progress_of, round_of
from triage.proposals.showing import page_waiting

# What managers choose from; any other from 50% on can be written.
USUAL = (90, 95, 99)


def proposals_url(project: Project, **more: str) -> str:
    address = reverse("proposals", args=[project.slug])
    query = urlencode({name: value for name, value in more.items() if value})
    return f"{address}?{query}" if query else address


def proposal_url(row: Proposal) -> str:
    return reverse("proposal", args=[row.project.slug, row.pk])


def list_context(
    *, project: Project, cursor: str, said: Outcome, follows: UUID | None = None
) -> dict[str, Any]:
    """What waits, behind the cursor; what was applied without asking; how it goes on.

    `follows`: the proposal that comes next, after an act on the one before it.
    """
    page = page_waiting(project, cursor)
    if cursor and not page.shown:
        cursor, page = "", page_waiting(project)  # the last page was worked off
    progress, now = progress_of(project), timezone.now()
    learnt = learnt_of(project)
    return {
        "place": "proposals",
        "back": cursor,
        "undo_url": reverse("proposals-undo", args=[project.slug]),
        "page": page,
        "next_url": proposals_url(project, cursor=page.next) if page.next else "",
        "first_url": proposals_url(project) if cursor else "",
        "csv_url": proposals_url(project, format="csv"),
        "progress": progress,
        "applied": [(row, _done(row)) for row in applied_lately(project)],
        "apply_from": None if progress.apply_from is None else percent(progress.apply_from),
        "usual": USUAL,
        "outcome": said,
        "follows": follows,
        "round": round_of(project, now=now),
        "learnt": learnt,
        "learnt_percent": round(100 * learnt.lift),
        "now": now,
    }


def list_page(
    request: HttpRequest, project: Project, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """The whole page, or for htmx the part of it that an act changes."""
    if "HX-Request" not in request.headers:
        return page_of(request, "triage/proposals.html", context, status=status)
    response = page_of(request, "triage/_proposals.html", context, status=status)
    response["HX-Push-Url"] = proposals_url(project, cursor=context["back"])
    return response


def _done(row: Proposal) -> str:
    """What applying it did."""
    act = row.activity
    return outcome(act.verb, act.issue.short_id, act.data) if act else in_words(row)
