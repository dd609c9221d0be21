"""The query string of a list: what may be asked, and what was. Pure."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from feedback.errors import RefusedError
from feedback.texts import is_storable

DEFAULT_LIMIT = 50
MOST = 200
LONGEST = 500


class ParameterRefusedError(RefusedError):
    """A parameter that there isn't, or that can't be meant so; `path` names it."""

    code = "parameter_refused"


@dataclass(frozen=True)
class Parameter:
    """One that a list takes. `kind`: text, yes (true or false), time (ISO 8601) or number."""

    name: str
    about: str
    kind: str = "text"
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """As JSON Schema, for the API's description."""
        return {"type": "string", "enum": self.choices} if self.choices else _SCHEMAS[self.kind]


PAGE = (
    Parameter("cursor", "`next` of the page before"),
    Parameter("limit", f"Rows on a page, up to {MOST}", "number"),
    Parameter(
        "format",
        "`csv` and `jsonl` stream everything that the filters leave",
        choices=("json", "csv", "jsonl"),
    ),
)


def parsed(query: Iterable[tuple[str, str]], known: Sequence[Parameter]) -> dict[str, Any]:
    """The values by name. ParameterRefusedError for what is unknown, said twice or not in form."""
    by_name = {parameter.name: parameter for parameter in known}
    found: dict[str, Any] = {}
    for name, text in query:
        parameter = by_name.get(name)
        if parameter is None:
            raise ParameterRefusedError(
                f"There is no parameter {name[:60]!r}.", path=name[:60], code="parameter_unknown"
            )
        if name in found:
            raise ParameterRefusedError(f"{name} is said twice.", path=name)
        found[name] = _value(parameter, text)
    return found


def _value(parameter: Parameter, text: str) -> Any:
    wrong = ParameterRefusedError(
        f"{parameter.name} is {_expected(parameter)}, not {text[:60]!r}.", path=parameter.name
    )
    if len(text) > LONGEST or not text or not is_storable(text):
        raise wrong
    if parameter.choices:
        if text not in parameter.choices:
            raise wrong
        return text
    try:
        return _READ[parameter.kind](text)
    except (ValueError, OverflowError) as error:
        raise wrong from error


def _yes(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    return time.astimezone(UTC)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(text)
    number = int(text)
    if not 1 <= number <= MOST:
        raise ValueError(text)
    return number


_READ: dict[str, Callable[[str], Any]] = {
    "text": str,
    "yes": _yes,
    "time": _time,
    "number": _number,
}


_SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": LONGEST},
    "yes": {"type": "boolean"},
    "time": {"type": "string", "examples": ["2026-05-03T12:00:00Z", "2026-05-03"]},
    "number": {"type": "integer", "minimum": 1, "maximum": MOST},
}


def _expected(parameter: Parameter) -> str:
    if parameter.choices:
        return "one of " + ", ".join(parameter.choices)
    kinds: Mapping[str, str] = {
        "text": f"a text of up to {LONGEST} letters",
        "yes": "true or false",
        "time": "a time such as 2026-05-03T12:00:00Z",
        "number": f"a number from 1 to {MOST}",
    }
    return kinds[parameter.kind]


def cursor_after(row: UUID) -> str:
    """What brings the rows after this one."""
    return base64.urlsafe_b64encode(row.bytes).rstrip(b"=").decode()


def row_before(cursor: str) -> UUID:
    """The row that the cursor stands after. ParameterRefusedError."""
    try:
        return UUID(bytes=base64.b64decode(cursor + "==", altchars=b"-_", validate=True))
    except (ValueError, binascii.Error) as error:
        raise ParameterRefusedError("This is no cursor of ours.", path="cursor") from error
