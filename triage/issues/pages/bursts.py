"""The page of votes that came in a burst: look, count them after all, or take that back."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.capture.operations.suspicion import clear_suspicion, restore_suspicion
from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.errors import NotFoundError
from feedback.models import Member
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.queries.bursts import PAGE, bursts_of, clearings_of, suspects_of, words_in

_COLUMNS = (
    *("answer", "question", "hour", "votes", "up", "down", "complaints", "voters"),
    "sample_comments",
)


@member_page(Act.READ)
@require_safe
@refusals_shown
def bursts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The largest first, by answer and hour; `format=csv` gives all of them."""
    if request.GET.get("format") == "csv":
        rows = (
            (
                *(b.answer, b.question, b.hour.isoformat(), b.votes, b.up, b.down),
                *(b.complaints, b.voters, "\n".join(b.comments)),
            )
            for b in bursts_of(member.project)
        )
        return as_file(f"{member.project.slug}-bursts", _COLUMNS, rows)
    shown = list(bursts_of(member.project, limit=PAGE))
    context = {
        "bursts": shown,
        "votes": suspects_of(member.project).count(),
        "more": len(shown) == PAGE,
        "clearings": clearings_of(member.project),
        "now": timezone.now(),
    }
    return page_of(request, "triage/bursts.html", context)


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def count_bursts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Count the words of the ticked bursts after all."""
    clear_suspicion(
        project=member.project,
        ids=words_in(project=member.project, names=request.POST.getlist("burst")),
        actor=f"member:{member.user.email}",
        now=timezone.now(),
    )
    return redirect("bursts", member.project.slug)


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def undo_bursts(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Take one act of counting back."""
    try:
        event_id = UUID(request.POST.get("event", ""))
    except ValueError as error:
        raise NotFoundError("There is no such act.", code="act_unknown") from error
    restore_suspicion(
        project=member.project,
        event_id=event_id,
        actor=f"member:{member.user.email}",
        now=timezone.now(),
    )
    return redirect("bursts", member.project.slug)
