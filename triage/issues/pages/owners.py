"""The pages of owner teams: how much each has to do, and one of them, to change."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.queries import acts_of_member
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member
from triage.issues.pages.knowledge import knowledge_context, knowledge_file
from triage.issues.pages.owner_acts import ACTS, Changing, set_away
from triage.issues.wording import who
from triage.models import Owner
from triage.routing.overview import TeamAtWork, free_to_join, teams_at_work
from triage.routing.team_history import acts_on
from triage.routing.teams import new_owner

COLUMNS = (
    *("owner", "slug", "catches all", "assigns", "members", "members there", "open issues"),
    *("load", "capacity", "waiting", "oldest waiting", "gap"),
)


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The owner teams; who may configure adds one. `format=csv` gives the table."""
    refused: RefusedError | None = None
    if request.method == "POST":
        if Act.CONFIGURE not in acts_of_member(member):
            raise PermissionDenied
        try:
            return _added(request, member)
        except RefusedError as error:
            refused = error
    teams = teams_at_work(member.project, timezone.now().date())
    sees_knowledge = Act.CONFIGURE in acts_of_member(member)
    match request.GET.get("format"), request.GET.get("table"):
        case "csv", "knowledge" if sees_knowledge:
            return knowledge_file(member.project)
        case "csv", "knowledge":
            raise PermissionDenied
        case "csv", _:
            return as_file(f"{member.project.slug}-owners", COLUMNS, map(_row, teams))
    context = knowledge_context(member.project) if sees_knowledge else {}
    context |= {"teams": teams, "refused": refused, "name": request.POST.get("name", "")}
    return render(request, "triage/owners.html", context, status=refused.status if refused else 200)


def _added(request: HttpRequest, member: Member) -> HttpResponseBase:
    added = new_owner(
        project=member.project,
        name=request.POST.get("name", ""),
        actor=f"member:{member.user.email}",
        now=timezone.now(),
    )
    messages.success(request, f"Added. Rules name it {added.slug}. Who is in it?")
    return redirect("owner", member.project.slug, added.slug)


def _row(team: TeamAtWork) -> tuple[object, ...]:
    owner = team.owner
    return (
        *(owner.name, owner.slug, owner.catches_all, owner.assigns),
        *(len(team.working), len(team.present), team.open_issues, team.load, team.capacity),
        *(team.waiting, team.oldest.isoformat() if team.oldest else "", team.gap),
    )


@member_page(Act.READ)
@require_safe
def owner(request: HttpRequest, member: Member, slug: str) -> HttpResponseBase:
    """One owner team: who is in it, how it gives out its issues, what was done to it."""
    return page(request, member, slug)


def page(
    request: HttpRequest, member: Member, slug: str, *, refused: RefusedError | None = None
) -> HttpResponseBase:
    """The page, with what was refused. Http404 where there is no such team."""
    now = timezone.now()
    team = next(iter(teams_at_work(member.project, now.date(), slug=slug)), None)
    if team is None:
        raise Http404
    context: dict[str, Any] = {
        "team": team,
        "ways": Owner.Assigns.choices,
        "free": free_to_join(team.owner),
        "acts": [(act, who(act.actor)) for act in acts_on(team.owner)],
        "refused": refused,
        "today": now.date(),
        "now": now,
    }
    return render(request, "triage/owner.html", context, status=refused.status if refused else 200)


@member_page(Act.CONFIGURE)
@require_POST
def act_on_owner(request: HttpRequest, member: Member, slug: str, name: str) -> HttpResponseBase:
    """One act on an owner team, from a form of its page."""
    if name not in ACTS:
        raise Http404
    return _done(request, member, slug, ACTS[name])


@member_page(Act.TRIAGE)
@require_POST
def set_owner_away(request: HttpRequest, member: Member, slug: str) -> HttpResponseBase:
    """Oneself or somebody else is away until a day, or is there again."""
    return _done(request, member, slug, set_away)


def _done(
    request: HttpRequest, member: Member, slug: str, act: Callable[[Changing], str]
) -> HttpResponseBase:
    team = Owner.objects.of(member.project).filter(slug=slug).first()
    if team is None:
        raise Http404
    try:
        said = act(Changing(member, team, request.POST, timezone.now()))
    except RefusedError as error:
        return page(request, member, slug, refused=error)
    messages.success(request, said)
    return redirect("owner", member.project.slug, slug)
