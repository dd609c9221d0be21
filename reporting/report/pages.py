"""The report page and its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import NotFoundError
from feedback.models import Member
from reporting.metrics.minimum import MINIMUM
from reporting.quality.metrics import SATISFACTION
from reporting.report import layout, words
from reporting.report.catalogue import metric_named
from reporting.report.files import as_csv, entries
from reporting.report.queries import groups_of, releases_in, table_for, tables_for
from reporting.report.questions import WITHOUT, Question, QuestionRefusedError, understand
from reporting.report.slices import Groups, Tables, slugs_of


@require_safe
@member_page(Act.READ)
def report(request: HttpRequest, member: Member) -> HttpResponse:
    """Adoption and quality of the project, or of the slice that the address names."""
    project, today = member.project, timezone.now().date()
    groups = groups_of(project)
    refusal = ""
    try:
        question = understand(
            request.GET.dict(), teams=groups.teams, cohorts=groups.cohorts, today=today
        )
    except QuestionRefusedError as error:
        question, refusal = Question(), error.detail
    tables = tables_for(project=project, question=question, today=today)
    shown: dict[str, Any] = {
        "groups": groups,
        "question": question,
        "without": WITHOUT,
        "refusal": refusal,
        "tables": tables,
        "window": words.days(tables.key.window),
        "before": words.days(tables.before.window),
        "minimum": MINIMUM,
    }
    if tables.first_day:
        shown |= _filled(member, tables, question, groups)
    status = QuestionRefusedError.status if refusal else 200
    return render(request, "reporting/report.html", shown, status=status)


def _filled(member: Member, tables: Tables, question: Question, groups: Groups) -> dict[str, Any]:
    today = timezone.now().date()
    releases = releases_in(project=member.project, window=tables.weeks.window)
    charts = [
        layout.weekly_chart(
            tables.weeks,
            metric,
            question,
            releases if metric is SATISFACTION else [],
            today=today,
        )
        for metric in layout.CHARTED
    ]
    sections = [
        layout.section(tables, question, groups, kind, today=today) for kind in ("cohort", "team")
    ]
    every = [*charts, *(chart for section in sections for chart in section.charts)]
    return {
        "figures": layout.key_figures(tables, question.cell),
        "charts": charts,
        "sections": sections,
        "plots": [{"id": plot.id, "spec": plot.spec} for chart in every for plot in chart.plots],
    }


@require_safe
@member_page(Act.READ)
def report_file(request: HttpRequest, member: Member, metric: str) -> HttpResponse:
    """One metric as CSV: by week, team or cohort; and with `each` for every team or cohort."""
    project, today = member.project, timezone.now().date()
    groups = groups_of(project)
    asked = request.GET.dict()
    try:
        found = metric_named(metric)
        question = understand(asked, teams=groups.teams, cohorts=groups.cohorts, today=today)
    except NotFoundError as error:
        raise Http404(error.detail) from error
    except QuestionRefusedError as error:
        return HttpResponse(error.detail, status=error.status, content_type="text/plain")
    table = table_for(project=project, question=question, today=today)
    slices = [question]
    if (each := asked.get("each", "")) in ("team", "cohort") and each != question.by:
        slugs = slugs_of(table, question.cell, each, groups)
        slices = [question.cut(each, slug) for slug in slugs]
    lines = [line for cut in slices for line in entries(table, found, cut, groups)]
    response = HttpResponse(as_csv(found, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{project.slug}-{found.name}.csv"'
    return response
