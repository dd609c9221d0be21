"""Which projects are due for a search."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from feedback.models import Project
from triage.models import Placement

EVERY = timedelta(hours=1)
# Sooner, where so much came since that what was found may be out of date.
NEW_SHARE = 0.1


def projects_to_search(now: datetime) -> list[UUID]:
    """Those that were never searched, or not for an hour, or whose complaints grew by a tenth."""
    placed = Placement.objects.filter(
        project=OuterRef("pk"), placed_at__gt=OuterRef("search__at")
    ).values("project")
    new = Coalesce(Subquery(placed.annotate(number=Count("id")).values("number")), 0)
    due = Q(search=None) | Q(search__at__lte=now - EVERY)
    grown = Q(new__gt=0, new__gte=F("search__placed") * NEW_SHARE)
    rows = Project.objects.annotate(new=new).filter(due | grown)
    return list(rows.order_by("pk").values_list("pk", flat=True))
