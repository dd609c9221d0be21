"""Many rows at once, in one statement whatever their number.

Django's own bulk operations give each value a parameter of its own: a thousand rows are ten
thousand placeholders to write, parse and plan. These send columns instead. A vote alone and an
import's thousand go the same way.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Field, Lookup


@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`name__any=[…]`: what `__in` says, with the whole list as a single array parameter."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        left, params = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection)
        return f"{left} = ANY(%s::{kind}[])", [*params, list(self.rhs)]


def copy_in(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """COPY rows into the model's table; `columns` are attribute names ("answer_id").

    Raises what an insert would: django.db.IntegrityError for a row that is there already.
    """
    # The mode of copying: values go as psycopg adapts them, so dates, UUIDs, lists and None do.
    statement = f"COPY {_table(model)} ({_names(model, columns)}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def insert_missing(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert the rows that clash with none that stands: somebody else may be making the same."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in columns]
    kinds = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} ({_names(model, columns)}) "  # noqa: S608 - our own names
            f"SELECT * FROM unnest({kinds}) ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*rows, strict=True)],
        )


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(model: type[models.Model], columns: Sequence[str]) -> str:
    fields = [model._meta.get_field(name) for name in columns]
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
