"""The pages of audits: all of them, and one, where its answers are judged."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member
from reporting.audits.blocks import days_of, thumbs_of
from reporting.audits.metrics import AUDITED_QUALITY
from reporting.audits.operations import FEWEST, LONGEST_NOTE, MOST, draw, judge, take_back
from reporting.audits.queries.audits import (
    Result,
    audit_named,
    audits_of,
    item_named,
    results_of,
)
from reporting.audits.queries.judging import cited_by, items_of, next_of
from reporting.kit.told import Told
from reporting.models import Audit, AuditItem
from reporting.rollups.tally import Window
from triage.issues.pages.forms import day, ids, number
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.wording import who

USUAL_SIZE, USUAL_DAYS = 40, timedelta(days=28)
# So many of those judged wrong are listed; the file has all.
LISTED = 50
# Of audits, the newest.
SHOWN = 50

_COLUMNS = ("position", "answer", "question", "text", "verdict", "note", "judged_by", "judged_at")


@member_page(Act.READ)
@require_safe
@refusals_shown
def audits(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The newest audits, and where another one is drawn."""
    return _listed(request, member)


@member_page(Act.CONFIGURE)
@require_POST
@refusals_shown
def draw_audit(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Draw a sample: `size` answers given `from` … `to`."""
    form = request.POST
    try:
        window = Window(day(form.get("from", ""), path="from"), day(form.get("to", ""), path="to"))
        audit = draw(
            project=member.project,
            window=window,
            size=number(form.get("size", ""), what="number of answers"),
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
    except ValueError:
        return _listed(request, member, refused="The first day is after the last.", status=422)
    except RefusedError as error:
        return _listed(request, member, refused=error.detail, status=error.status)
    messages.success(request, "Drawn: these answers wait to be judged.")
    return redirect("audit", member.project.slug, audit.pk)


@member_page(Act.READ)
@require_safe
@refusals_shown
def audit(request: HttpRequest, member: Member, audit_id: UUID) -> HttpResponseBase:
    """The next answer to judge, and how far they are; once all are, what came of it. `format=csv`
    gives all judgements."""
    found = audit_named(member.project, audit_id)
    if request.GET.get("format") == "csv":
        return as_file(f"{member.project.slug}-audit", _COLUMNS, _rows(found))
    return page_of(request, "reporting/audit.html", _context(found))


@member_page(Act.TRIAGE)
@require_POST
@refusals_shown
def judge_answer(request: HttpRequest, member: Member, audit_id: UUID) -> HttpResponseBase:
    """Judge the named `item` (`act` is a verdict), or take that back (`act` is "take-back")."""
    found = audit_named(member.project, audit_id)
    [item_id] = ids([request.POST.get("item", "")], what="answer")
    item = item_named(found, item_id)
    actor, now, act = f"member:{member.user.email}", timezone.now(), request.POST.get("act", "")
    said: dict[str, Any] = {}
    status = 200
    try:
        if act == "take-back":
            take_back(item=item, actor=actor, now=now)
            said = {"done": f"Answer {item.position} waits again."}
        else:
            note = request.POST.get("note", "").replace("\r\n", "\n").replace("\x00", "")
            judge(item=item, verdict=act, note=note, actor=actor, now=now)
            word = AuditItem.Verdict(act).label.lower()
            said = {"done": f"Answer {item.position}: {word}.", "undo": item.pk}
    except RefusedError as error:
        said, status = {"refused": error.detail}, error.status
    partly = "HX-Request" in request.headers
    if partly or "refused" in said:
        template = "reporting/_audit.html" if partly else "reporting/audit.html"
        return page_of(request, template, _context(found) | said, status=status)
    messages.success(request, said["done"])
    return redirect("audit", member.project.slug, found.pk)


def _listed(
    request: HttpRequest, member: Member, *, refused: str = "", status: int = 200
) -> HttpResponseBase:
    today = timezone.now().date()
    rows = results_of(audits_of(member.project)[:SHOWN])
    context = {
        "rows": [_row(one) for one in rows],
        "definition": AUDITED_QUALITY,
        "refused": refused,
        "typed": request.POST,
        "size": USUAL_SIZE,
        "fewest": FEWEST,
        "most": MOST,
        "first": _iso(today - USUAL_DAYS),
        "last": _iso(today - timedelta(days=1)),
        "today": _iso(today),
    }
    return page_of(request, "reporting/audits.html", context, status=status)


def _context(found: Audit) -> dict[str, Any]:
    """What the page of one audit shows."""
    [result] = results_of([found])
    waiting = next_of(found)
    context = {
        **_row(result),
        "waiting": waiting,
        "verdicts": AuditItem.Verdict,
        "longest_note": LONGEST_NOTE,
        "definition": AUDITED_QUALITY,
    }
    if waiting:
        return context | {"cited": cited_by(waiting.answer, today=timezone.now().date())}
    wrong = items_of(found).filter(verdict=AuditItem.Verdict.WRONG)
    return context | {"wrong": [(item, who(item.judged_by)) for item in wrong[:LISTED]]}


def _row(one: Result) -> dict[str, Any]:
    return {
        "result": one,
        "audit": one.audit,
        "days": days_of(one),
        "total": one.total,
        "left": one.drawn - one.total.all,
        "told": Told(AUDITED_QUALITY, one.figure),
        "thumbs": thumbs_of(one),
        "by": who(one.audit.drawn_by),
    }


def _rows(found: Audit) -> Iterator[tuple[object, ...]]:
    for item in items_of(found):
        at = item.judged_at.isoformat() if item.judged_at else ""
        yield (
            *(item.position, item.answer.external_id, item.answer.question, item.answer.text),
            *(item.verdict, item.note, who(item.judged_by) if item.judged_by else "", at),
        )


def _iso(value: date) -> str:
    return value.isoformat()
