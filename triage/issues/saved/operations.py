"""Saving views of the queue, and what else is done with them. Each leaves its audit event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction

from feedback.audit.operations import record
from feedback.directory.access import Act
from feedback.directory.queries import acts_of_member
from feedback.errors import ConflictError, RefusedError
from feedback.models import Member
from triage.issues.filters import QueueFilters
from triage.models import DefaultView, SavedView

LONGEST_NAME = 60
MOST_OWN = 50


class ViewRefusedError(RefusedError):
    code = "view_refused"


class ViewNameTakenError(ConflictError):
    code = "view_name_taken"


@transaction.atomic
def save_view(
    *, member: Member, name: str, filters: QueueFilters, shared: bool, now: datetime
) -> SavedView:
    """A view with these filters and this order, the member's own or shared with the project.

    ViewNameTakenError where there is one of that name; ViewRefusedError for a name that can't be,
    for more than MOST_OWN, and for who may not share.
    """
    _check_sharing(member, shared=shared)
    if SavedView.objects.filter(member=member, deleted_at=None).count() >= MOST_OWN:
        raise ViewRefusedError(f"Up to {MOST_OWN} views: delete one first.", code="too_many")
    view = SavedView(
        project=member.project,
        member=member,
        name=_name(name),
        query=filters.query(cursor=""),
        shared=shared,
    )
    with _names_unique(view):
        view.save()
    return _traced(view, "saved", member, now)


@transaction.atomic
def change_view(
    *,
    member: Member,
    view: SavedView,
    name: str,
    shared: bool,
    now: datetime,
) -> SavedView:
    """Another name; shared, or its maker's own again."""
    _check_sharing(member, shared=shared or view.shared)
    view.name, view.shared = _name(name), shared
    with _names_unique(view):
        view.save(update_fields=["name", "shared"])
    return _traced(view, "changed", member, now)


@transaction.atomic
def refill_view(
    *, member: Member, view: SavedView, filters: QueueFilters, now: datetime
) -> SavedView:
    """Other filters and another order under the same name."""
    _check_sharing(member, shared=view.shared)
    view.query = filters.query(cursor="")
    view.save(update_fields=["query"])
    return _traced(view, "refilled", member, now)


@transaction.atomic
def delete_view(*, member: Member, view: SavedView, now: datetime) -> SavedView:
    """It is listed no more, and opens nobody's queue, until it is restored."""
    _check_sharing(member, shared=view.shared)
    view.deleted_at = now
    view.save(update_fields=["deleted_at"])
    return _traced(view, "deleted", member, now)


@transaction.atomic
def restore_view(*, member: Member, view: SavedView, now: datetime) -> SavedView:
    """Take a deletion back. ViewNameTakenError where another has its name by now."""
    _check_sharing(member, shared=view.shared)
    view.deleted_at = None
    with _names_unique(view):
        view.save(update_fields=["deleted_at"])
    return _traced(view, "restored", member, now)


@transaction.atomic
def choose_default(*, member: Member, view: SavedView | None, now: datetime) -> None:
    """The view that the member's queue opens with; None: all that is unresolved."""
    if view is None:
        DefaultView.objects.filter(member=member).delete()
    else:
        DefaultView.objects.update_or_create(member=member, defaults={"view": view})
    record(
        project=member.project,
        actor=f"member:{member.user.email}",
        verb="view.chosen",
        subject=f"member:{member.pk}",
        now=now,
        data={"view": str(view.pk) if view else None},
    )


def _check_sharing(member: Member, *, shared: bool) -> None:
    if shared and Act.TRIAGE not in acts_of_member(member):
        raise ViewRefusedError("Triagers, managers and admins share views.", status=403)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        raise ViewRefusedError(f"A view has a name of up to {LONGEST_NAME} letters.", path="name")
    return name


@contextmanager
def _names_unique(view: SavedView) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ViewNameTakenError(f"There is a view {view.name} already.", path="name") from error


def _traced(view: SavedView, verb: str, member: Member, now: datetime) -> SavedView:
    record(
        project=view.project,
        actor=f"member:{member.user.email}",
        verb=f"view.{verb}",
        subject=f"view:{view.pk}",
        now=now,
        data={"name": view.name, "query": view.query, "shared": view.shared},
    )
    return view
