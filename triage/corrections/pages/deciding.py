"""Deciding from the page: a form in, one operation, and on to what waits still."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import RefusedError
from feedback.models import Correction, Member, Project, Source
from triage.corrections.errors import ReviewRefusedError, ReviewStateError
from triage.corrections.operations import Judgement, choose_second_reviewer, review, take_back
from triage.corrections.pages.reading import said_of
from triage.corrections.pages.views import (
    Said,
    corrections_url,
    filters_in,
    list_context,
    list_page,
)
from triage.corrections.queries.decided import reviews_named
from triage.corrections.queries.proposed import proposed_in
from triage.issues.pages.forms import ids
from triage.issues.pages.reading import refusals_shown


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def decide(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Accept (in these words or others) or reject one text, named by a word that proposes it and
    its key."""
    try:
        correction = _named(member.project, request.POST)
        row = review(
            feedback=correction.feedback,
            proposed=correction.text,
            judgement=judgement_in(member.project, request.POST),
            reviewer=member,
            now=timezone.now(),
        )
    except RefusedError as error:
        said = Said(refused=[error.detail])
        return _answered(request, member, said, status=error.status)
    return _answered(request, member, said_of(row), done=str(row.pk))


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def undo(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Take the named reviews back, the latest first."""
    rows = reviews_named(member.project, ids(request.POST.getlist("review"), what="review"))
    try:
        for row in reversed(rows):
            take_back(review=row, member=member, now=timezone.now())
    except RefusedError as error:
        return _answered(request, member, Said(refused=[error.detail]), status=error.status)
    said = Said("Taken back: it waits again") if rows else Said(refused=["Nothing to take back."])
    return _answered(request, member, said)


@member_page(Act.CONFIGURE)
@require_POST
def choose_second(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Whether a second person decides too."""
    choose_second_reviewer(
        project=member.project,
        wanted=request.POST.get("second") == "yes",
        actor=f"member:{member.user.email}",
        now=timezone.now(),
    )
    messages.success(request, "Chosen: it holds from the next decision on.")
    return redirect("corrections", member.project.slug)


def judgement_in(project: Project, form: QueryDict) -> Judgement:
    """What a form says. ReviewRefusedError."""
    if form.get("act") == "reject":
        return Judgement(rejects=True, reason=text_in(form, "reason"))
    if form.get("act") != "accept":
        raise ReviewRefusedError("There is no such decision.", path="act")
    return Judgement(
        question=text_in(form, "question"),
        text=text_in(form, "text"),
        sources=sources_in(project, form),
        valid_until=day_in(form),
    )


def sources_in(project: Project, form: QueryDict) -> list[UUID]:
    """The sources ticked, and those written one a line by their ids. ReviewRefusedError."""
    ticked = ids(form.getlist("source"), what="source")
    names = [name.strip() for name in text_in(form, "more_sources").splitlines() if name.strip()]
    rows = dict(
        Source.objects.of(project).filter(external_id__in=names).values_list("external_id", "pk")
    )
    if missing := [name for name in names if name not in rows]:
        raise ReviewRefusedError(f"There is no source {missing[0]}.", path="more_sources")
    return list(dict.fromkeys([*ticked, *(rows[name] for name in names)]))


def day_in(form: QueryDict) -> date | None:
    """The day until which it holds, if one is given. ReviewRefusedError."""
    text = form.get("valid_until", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ReviewRefusedError("The day is written 2026-12-31.", path="valid_until") from error


def text_in(form: QueryDict, name: str) -> str:
    """Browsers end lines in their own way."""
    return form.get(name, "").replace("\r\n", "\n")


def _named(project: Project, form: QueryDict) -> Correction:
    [named] = ids([form.get("feedback", "")], what="correction")
    rows = proposed_in(project).select_related("feedback__project")
    row: Correction | None = rows.filter(feedback=named, key=form.get("key", "")).first()
    if row is None:
        raise ReviewStateError(
            "Who proposed this has changed or withdrawn it meanwhile.", code="overtaken"
        )
    return row


def _answered(
    request: HttpRequest, member: Member, said: Said, *, done: str = "", status: int = 200
) -> HttpResponseBase:
    filters, cursor = filters_in(request.POST), request.POST.get("cursor", "")
    if "HX-Request" not in request.headers and not said.refused:
        if said.done and not done:
            messages.success(request, f"{said.done}.")
        return redirect(corrections_url(member.project, filters, cursor=cursor, done=done))
    context = list_context(member=member, filters=filters, cursor=cursor, said=said)
    return list_page(request, member.project, context, status=status)
