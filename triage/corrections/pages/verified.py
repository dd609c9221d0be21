"""The pages of verified answers: all of them, and one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member, Project
from triage.corrections.errors import ReviewRefusedError
from triage.corrections.operations import Content, retire, revise, unretire
from triage.corrections.pages.deciding import day_in, sources_in, text_in
from triage.corrections.queries.holding import why_stale
from triage.corrections.queries.verified import (
    counts_of,
    verified_in,
    verified_named,
    verified_page,
    versions_of,
)
from triage.issues.freshness import freshness
from triage.issues.pages.forms import number
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.queries.named import owner_named
from triage.issues.wording import who
from triage.models import Owner, VerifiedAnswer

_TABS = {"current": "Current", "review": "Back to review", "retired": "Retired"}
_COLUMNS = (
    *("id", "question", "text", "state", "why", "version", "owner", "valid_until", "sources"),
    "changed_at",
)


@member_page(Act.READ)
@require_safe
@refusals_shown
def verified_answers(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Those of a `state` (current unless another is named), with the words `q`; `cursor` is a
    page's place, `format=csv` gives all of them."""
    project = member.project
    state = request.GET.get("state", "")
    state = state if state in _TABS else "current"
    q = request.GET.get("q", "").strip().replace("\x00", "")[:200]
    rows = verified_in(project, state=state, q=q)
    if request.GET.get("format") == "csv":
        return as_file(f"{project.slug}-verified-answers", _COLUMNS, _rows(rows))
    found, following = verified_page(rows, request.GET.get("cursor", ""))
    counts = counts_of(project)
    context = {
        "rows": [(row, _why(row)) for row in found],
        "tabs": [
            (label, _url(project, state=name, q=q), counts.get(name, 0), name == state)
            for name, label in _TABS.items()
        ],
        "state": state,
        "q": q,
        "any": bool(counts),
        "csv_url": _url(project, state=state, q=q, format="csv"),
        "next_url": _url(project, state=state, q=q, cursor=following) if following else "",
    }
    return page_of(request, "triage/verified_answers.html", context)


@member_page(Act.READ)
@require_safe
@refusals_shown
def verified_answer(request: HttpRequest, member: Member, short_id: str) -> HttpResponseBase:
    """One, with its sources and all its versions."""
    return _shown(request, verified_named(member.project, short_id))


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def act_on_verified(
    request: HttpRequest, member: Member, short_id: str, name: str
) -> HttpResponseBase:
    """`revise` (confirm is the same with nothing changed), `retire` or `bring-back`."""
    row = verified_named(member.project, short_id)
    actor, now = f"member:{member.user.email}", timezone.now()
    try:
        if name == "revise":
            version = _revised(request, row, actor)
            messages.success(request, f"Version {version} is in force.")
        elif name == "retire":
            retire(answer=row, why=text_in(request.POST, "why"), actor=actor, now=now)
            messages.success(request, f"{row.short_id} is retired. It can be brought back here.")
        elif name == "bring-back":
            unretire(answer=row, actor=actor, now=now)
            messages.success(request, f"{row.short_id} is back.")
        else:
            raise ReviewRefusedError("There is no such act.")
    except RefusedError as error:
        return _shown(request, row, error=error)
    return redirect("verified-answer", member.project.slug, row.short_id)


def _revised(request: HttpRequest, row: VerifiedAnswer, actor: str) -> int:
    form, now = request.POST, timezone.now()
    content = Content(
        text_in(form, "question"),
        text_in(form, "text"),
        owner_named(row.project, form.get("owner", "")),
        sources_in(row.project, form),
        day_in(form),
    )
    same = (content.question.strip(), content.text.strip()) == (row.question, row.text)
    version = revise(
        answer=row,
        content=content,
        version=number(form.get("version", ""), what="version"),
        why="confirmed" if same else "revised",
        actor=actor,
        now=now,
    )
    return version.number


def _shown(
    request: HttpRequest, row: VerifiedAnswer, *, error: RefusedError | None = None
) -> HttpResponseBase:
    today = timezone.now().date()
    context: dict[str, Any] = {
        "row": row,
        "why": _why(row),
        "sources": [
            (
                one,
                freshness(
                    status=one.source.status, approved_until=one.source.approved_until, today=today
                ),
                one.version != one.source.version,
            )
            for one in row.resting_on.all()
        ],
        "versions": [(one, who(one.version.actor)) for one in versions_of(row)],
        "owners": Owner.objects.of(row.project),
        "today": today,
        "error": error,
    }
    if error:
        context["typed"] = request.POST
    status = error.status if error else 200
    return page_of(request, "triage/verified_answer.html", context, status=status)


def _why(row: VerifiedAnswer) -> str:
    """Why it is not served; "" where it is. What the sweep has not reached yet is said too."""
    return row.state_why or why_stale(row, today=timezone.now().date())


def _url(project: Project, **query: str) -> str:
    address = reverse("verified-answers", args=[project.slug])
    return f"{address}?{urlencode({k: v for k, v in query.items() if v})}"


def _rows(rows: Any) -> Iterator[tuple[object, ...]]:
    for row in rows.order_by("number").iterator(chunk_size=500):
        yield (
            *(row.short_id, row.question, row.text, row.state, _why(row), row.version),
            *(row.owner.slug, row.valid_until or ""),
            " ".join(one.source.external_id for one in row.resting_on.all()),
            row.changed_at.isoformat(),
        )
