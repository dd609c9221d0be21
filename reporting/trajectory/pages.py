"""The ledger of the business case: everybody reads it, managers and admins write in it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.queries import acts_of_member
from feedback.directory.tables import as_file
from feedback.errors import RefusedError
from feedback.models import Member
from reporting.models import Promise
from reporting.trajectory import operations
from reporting.trajectory.forms import PromiseForm, as_initial
from reporting.trajectory.queries import ledger, promised_of, standing

COLUMNS = (
    *("measure", "claimed", "claimed_on", "claimed_of", "expected_low", "expected_high"),
    *("target", "target_on", "pilot", "withdrawn", "written_by", "written_at"),
)


@member_page(Act.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def business_case(request: HttpRequest, member: Member) -> HttpResponseBase:
    """What was promised, and a line more. `?measure=` fills the form with what stands of it;
    `format=csv`: every line."""
    project = member.project
    if request.method != "POST":
        if request.GET.get("format") == "csv":
            rows = [[getattr(line, name) for name in COLUMNS] for line in ledger(project)]
            return as_file(f"{project.slug}-business-case", COLUMNS, rows)
        measure = request.GET.get("measure", "")
        line = standing(project).get(measure)
        initial = as_initial(line) if line else {"measure": measure}
        return _shown(request, member, PromiseForm(project, initial=initial))
    if Act.CONFIGURE not in acts_of_member(member):
        raise PermissionDenied
    form = PromiseForm(project, request.POST)
    if form.is_valid():
        try:
            return _promise(request, member, form)
        except RefusedError as refusal:
            form.add_error(refusal.path if refusal.path in form.fields else None, refusal.detail)
    return _shown(request, member, form, status=422)


def _promise(request: HttpRequest, member: Member, form: PromiseForm) -> HttpResponseBase:
    line = operations.promise(
        project=member.project,
        measure=form.cleaned_data["measure"],
        terms=form.terms(),
        actor=f"member:{member.user.email}",
        now=timezone.now(),
    )
    messages.success(request, f"{line.get_measure_display()}: this is what stands from now on.")
    return redirect("business-case", project=member.project.slug)


@member_page(Act.CONFIGURE)
@require_POST
def withdraw(request: HttpRequest, member: Member) -> HttpResponseBase:
    """Nothing is promised any more of one figure. Its lines stay in the ledger."""
    try:
        line = operations.withdraw(
            project=member.project,
            measure=request.POST.get("measure", ""),
            actor=f"member:{member.user.email}",
            now=timezone.now(),
        )
        messages.success(request, f"{line.get_measure_display()}: nothing is promised any more.")
    except RefusedError as refusal:
        messages.error(request, refusal.detail)
    return redirect("business-case", project=member.project.slug)


def _shown(
    request: HttpRequest, member: Member, form: PromiseForm, *, status: int = 200
) -> HttpResponseBase:
    lines = ledger(member.project)
    stands = standing(member.project)
    context: dict[str, Any] = {
        "form": form,
        "lines": [(line, promised_of(line)) for line in lines],
        "standing": [
            (line, promised_of(line))
            for name in Promise.Measure.values
            if (line := stands.get(name))
        ],
    }
    return render(request, "reporting/business_case.html", context, status=status)
