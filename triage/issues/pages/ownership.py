"""The page of owners and their rules: write them, try them, save them, go back to earlier ones."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.queries import acts_of_member, releases_of
from feedback.directory.tables import as_file
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Member, Project
from triage.clustering.queries import backlog_of
from triage.issues.pages import suggesting
from triage.issues.pages.rules_shown import TRIAL_COLUMNS, excerpt_of, trial_rows, version_shown
from triage.models import OwnershipRules
from triage.routing.changes import difference
from triage.routing.conditions import FIELDS
from triage.routing.handover import LOST_AFTER, handover_of
from triage.routing.operations import (
    RulesOvertakenError,
    RulesRefusedError,
    revert_rules,
    save_rules,
)
from triage.routing.overview import teams_at_work, versions_of
from triage.routing.queries import rules_of, version_of
from triage.routing.trying import try_rules

RELEASES_SHOWN = 8
VERSION_COLUMNS = ("version", "saved_by", "saved_at", "text")

View = Callable[[HttpRequest, Member], HttpResponseBase]


def _refusals_told(view: View) -> View:
    """A refusal is the page itself, with the text as it was written and what is wrong with it."""

    @wraps(view)
    def shown(request: HttpRequest, member: Member) -> HttpResponseBase:
        try:
            return view(request, member)
        except (RulesRefusedError, RulesOvertakenError, NotFoundError) as error:
            return _page(request, member, _wrong(request, member, error), status=error.status)

    return shown


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
@_refusals_told
def rules(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Owners, the rules in force and their versions (`format=csv` gives these, with
    `table=suggestions` how often suggestions were right); who may configure
    saves a new version. For htmx, how far open issues have followed."""
    if request.method == "POST":
        if Act.CONFIGURE not in acts_of_member(member):
            raise PermissionDenied
        saved = save_rules(
            project=member.project,
            text=_text(request),
            seen=_number(request, "version"),
            reroutes="reroutes" in request.POST,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
        return _back(member, saved)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "triage/_rules_followed.html", _followed(request, member.project))
    if request.GET.get("format") == "csv":
        if request.GET.get("table") == "suggestions":
            return suggesting.levels_file(member.project)
        rows = (
            (version.version, version.saved_by, version.saved_at.isoformat(), version.text)
            for version in versions_of(member.project)
        )
        return as_file(f"{member.project.slug}-rules", VERSION_COLUMNS, rows)
    return _page(request, member, {})


@member_page(Act.CONFIGURE)
@require_POST
@_refusals_told
def rules_trial(request: HttpRequest, member: Member) -> HttpResponseBase:
    """What saving the text would move: beside the editor, or with `format=csv` as a file."""
    text = _text(request)
    trial = try_rules(project=member.project, text=text, now=timezone.now())
    if request.POST.get("format") == "csv":
        return as_file(f"{member.project.slug}-rules-trial", TRIAL_COLUMNS, trial_rows(trial))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "triage/_rules_trial.html", {"trial": trial})
    return _page(request, member, {"text": text, "trial": trial})


@member_page(Act.CONFIGURE)
@require_POST
@_refusals_told
def rules_revert(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Put an earlier version in force again."""
    saved = revert_rules(
        project=member.project,
        version=_number(request, "to") or 0,
        seen=_number(request, "version"),
        actor=f"member:{member.user.email}",
        now=timezone.now(),
    )
    return _back(member, saved)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n")


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _back(member: Member, saved: OwnershipRules) -> HttpResponseBase:
    return redirect(reverse("rules", args=[member.project.slug]) + f"?saved={saved.version}")


def _followed(request: HttpRequest, project: Project) -> dict[str, Any]:
    """How far open issues have followed the rules in force; and whether to say so once they all
    have, to who saved them."""
    rules, now = rules_of(project), timezone.now()
    handover = handover_of(rules)
    lost = handover is not None and handover.went_on_at <= now - LOST_AFTER
    saved = request.GET.get("saved") == str(rules.version)
    return {
        "in_force": rules.version,
        "handover": handover,
        "lost": lost,
        "saved": saved,
        "now": now,
    }


def _wrong(request: HttpRequest, member: Member, error: RefusedError) -> dict[str, Any]:
    """Whoever was overtaken sees what came meanwhile, and may save over it."""
    found: dict[str, Any] = {"error": error}
    if "text" in request.POST:
        found["text"] = _text(request)
    if isinstance(error, RulesRefusedError):
        found["excerpt"] = excerpt_of(_text(request), error.line, error.column)
    if isinstance(error, RulesOvertakenError):
        found["came"] = _came(member, _number(request, "version") or 0)
    return found


def _came(member: Member, seen: int) -> Any:
    now = rules_of(member.project)
    try:
        before = version_of(member.project, seen).text
    except NotFoundError:
        before = ""
    return difference(before, now.text)


def _page(
    request: HttpRequest, member: Member, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    project = member.project
    versions = versions_of(project)
    in_force = rules_of(project)
    context = {
        "teams": teams_at_work(project, timezone.now().date()),
        "releases": releases_of(project)[:RELEASES_SHOWN],
        "text": in_force.text,
        "versions": [version_shown(version, in_force.text) for version in versions],
        "fields": list(FIELDS),
        "waiting": backlog_of(project)[0],
        "reroutes": request.method != "POST" or "reroutes" in request.POST,
        "suggesting": suggesting.context_of(request, project, now=timezone.now()),
        **_followed(request, project),
        **context,
    }
    context["lines"] = max(12, min(40, context["text"].count("\n") + 3))
    template = "triage/rules.html"
    if request.htmx and status != 200:  # type: ignore[attr-defined]
        template, status = "triage/_rules_wrong.html", 200  # htmx swaps nothing else in
    return render(request, template, context, status=status)
