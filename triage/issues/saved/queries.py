"""Which views of the queue a member has."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from feedback.directory.access import Act
from feedback.directory.queries import acts_of_member
from feedback.errors import NotFoundError
from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.models import DefaultView, SavedView


@dataclass(frozen=True)
class View:
    """One that is listed. `default`: the member's queue opens with it; `changeable` by them."""

    row: SavedView
    filters: QueueFilters
    default: bool
    changeable: bool


def _visible(member: Member) -> QuerySet[SavedView]:
    own_or_shared = Q(member=member) | Q(shared=True)
    return SavedView.objects.of(member.project).filter(own_or_shared).select_related("project")


def views_of(member: Member) -> list[View]:
    """The member's own views and the project's shared ones, by their names."""
    opens = DefaultView.objects.filter(member=member, view=OuterRef("pk"))
    rows: Any = _visible(member).filter(deleted_at=None).annotate(default=Exists(opens))
    triages = Act.TRIAGE in acts_of_member(member)
    return [
        View(row, filters_of(row), row.default, triages or not row.shared)
        for row in rows.order_by("name", "id")
    ]


def filters_of(view: SavedView) -> QueueFilters:
    """What it narrows the queue to: what can't be meant any more is left out."""
    return QueueFilters.read_what_is(QueryDict(view.query).dict())


def view_named(*, member: Member, view_id: UUID) -> SavedView:
    """One that the member sees, deleted or not. NotFoundError."""
    view = _visible(member).filter(pk=view_id).first()
    if view is None:
        raise NotFoundError("There is no such view.", code="view_unknown")
    return view


def default_view(member: Member) -> SavedView | None:
    """What the member's queue opens with, as long as it is there and they see it."""
    return _visible(member).filter(deleted_at=None, default_of__member=member).first()
