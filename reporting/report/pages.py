"""Every report as a page, as JSON, and its blocks as files and pictures: one way for all."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Member
from reporting.kit import words
from reporting.kit.asking import Asked, ask
from reporting.kit.blocks import Block, Filter, Later, Page
from reporting.kit.facets import WITHOUT, choices, chosen, spelled_out
from reporting.metrics.minimum import MINIMUM
from reporting.report.catalogue import REPORTS, Report, report_named
from reporting.report.encoding import block_as_csv, page_as_json
from reporting.report.markup import plots_as_json, rows_as_html
from reporting.report.pictures import as_pdf, as_png, as_svg


@require_safe
@member_page(Act.READ)
def reports(request: HttpRequest, member: Member) -> HttpResponse:
    """The overview, with whatever was asked of it."""
    address = reverse("report", args=(member.project.slug, "overview"))
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


@require_safe
@member_page(Act.READ)
def report(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """One report of the project, or of the slice that the address names."""
    found = _report(name)
    if request.GET.keys() & {"facet", "facet_2"}:
        address = spelled_out(request.GET.dict())
        if address.keys().isdisjoint({"facet", "facet_2"}):
            return redirect(f"{request.path}?{urlencode(address)}")
    # Without a script to fetch it, a part comes with all others.
    part = request.GET.get("part", "") if request.htmx else ""  # type: ignore[attr-defined]
    refusal: RefusedError | None = None
    try:
        asked = _asked(request, member, part=part)
        page = found.page(asked)
    except RefusedError as error:
        refusal = error
        asked = ask(project=member.project, parameters={}, now=timezone.now())
        page = found.page(asked)
    every = "part" in request.GET and not part
    blocks = [_block(page, part)] if part else page.made if every else page.blocks
    plots = [plot for block in blocks if isinstance(block, Block) for plot in block.drawings()]
    shown: dict[str, Any] = {
        "name": name,
        "report": found,
        "reports": REPORTS,
        "heading": found.heading(asked),
        "facet": _facet(asked),
        "asked": asked,
        "page": page,
        "sections": _sections(blocks),
        "plots": [{"id": plot.id, "spec": plot.spec} for plot in plots],
        "drawings": mark_safe(plots_as_json(plots)),  # noqa: S308 - escaped there
        "without": WITHOUT,
        "refusal": refusal.detail if refusal else "",
        "window": words.days(page.window),
        "query": urlencode({key: of for key, of in request.GET.items() if key != "part"}),
        "minimum": MINIMUM,
    }
    template = "reporting/part.html" if part else "reporting/report.html"
    return render(request, template, shown, status=refusal.status if refusal else 200)


@require_safe
@member_page(Act.READ)
def report_json(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """The same as data."""
    found = _report(name)
    try:
        asked = _asked(request, member)
        page = found.page(asked)
    except RefusedError as error:
        return _refused(error)
    at = request.build_absolute_uri(reverse("report", args=(member.project.slug, name)))
    return JsonResponse({"name": name, "title": found.heading(asked), **page_as_json(page, at=at)})


@require_safe
@member_page(Act.READ)
def report_pdf(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """The same on paper."""
    found = _report(name)
    try:
        asked = _asked(request, member)
        page = found.page(asked)
    except RefusedError as error:
        return _refused(error)
    at = request.build_absolute_uri(reverse("report", args=(member.project.slug, name)))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    pdf = as_pdf(
        f"{member.project.name}: {found.heading(asked)}",
        page,
        window=words.days(page.window),
        address=f"{at}{query}",
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    file = f"{member.project.slug}-{name}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


@require_safe
@member_page(Act.READ)
def report_file(
    request: HttpRequest, member: Member, name: str, block: str, kind: str
) -> HttpResponse:
    """One block of it as csv, svg or png."""
    found = _report(name)
    try:
        shown = _block(found.page(_asked(request, member, part=block)), block)
    except RefusedError as error:
        return _refused(error)
    if kind == "csv":
        response = HttpResponse(block_as_csv(shown), content_type="text/csv; charset=utf-8")
    elif not any(shown.drawings()):
        raise Http404("This has no drawing.")
    elif kind == "svg":
        response = HttpResponse(as_svg(shown), content_type="image/svg+xml")
    else:
        response = HttpResponse(as_png(shown), content_type="image/png")
    file = f"{member.project.slug}-{name}-{block}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _report(name: str) -> Report:
    try:
        return report_named(name)
    except NotFoundError as error:
        raise Http404(error.detail) from error


def _asked(request: HttpRequest, member: Member, *, part: str = "") -> Asked:
    parameters = {**request.GET.dict(), "part": part}
    return ask(project=member.project, parameters=parameters, now=timezone.now())


def _facet(asked: Asked) -> Filter:
    """Of which answers, for the form of every report that honours it."""
    which = chosen(asked.question.facet)
    return Filter("facet", "Answers of", {"": "All"}, which, grouped=choices(asked.values))


def _block(page: Page, id_: str) -> Block:
    if found := page.block(id_):
        return found
    raise Http404("This report has no such part.")


def _sections(
    blocks: Iterable[Block | Later],
) -> list[tuple[str, list[tuple[Block | Later, SafeString | None]]]]:
    """The blocks below their headings, in the page's order, each with the rows of its table; none
    where it comes later."""
    sections: list[tuple[str, list[tuple[Block | Later, SafeString | None]]]] = []
    for block in blocks:
        if not sections or sections[-1][0] != block.section:
            sections.append((block.section, []))
        rows = rows_as_html(block.grid) if isinstance(block, Block) else None
        safe = None if rows is None else mark_safe(rows)  # noqa: S308 - escaped there
        sections[-1][1].append((block, safe))
    return sections


def _refused(error: RefusedError) -> HttpResponse:
    return HttpResponse(error.detail, status=error.status, content_type="text/plain; charset=utf-8")
