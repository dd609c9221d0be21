"""For you: what the member who looks is told."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.models import Member
from triage.notices.for_members import SHOWN, notices_of, unread_of
from triage.notices.operations import mark_notices

COLUMNS = ("at", "kind", "issue", "title", "words", "read at")


@member_page(Act.READ)
@require_safe
def notices(request: HttpRequest, member: Member) -> HttpResponse:
    """The latest, the newest first; `?before=` an id shows older ones, `?format=csv` is a file."""
    shown = notices_of(member, before=_uuid(request.GET.get("before", "")))
    if request.GET.get("format") == "csv":
        rows = [
            (
                *(n.at.isoformat(), n.get_kind_display().lower(), n.issue.short_id, n.issue.title),
                *(n.words, n.read_at.isoformat() if n.read_at else ""),
            )
            for n in shown
        ]
        return as_file(f"{member.project.slug}-notices", COLUMNS, rows)
    context = {
        "notices": shown,
        "unread": unread_of(member),
        "older": shown[-1].pk if len(shown) == SHOWN else None,
        "now": timezone.now(),
    }
    return render(request, "triage/notices.html", context)


@member_page(Act.READ)
@require_POST
def mark(request: HttpRequest, member: Member) -> HttpResponse:
    """Read or unread: the notices that the form names."""
    named = [_uuid(text) for text in request.POST.getlist("notice")]
    mark_notices(
        member=member,
        ids=[pk for pk in named if pk],
        read=request.POST.get("as") != "unread",
        now=timezone.now(),
    )
    return redirect("notices", project=member.project.slug)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
