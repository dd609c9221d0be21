"""Tables as CSV files that a spreadsheet opens and doesn't run."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

_RUNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones run too
_HIDES = ("\t", "\r", "\n")


def safe(value: object) -> object:
    """The same, unless a spreadsheet would take the text for a formula: then behind a quote."""
    if isinstance(value, str) and (value.startswith(_HIDES) or value.lstrip().startswith(_RUNS)):
        return f"'{value}"
    return value


def as_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to keep, with a line of headings."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([safe(value) for value in row] for row in rows)
    return response
