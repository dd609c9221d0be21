"""The sources that answers cite, scoped by project."""

from django.db.models import Sum

from feedback.models import Project, Source
from reporting.metrics.cited import Cited
from reporting.models import SourceSpan
from reporting.rollups.queries import in_spans
from reporting.rollups.tally import Window


def cited_sources(*, project: Project, window: Window) -> list[Cited]:
    """The sources that answers of the window cite, with what became of those."""
    rows = {
        row["source_id"]: row
        for row in SourceSpan.objects.of(project)
        .filter(in_spans(window))
        .values("source_id")
        .annotate(given=Sum("answers"), blamed=Sum("complained"), doubted=Sum("unverified"))
        .order_by()
    }
    return [
        Cited(
            id=str(source.pk),
            key=source.external_id,
            title=str(source),
            owner=source.owner,
            status=source.get_status_display(),
            approved_until=source.approved_until,
            answers=rows[source.pk]["given"],
            complained=rows[source.pk]["blamed"],
            unverified=rows[source.pk]["doubted"],
        )
        for source in Source.objects.of(project).filter(pk__in=list(rows))
    ]
