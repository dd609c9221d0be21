"""What the page of corrections is made of: the template's context."""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from feedback.models import Member, Project
from triage.corrections.queries.agreeing import agreement_in
from triage.corrections.queries.cards import Filters, cards_of
from triage.corrections.queries.decided import decided_page
from triage.corrections.queries.proposed import second_reviewer_of
from triage.issues.pages.views import page_of
from triage.issues.wording import who
from triage.models import CorrectionReview

TABS = {"": "Waiting", "me": "For you", "third": "Reviewers differ", "decided": "Decided"}


@dataclass(frozen=True)
class Said:
    """What was just done, and refused, in words; `undo` names the reviews to take back, and
    `issue` the one that may be resolved now, with `answer`."""

    done: str = ""
    refused: list[str] = field(default_factory=list)
    undo: list[UUID] = field(default_factory=list)
    issue: str = ""
    answer: str = ""


def filters_in(query: QueryDict) -> Filters:
    """What a query string narrows the list to; what it can't mean is passed over."""
    waits = query.get("waits", "")
    return Filters(
        waits=waits if waits in TABS else "",
        issue=query.get("issue", "").strip()[:40],
        q=query.get("q", "").strip().replace("\x00", "")[:200],
    )


def corrections_url(project: Project, filters: Filters, **more: str) -> str:
    query = {k: v for k, v in {**asdict(filters), **more}.items() if v}
    address = reverse("corrections", args=[project.slug])
    return f"{address}?{urlencode(query)}" if query else address


def list_context(
    *, member: Member, filters: Filters, cursor: str, said: Said = Said()
) -> dict[str, Any]:
    """The list that the filters show. FilterRefusedError for a bad cursor."""
    project, now = member.project, timezone.now()
    context: dict[str, Any] = {
        "filters": filters,
        "back": cursor,
        "said": said,
        "now": now,
        "tabs": [
            (label, corrections_url(project, Filters(waits, filters.issue, filters.q)), waits)
            for waits, label in TABS.items()
            if waits != "third" or second_reviewer_of(project)
        ],
        "second": second_reviewer_of(project),
        "agreement": agreement_in(project),
        "csv_url": corrections_url(project, filters, format="csv"),
        "first_url": corrections_url(project, filters) if cursor else "",
    }
    if filters.waits == "decided":
        rows, following = decided_page(project, cursor)
        context |= {"decided": [(row, by(row)) for row in rows]}
    else:
        page = cards_of(member, filters, cursor, today=now.date())
        if cursor and not page.cards:
            return list_context(member=member, filters=filters, cursor="", said=said)
        context |= {"page": page}
        following = page.next
    context["next_url"] = corrections_url(project, filters, cursor=following) if following else ""
    return context


def list_page(
    request: HttpRequest, project: Project, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """The whole page, or for htmx the part of it that an act changes."""
    if "HX-Request" not in request.headers:
        return page_of(request, "triage/corrections.html", context, status=status)
    response = page_of(request, "triage/_corrections.html", context, status=status)
    response["HX-Push-Url"] = corrections_url(project, context["filters"], cursor=context["back"])
    return response


def by(row: CorrectionReview) -> str:
    return who(f"member:{row.reviewer.user.email}")


def in_words(row: CorrectionReview) -> str:
    """What a decision did."""
    if not row.settles:
        return "Kept: it waits for another reviewer"
    if row.made is None:
        return "Rejected"
    name = row.made.answer.short_id
    version = f", version {row.made.number}" if row.made.number > 1 else ""
    return f"Accepted as the verified answer {name}{version}"
