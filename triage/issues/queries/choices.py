"""What the queue offers to choose from: whom issues are given to, and what narrows it down."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from feedback.models import Member, Project, Reason, Release, Source, Team
from triage.models import Owner, can_work

# What the address says, and what people read.
Choice = tuple[str, str]
MOST_CHOICES = 300
_LONGEST = 60


@dataclass(frozen=True)
class _Kind:
    """Rows of `model` within `limits`, by its own order unless one is given."""

    model: Any
    value: str
    says: Any
    limits: Q = field(default_factory=Q)
    order: tuple[str, ...] = ()

    def of(self, project: Project) -> QuerySet[Any, Choice]:
        rows = self.model.objects.of(project).filter(self.limits).annotate(says=self.says)
        ordered = rows.order_by(*self.order) if self.order else rows
        found: QuerySet[Any, Choice] = ordered.values_list(self.value, "says")
        return found


def _first_of(name: str, other: str) -> Case:
    return Case(When(~Q(**{name: ""}), then=F(name)), default=F(other), output_field=CharField())


_REASON = Case(
    When(retired_at=None, then=F("label")),
    default=Concat(F("label"), Value(" (retired)")),
    output_field=CharField(),
)
_KINDS: dict[str, _Kind] = {
    "owner": _Kind(Owner, "slug", F("name")),
    "assignee": _Kind(Member, "user__email", _first_of("user__name", "user__email"), can_work()),
    "team": _Kind(Team, "slug", F("name")),
    "reason": _Kind(Reason, "code", _REASON),
    "source": _Kind(Source, "external_id", _first_of("title", "external_id")),
    "release": _Kind(Release, "name", F("name"), order=("-first_seen",)),
}
PEOPLE = ("owner", "assignee")


def choices_of(project: Project, kinds: Iterable[str] = tuple(_KINDS)) -> dict[str, list[Choice]]:
    """Up to MOST_CHOICES of each kind: owners; members who can work issues; teams, reasons,
    sources and releases of complaints."""
    return {
        kind: [_short(one) for one in _KINDS[kind].of(project)[:MOST_CHOICES]] for kind in kinds
    }


def choice_named(project: Project, kind: str, value: str) -> Choice:
    """One of a kind; where there is none, it is called what the address says."""
    found = _KINDS[kind].of(project).filter(**{_KINDS[kind].value: value}).first()
    return _short(found or (value, value))


def _short(choice: Choice) -> Choice:
    value, says = choice
    return value, says if len(says) <= _LONGEST else f"{says[: _LONGEST - 1]}…"
