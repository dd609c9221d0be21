"""What a report is asked for, in the words of an address. Pure.

?team=&cohort=&from=&to=&by=, and one of the kinds of facet: ?release=, ?model=, …
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from feedback.errors import RefusedError
from reporting.kit.facets import WITHOUT, Facet, Values
from reporting.rollups.statements import KINDS
from reporting.rollups.tally import Cell, Window

By = Literal["", "week", "team", "cohort"]

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
LONGEST = timedelta(days=3660)
USUAL = timedelta(days=28)


class QuestionRefusedError(RefusedError):
    code = "question_refused"


@dataclass(frozen=True)
class Question:
    """The slice asked for, and the window where one was named. None means all of them. `life` are
    the days of the facet."""

    team: str | None = None
    cohort: str | None = None
    facet: Facet | None = None
    life: Window | None = None
    window: Window | None = None
    by: By = ""

    @property
    def cell(self) -> Cell:
        return Cell(None, self.team, self.cohort)

    def cut(self, kind: str, slug: str) -> "Question":
        """The same question of one team or cohort."""
        return replace(self, team=slug) if kind == "team" else replace(self, cohort=slug)

    def window_by(self, today: date) -> Window:
        """The window asked for, else the 28 days that end today, or with the facet's last."""
        last = min(today, self.life.last) if self.life else today
        return self.window or Window(last - USUAL + timedelta(1), last)

    def address(self, **changed: Any) -> str:
        """The question as it stands in an address, with some of it changed; "" leaves out."""
        asked: dict[str, Any] = {"team": self.team, "cohort": self.cohort}
        if self.facet:
            asked[self.facet.kind] = self.facet.value
        asked = {key: slug or WITHOUT for key, slug in asked.items() if slug is not None}
        if self.window:
            asked |= {"from": self.window.first, "to": self.window.last}
        return urlencode({key: value for key, value in {**asked, **changed}.items() if value != ""})


def understand(
    asked: Mapping[str, str],
    *,
    teams: Collection[str],
    cohorts: Collection[str],
    values: Values,
    today: date,
) -> Question:
    """The question, checked against the project's groups and its facets' values.
    QuestionRefusedError names the part."""
    by = asked.get("by", "")
    if by not in ("", "week", "team", "cohort"):
        raise QuestionRefusedError("by is one of week, team, cohort.", path="by")
    facet = _facet(asked, values)
    return Question(
        team=_group(asked, "team", teams),
        cohort=_group(asked, "cohort", cohorts),
        facet=facet,
        life=values[facet.kind].get(facet.value) if facet else None,
        window=_window(asked, today),
        by=by,  # type: ignore[arg-type]
    )


def _group(asked: Mapping[str, str], kind: str, known: Collection[str]) -> str | None:
    slug = asked.get(kind, "")
    if slug == WITHOUT:
        return ""
    if slug and slug not in known:
        raise QuestionRefusedError(
            f"This project has no such {kind}.", path=kind, code=f"{kind}_unknown"
        )
    return slug or None


def _facet(asked: Mapping[str, str], values: Values) -> Facet | None:
    if asked.get("facet"):
        raise QuestionRefusedError(
            f"facet names one of {', '.join(KINDS)}, like release=2.0.", path="facet"
        )
    found = [
        (kind, value) for kind in KINDS if (value := _group(asked, kind, values[kind])) is not None
    ]
    if len(found) > 1:
        kinds = " and ".join(kind for kind, _ in found)
        raise QuestionRefusedError(
            f"Figures are kept by {kinds}, not by both at once: name one.",
            path=found[1][0],
            code="facets_refused",
        )
    return Facet(*found[0]) if found else None


def _window(asked: Mapping[str, str], today: date) -> Window | None:
    first, last = _date(asked, "from"), _date(asked, "to")
    if first is None and last is None:
        return None
    last = last or max(today, first or today)
    first = first or max(last - USUAL + timedelta(1), EARLIEST)
    if first > last:
        raise QuestionRefusedError("from is after to.", path="from", code="window_reversed")
    if last - first > LONGEST:
        raise QuestionRefusedError(
            f"A window is at most {LONGEST.days} days long.", path="from", code="window_too_long"
        )
    return Window(first, last)


def _date(asked: Mapping[str, str], name: str) -> date | None:
    text = asked.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise QuestionRefusedError(
            f"{name} is not a date like 2026-06-15, between {EARLIEST} and {LATEST}.",
            path=name,
            code="date_refused",
        )
    return day
