"""Writing in the ledger of the business case. Each line leaves its audit event."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import NotFoundError, RefusedError
from feedback.models import Cohort, Project
from feedback.texts import is_storable
from reporting.models import Promise
from reporting.novelty.operations import look_again
from reporting.trajectory.queries import standing

LONGEST = 300
FARTHEST = timedelta(days=3660)
EARLIEST = date(1990, 1, 1)

_SHARES = {
    "claimed": "What was claimed",
    "expected_low": "The least expected",
    "expected_high": "The most expected",
    "target": "The target",
}


class PromiseRefusedError(RefusedError):
    code = "promise_refused"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is promised of a figure; see the model. Shares are 0 to 1, None where nothing was said.

    `pilot` is the cohort that the claim is of; None: the one that began first.
    """

    target: float
    target_on: date
    claimed: float | None = None
    claimed_on: date | None = None
    claimed_of: str = ""
    expected_low: float | None = None
    expected_high: float | None = None
    pilot: Cohort | None = None


@transaction.atomic
def promise(*, project: Project, measure: str, terms: Terms, actor: str, now: datetime) -> Promise:
    """A new line, which stands from now on. The line that says so already, where one does.

    PromiseRefusedError names the term that can't be meant.
    """
    if measure not in Promise.Measure.values:
        raise PromiseRefusedError(
            f"A promise is about one of {', '.join(Promise.Measure.values)}.", path="measure"
        )
    said = _checked(project, terms, now.date())
    Project.objects.select_for_update().get(pk=project.pk)
    before = standing(project).get(measure)
    if before and all(getattr(before, name) == value for name, value in said.items()):
        return before
    line = Promise.objects.create(
        project=project, measure=measure, written_by=actor, written_at=now, **said
    )
    _note(line, "written", actor, now)
    look_again(project)
    return line


@transaction.atomic
def withdraw(*, project: Project, measure: str, actor: str, now: datetime) -> Promise:
    """A line that says that nothing is promised any more. NotFoundError where nothing is."""
    Project.objects.select_for_update().get(pk=project.pk)
    line = standing(project).get(measure)
    if line is None:
        raise NotFoundError("Nothing is promised of that.", code="promise_unknown")
    line = Promise.objects.create(
        project=project,
        measure=measure,
        withdrawn=True,
        written_by=actor,
        written_at=now,
        **{name: getattr(line, name) for name in Terms.__dataclass_fields__},
    )
    _note(line, "withdrawn", actor, now)
    look_again(project)
    return line


def _checked(project: Project, terms: Terms, today: date) -> dict[str, Any]:
    """The terms as they are stored. PromiseRefusedError."""
    for name, what in _SHARES.items():
        share = getattr(terms, name)
        if share is not None and not 0 <= share <= 1:
            raise PromiseRefusedError(f"{what} is a share between 0 and 1.", path=name)
    _check_range(terms)
    if not today < terms.target_on <= today + FARTHEST:
        raise PromiseRefusedError(
            "The target's date lies ahead, by ten years at most.", path="target_on"
        )
    if terms.claimed_on and not EARLIEST <= terms.claimed_on <= today:
        raise PromiseRefusedError("What was claimed was claimed before today.", path="claimed_on")
    if terms.pilot and terms.pilot.project_id != project.pk:
        raise PromiseRefusedError("This project has no such cohort.", path="pilot")
    if not is_storable(terms.claimed_of):
        raise PromiseRefusedError("That is no text.", path="claimed_of")
    claimed_of = " ".join(terms.claimed_of.split())
    if len(claimed_of) > LONGEST:
        raise PromiseRefusedError(f"At most {LONGEST} letters.", path="claimed_of")
    said = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    return {**said, "claimed_of": claimed_of}


def _check_range(terms: Terms) -> None:
    low, high = terms.expected_low, terms.expected_high
    if (low is None) != (high is None):
        raise PromiseRefusedError(
            "A range has two ends.", path="expected_low" if low is None else "expected_high"
        )
    if low is not None and high is not None and low > high:
        raise PromiseRefusedError("The least expected is more than the most.", path="expected_low")


def _note(line: Promise, what: str, actor: str, now: datetime) -> None:
    said = {name: getattr(line, name) for name in Terms.__dataclass_fields__ if name != "pilot"}
    record(
        project=line.project,
        actor=actor,
        verb=f"promise.{what}",
        subject=f"promise:{line.pk}",
        now=now,
        data={
            "measure": line.measure,
            **{k: v.isoformat() if isinstance(v, date) else v for k, v in said.items()},
            "pilot": line.pilot.slug if line.pilot else None,
        },
    )
