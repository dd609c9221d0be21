"""The page on which managers say what makes an issue urgent, and see what that would change."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.queries import acts_of_member
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member, Project, Team
from triage.models import PriorityPolicy
from triage.priority.policies import draft_policy, restore_policy, save_policy
from triage.priority.policy_form import IMPORTANCE, PolicyForm, as_initial
from triage.priority.queries import policies_of, policy_of
from triage.priority.ranking import try_out

COLUMNS = ("team", "name", "importance", "people")


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def priority(request: HttpRequest, member: Member) -> HttpResponseBase:
    """What counts how much, as it is; who may configure tries other numbers, saves them, or has
    an earlier version again. `format=csv`: the teams."""
    project = member.project
    teams = _teams(project)
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            return _as_csv(project, teams)
        policy = policy_of(project)
        form = PolicyForm(teams, initial=as_initial(policy, teams))
        return _shown(request, member, form, policy)
    if Act.CONFIGURE not in acts_of_member(member):
        raise PermissionDenied
    if request.POST.get("do") == "again":
        return _again(request, member)
    form = PolicyForm(teams, request.POST)
    if form.is_valid():
        try:
            if request.POST.get("do") == "save":
                return _save(request, member, form)
            policy = draft_policy(project=project, **form.policy())
            return _shown(request, member, form, policy)
        except RefusedError as refusal:
            form.add_error(refusal.path if refusal.path in form.fields else None, refusal.detail)
    # htmx shows no answer that says it failed
    status = 200 if request.headers.get("HX-Request") else 422
    return _shown(request, member, form, policy_of(project), status=status)


def _save(request: HttpRequest, member: Member, form: PolicyForm) -> HttpResponseBase:
    project = member.project
    before = policy_of(project).version
    saved = save_policy(
        project=project,
        actor=f"member:{member.user.email}",
        now=timezone.now(),
        **form.policy(),
    )
    return _done(request, member, before, saved)


def _again(request: HttpRequest, member: Member) -> HttpResponseBase:
    """An earlier version in force again, as a new one: so that saving can be taken back."""
    version, before = request.POST.get("version", ""), policy_of(member.project).version
    try:
        saved = restore_policy(
            project=member.project,
            version=int(version) if re.fullmatch("[0-9]{1,9}", version) else -1,
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
        return redirect("priority", project=member.project.slug)
    return _done(request, member, before, saved)


def _done(
    request: HttpRequest, member: Member, before: int, saved: PriorityPolicy
) -> HttpResponseBase:
    if saved.version == before:
        messages.info(request, "Nothing is other than it was.")
    else:
        messages.success(
            request, f"Version {saved.version} is in force: the queue follows within minutes."
        )
    return redirect("priority", project=member.project.slug)


def _shown(
    request: HttpRequest,
    member: Member,
    form: PolicyForm,
    policy: PriorityPolicy,
    *,
    status: int = 200,
) -> HttpResponseBase:
    present = policy_of(member.project)
    context: dict[str, Any] = {
        "form": form,
        "present": present,
        "trying": form.is_bound and form.is_valid(),
        "trial": try_out(present=present, policy=policy, now=timezone.now()),
        "versions": policies_of(member.project),
    }
    return render(request, "triage/priority.html", context, status=status)


def _teams(project: Project) -> list[Team]:
    """The project's teams, each with its `people` who have not left."""
    here = Count("person", filter=Q(person__left_at=None))
    return list(Team.objects.of(project).annotate(people=here).order_by("name"))


def _as_csv(project: Project, teams: list[Team]) -> HttpResponseBase:
    importance, words = policy_of(project).importance, dict(IMPORTANCE)
    rows = [
        (t.slug, t.name, words[importance.get(str(t.pk), 2)].lower(), t.people)  # type: ignore[attr-defined]
        for t in teams
    ]
    return as_file(f"{project.slug}-teams", COLUMNS, rows)
