"""What a person's act says of the grouping: the verdict beside the act, and its evidence."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from feedback.models import Project
from triage.clustering.copies import copied
from triage.clustering.exemplars import some_of
from triage.clustering.learning import Pair
from triage.clustering.nearest import Centres
from triage.clustering.operations import is_system
from triage.clustering.queries import vectors_by_id
from triage.clustering.standing import (
    centres_standing,
    leads_to,
    standing_verdicts,
    verdicts_between,
)
from triage.issues.operations.acting import IssueStateError
from triage.issues.wording import who
from triage.models import Issue, IssueActivity, Verdict

Says = Verdict.Says


class ApartError(IssueStateError):
    """Somebody said that these are not to be regrouped so; they, or another, can take it back."""

    code = "kept_apart"


class Weighing:
    """How like complaints are to issues, as they stand before an act. Pairs: (lift, together)."""

    def __init__(self, centres: Centres[UUID] | None) -> None:
        self._centres = centres

    def merged(self, row: Issue, kept: Issue) -> list[Pair]:
        """Each of the smaller one's complaints, or some of them, beside the other: together."""
        small, big = sorted((row, kept), key=lambda issue: (issue.complaints, -issue.number))
        return self._each(_members(small), big, together=True)

    def split(self, row: Issue, ids: Sequence[UUID]) -> list[Pair]:
        """Each that is split off, beside all others there: apart; each that stays: together."""
        gone = set(ids)
        rest = [pk for pk in _members(row) if pk not in gone]
        left = self._each(ids, row, together=False, inside=True)
        return left + self._each(rest, row, together=True, inside=True)

    def moved(self, row: Issue, target: Issue, ids: Sequence[UUID]) -> list[Pair]:
        """Each beside the others that it leaves, apart; beside those that it joins, together."""
        left = self._each(ids, row, together=False, inside=True)
        return left + self._each(ids, target, together=True)

    def stays(self, row: Issue, other: Issue, ids: Sequence[UUID]) -> list[Pair]:
        """Each beside the others where it is, together; beside those of another issue, apart."""
        here = self._each(ids, row, together=True, inside=True)
        return here + self._each(ids, other, together=False)

    def apart(self, row: Issue, other: Issue) -> list[Pair]:
        """The mean of all pairs across the two: apart."""
        vectors = list(vectors_by_id(_members(row)).values()) if self._centres is not None else []
        if self._centres is None or not vectors:
            return []
        lift = self._centres.lift(sum(vectors[1:], vectors[0]), len(vectors), other.pk)
        return [] if lift is None else [(round(lift, 4), False)]

    def _each(
        self, ids: Sequence[UUID], issue: Issue, *, together: bool, inside: bool = False
    ) -> list[Pair]:
        if self._centres is None:
            return []
        vectors = vectors_by_id(some_of(ids))
        # Where a copy is among the others, its wording is among theirs.
        alone = vectors.keys() - copied(issue, list(vectors)) if inside else set()
        lifts = [
            self._centres.lift(vector, 1, issue.pk, inside=pk in alone)
            for pk, vector in vectors.items()
        ]
        return [(round(lift, 4), together) for lift in lifts if lift is not None]


def weighed(project: Project, actor: str) -> Weighing:
    """Nothing is weighed for the system: what it does is no evidence."""
    return Weighing(None if is_system(actor) else centres_standing(project))


def _members(issue: Issue) -> list[UUID]:
    return list(issue.placements.order_by("feedback_id").values_list("feedback_id", flat=True))


def say(
    activity: IssueActivity,
    says: str,
    *,
    other: Issue | None,
    feedback: Collection[UUID] = (),
    evidence: Sequence[Pair] = (),
    issue: Issue | None = None,
) -> None:
    """Leave the verdict of an act, unless the system did it. `issue`: where not the act's own."""
    if is_system(activity.actor):
        return
    Verdict.objects.create(
        project=activity.issue.project,
        says=says,
        issue=issue or activity.issue,
        other=other,
        feedback=list(feedback),
        evidence=[list(pair) for pair in evidence],
        actor=activity.actor,
        at=activity.at,
        activity=activity,
    )


def say_merged(
    activity: IssueActivity,
    others: Sequence[Issue],
    *,
    feedback: Sequence[Sequence[UUID]],
    evidence: Sequence[Sequence[Pair]],
) -> None:
    """For each other issue: some of what was in it, and how like that was."""
    for other, ids, pairs in zip(others, feedback, evidence, strict=True):
        say(activity, Says.MERGED, other=other, feedback=some_of(ids), evidence=pairs)


def say_split(
    activity: IssueActivity, new: Issue, ids: Sequence[UUID], *, evidence: Sequence[Pair]
) -> None:
    say(activity, Says.SPLIT, other=new, feedback=ids, evidence=evidence)


def say_moved(
    activity: IssueActivity, target: Issue, ids: Sequence[UUID], *, evidence: Sequence[Pair]
) -> None:
    say(activity, Says.MOVED, other=target, feedback=ids, evidence=evidence)


def withdraw(activity: IssueActivity, *, now: datetime) -> None:
    """The act was undone: what it said holds no more."""
    activity.verdicts.filter(withdrawn_at=None).update(withdrawn_at=now)


def refuse_apart(project: Project, rows: Mapping[UUID, Issue], *, actor: str) -> None:
    """ApartError where somebody keeps two of these issues apart. What a person once split they,
    or another, may merge again; the system may not."""
    says = [Says.APART, Says.SPLIT] if is_system(actor) else [Says.APART]
    for verdict in verdicts_between(project, list(rows), says):
        lead = leads_to(project)
        assert verdict.other_id
        names = " and ".join(
            rows[pk].short_id for pk in (lead(verdict.issue_id), lead(verdict.other_id))
        )
        raise ApartError(
            f"{names} are kept apart: {who(verdict.actor)} said so on {verdict.at:%Y-%m-%d}."
            " Take that back first."
        )


def refuse_whole(row: Issue, *, actor: str) -> None:
    """ApartError where the system would split what a person keeps whole. A person may."""
    if not is_system(actor):
        return
    lead = leads_to(row.project)
    for verdict in standing_verdicts(row.project).filter(says=Says.WHOLE):
        if lead(verdict.issue_id) == row.pk:
            raise ApartError(
                f"{row.short_id} is not to be split: {who(verdict.actor)} said so"
                f" on {verdict.at:%Y-%m-%d}.",
                code="kept_whole",
            )
