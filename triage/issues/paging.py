"""Pages by the place in an order, not by number: steady while rows come and go."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet

from triage.issues.filters import FilterRefusedError

M = TypeVar("M", bound=Model)

_SALT = "triage.issues.paging"


def cursor_at(row: Model, order: Sequence[str]) -> str:
    """Where `row` stands in an order ("-priority", "id", …), as text that can't be forged."""
    values = [str(getattr(row, name.lstrip("-"))) for name in order]
    return signing.dumps([list(order), values], salt=_SALT, compress=True)


def page_after(rows: QuerySet[M], order: Sequence[str], cursor: str, most: int) -> list[M]:
    """Up to `most` rows in order, those behind the cursor only. FilterRefusedError for a bad one.

    First those that are equal in all columns but the last, then in fewer: each part is one range of
    an index in this order, where one condition for all of them would read from the beginning.
    """
    ordered = rows.order_by(*order)
    if not cursor:
        return list(ordered[:most])
    values = _read(cursor, order)
    found: list[M] = []
    for equal in reversed(range(len(order))):
        if len(found) < most:
            found += ordered.filter(_behind(order, values, equal))[: most - len(found)]
    return found


def place_at(place: int, sort: str) -> str:
    """The cursor of a place in a list that is made anew each time."""
    return signing.dumps([[sort], [place]], salt=_SALT, compress=True)


def place_in(cursor: str, sort: str) -> int:
    """The place that a cursor leads to, 0 without one. FilterRefusedError for a bad one."""
    return int(_read(cursor, [sort])[0]) if cursor else 0


def _read(cursor: str, order: Sequence[str]) -> Sequence[Any]:
    """The values in a cursor of this order."""
    try:
        given_order, values = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature as error:
        raise FilterRefusedError("The cursor is not one of ours.", path="cursor") from error
    if given_order != list(order):
        raise FilterRefusedError("The cursor belongs to another order.", path="cursor")
    found: Sequence[Any] = values
    return found


def _behind(order: Sequence[str], values: Sequence[Any], equal: int) -> Q:
    """Equal in the first so many columns, and further on in the next."""
    names = [column.lstrip("-") for column in order]
    further = "lt" if order[equal].startswith("-") else "gt"
    same = dict(zip(names[:equal], values, strict=False))
    return Q(**same, **{f"{names[equal]}__{further}": values[equal]})
