"""The page of what waits, and of one proposal."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.models import Member
from triage.issues.pages.outcome import Outcome, outcome_in
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.wording import who
from triage.models import Proposal
from triage.proposals.operations.deciding import in_words
from triage.proposals.pages.views import list_context, list_page, proposal_url
from triage.proposals.queries import proposals_named, waiting_of
from triage.proposals.showing import shown

_COLUMNS = (
    *("proposal", "kind", "confidence", "why", "issue", "title", "complaints"),
    *("other", "other_title", "other_complaints", "concerned", "made_at", "url"),
)


@member_page(Act.READ)
@require_safe
@refusals_shown
def proposals(request: HttpRequest, member: Member) -> HttpResponseBase:
    """What waits for a decision, the surest first: `cursor` is a page's place, `done` names what
    was just decided; `format=csv` gives all that waits."""
    if request.GET.get("format") == "csv":
        return _sheet(request, member)
    context = list_context(
        project=member.project,
        cursor=request.GET.get("cursor", ""),
        said=outcome_in(request, member.project),
    )
    return list_page(request, member.project, context)


@member_page(Act.READ)
@require_safe
@refusals_shown
def proposal(request: HttpRequest, member: Member, proposal_id: UUID) -> HttpResponseBase:
    """One proposal, and what became of it."""
    [row] = proposals_named(member.project, [proposal_id])
    waits = row.state == Proposal.State.OPEN
    context = {
        "place": "proposal",
        "row": row,
        "one": shown(row) if waits else None,
        "in_words": in_words(row),
        "decided_by": who(row.decided_by),
        "undo_url": reverse("proposals-undo", args=[member.project.slug]),
        "outcome": Outcome(),
        "now": timezone.now(),
    }
    return page_of(request, "triage/proposal.html", context)


def _sheet(request: HttpRequest, member: Member) -> HttpResponseBase:
    rows = (
        (
            *(row.pk, row.kind, row.confidence, row.why),
            *(row.issue.short_id, row.issue.title, row.issue.complaints),
            *((o.short_id, o.title, o.complaints) if (o := row.other) else ("", "", "")),
            *(row.evidence.get("complaints", ""), row.made_at.isoformat()),
            request.build_absolute_uri(proposal_url(row)),
        )
        for row in waiting_of(member.project).order_by("-confidence", "id")
    )
    return as_file(f"{member.project.slug}-proposals", _COLUMNS, rows)
