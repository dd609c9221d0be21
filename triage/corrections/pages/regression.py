"""The pages of regression runs: all of them, and one."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.models import Member, Project
from triage.corrections.judging import Verdict
from triage.corrections.queries.regression import (
    counts_of,
    regression_set,
    result_rows,
    results_of,
    results_page,
    run_named,
    runs_page,
)
from triage.issues.diffs import shortened, word_diff
from triage.issues.pages.reading import refusals_shown
from triage.issues.pages.views import page_of
from triage.issues.wording import who

_RUNS = ("run", "release", "made_at", "made_by", "kept", "broken", "unsure", "missing")
_RESULTS = ("id", "version", "question", "expected", "answer", "verdict", "why", "score")
# Beyond so many letters nobody reads a diff, and it takes long.
_LONGEST_DIFF = 4_000


@member_page(Act.READ)
@require_safe
@refusals_shown
def regression_runs(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The newest first; `format=csv` gives those of the page."""
    project = member.project
    rows, following = runs_page(project, request.GET.get("cursor", ""))
    if request.GET.get("format") == "csv":
        lines = (
            (
                *(run.pk, run.release, run.made_at.isoformat(), run.made_by),
                *(counts.kept, counts.broken, counts.unsure, counts.missing),
            )
            for run, counts in rows
        )
        return as_file(f"{project.slug}-regression-runs", _RUNS, lines)
    context = {
        "rows": [(run, counts, who(run.made_by)) for run, counts in rows],
        "served": regression_set(project, today=timezone.now().date()).count(),
        "next_url": f"?{urlencode({'cursor': following})}" if following else "",
    }
    return page_of(request, "triage/regression_runs.html", context)


@member_page(Act.READ)
@require_safe
@refusals_shown
def regression_run(request: HttpRequest, member: Member, run_id: UUID) -> HttpResponseBase:
    """One run, what it breaks first; `verdict` narrows it, `format=csv` gives all of that."""
    run = run_named(member.project, run_id)
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in set(Verdict) else ""
    rows = results_of(run, verdict=verdict)
    if request.GET.get("format") == "csv":
        return as_file(f"{member.project.slug}-regression-run", _RESULTS, result_rows(rows))
    found, following = results_page(rows, request.GET.get("cursor", ""))
    counts = counts_of(run)
    tabs = [("", "All", counts.kept + counts.broken + counts.unsure)]
    tabs += [(one.value, one.value.capitalize(), getattr(counts, one.value)) for one in Verdict]
    context = {
        "run": run,
        "by": who(run.made_by),
        "counts": counts,
        "rows": [
            (row, shortened(word_diff(row.expected[:_LONGEST_DIFF], row.text[:_LONGEST_DIFF])))
            for row in found
        ],
        "tabs": [
            (label, _url(member.project, run_id, name), n, name == verdict)
            for name, label, n in tabs
        ],
        "csv_url": _url(member.project, run_id, verdict, format="csv"),
        "next_url": _url(member.project, run_id, verdict, cursor=following) if following else "",
    }
    return page_of(request, "triage/regression_run.html", context)


def _url(project: Project, run_id: UUID, verdict: str, **more: str) -> str:
    query = {name: value for name, value in {"verdict": verdict, **more}.items() if value}
    return f"{reverse('regression-run', args=[project.slug, run_id])}?{urlencode(query)}"
