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


def after_cursor(rows: QuerySet[M], order: Sequence[str], cursor: str) -> QuerySet[M]:
    """The rows in order, those behind the cursor only. FilterRefusedError for a bad cursor."""
    if not cursor:
        return rows.order_by(*order)
    try:
        given_order, values = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature as error:
        raise FilterRefusedError("The cursor is not one of ours.", path="cursor") from error
    if given_order != list(order):
        raise FilterRefusedError("The cursor belongs to another order.", path="cursor")
    return rows.filter(_behind(order, values)).order_by(*order)


def _behind(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Equal in the first few columns and further on in the next, for each "few"."""
    equal, behind = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name = column.lstrip("-")
        further = "lt" if column.startswith("-") else "gt"
        behind |= equal & Q(**{f"{name}__{further}": value})
        equal &= Q(**{name: value})
    return behind
