"""Whom people would give an issue, by what they decided before: every read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

import numpy as np
from django.db.models import Count, F, Q, QuerySet
from pgvector.django import CosineDistance

from feedback.models import Project
from feedback.models.base import first_id
from triage.embedding.vectors import Vector, Vectors, unit
from triage.models import (
    DECIDED,
    Issue,
    IssueActivity,
    IssueCentre,
    Kind,
    Owner,
    Suggesting,
    Suggestion,
)
from triage.routing.queries import Routed
from triage.routing.suggesting import MOST, Model
from triage.statistics import wilson

MOST_LIKE = 2
# They are looked for among so many of those that people gave the owner last.
LIKE_AMONG = 200
MEASURED = timedelta(days=90)
# More would make the interval narrower than two percent.
MOST_MEASURED = 2_000
# What may change whom people gave an issue, or which issues there are.
TEACHING = ("assigned", "resolved", "reopened", "undone", "merged", "split", "moved")
# A sweep that was out for longer learns at the next decision.
LOOKED_BACK = timedelta(hours=1)


def suggesting_of(project: Project) -> Suggesting:
    """How a project suggests; where it never chose and nothing was learnt, an unsaved beginning."""
    return Suggesting.objects.of(project).first() or Suggesting(project=project)


def decided(project: Project) -> QuerySet[Issue]:
    """The issues whose owner people decided: they gave it, or resolved the issue under the one
    that a suggestion gave. What rules did is nobody's decision about this issue."""
    given = Q(owner_by=Issue.OwnerBy.PERSON)
    confirmed = Q(owner_by=Issue.OwnerBy.SUGGESTION, status__in=_RESOLVED)
    rows = Issue.objects.of(project).filter(DECIDED, given | confirmed)
    return rows.exclude(status=Issue.Status.MERGED)


_RESOLVED = (Issue.Status.RESOLVED, Issue.Status.VERIFIED)


def decisions_of(project: Project, *, model: str) -> tuple[Vectors, list[UUID]]:
    """The centres of the latest MOST decided issues, as unit rows, and the owner of each; in the
    order in which the issues were opened."""
    rows = _centres(project, model).filter(issue__in=decided(project)).order_by("-issue_id")
    newest = list(rows.values_list("issue__owner_id", "total")[:MOST])
    newest.reverse()
    return unit_rows([total for _, total in newest]), [owner for owner, _ in newest]


def undecided(project: Project) -> QuerySet[Issue]:
    """Open issues of complaints whose owner nobody and no suggestion gave; the newest first."""
    return (
        Issue.objects.of(project)
        .filter(status=Issue.Status.UNRESOLVED, kind=Kind.LIKENESS, holds=Issue.Holds.ALIKE)
        .exclude(owner_by__in=[Issue.OwnerBy.PERSON, Issue.OwnerBy.SUGGESTION])
        .order_by("-id")
    )


def centres_of_undecided(project: Project, *, model: str, limit: int) -> tuple[list[UUID], Vectors]:
    """The newest of them that hold complaints read by this model, and their centres."""
    rows = _centres(project, model).filter(issue__in=undecided(project)).order_by("-issue_id")
    found = list(rows.values_list("issue_id", "total")[:limit])
    return [issue_id for issue_id, _ in found], unit_rows([total for _, total in found])


def like_decided(centre: Vector, *, owner: Owner, model: str) -> list[Issue]:
    """Up to MOST_LIKE issues that people gave this owner, those most like the vector first."""
    given = decided(owner.project).filter(owner=owner).order_by("-id").values("pk")
    rows = _centres(owner.project, model).filter(issue__in=given[:LIKE_AMONG])
    near = rows.order_by(CosineDistance("total", centre))
    named = near.select_related("issue__project").defer("total", "signs", "issue__words")
    return [row.issue for row in named[:MOST_LIKE]]


def _centres(project: Project, model: str) -> QuerySet[IssueCentre]:
    return IssueCentre.objects.of(project).filter(model=model, count__gt=0)


def unit_rows(totals: Sequence[Vector]) -> Vectors:
    return unit(np.array(totals, dtype=np.float32)) if totals else np.zeros((0, 0), np.float32)


@dataclass(frozen=True)
class Suggested:
    """Whom people would give it, and how sure that is: 0 to 1."""

    owner: Owner
    confidence: float


class Suggester:
    """What was learnt in a project, read when it is first asked for. `model` is the one that the
    vectors are by."""

    def __init__(self, project: Project, *, model: str) -> None:
        self._project, self.model = project, model

    @cached_property
    def _row(self) -> Suggesting:
        return suggesting_of(self._project)

    @cached_property
    def _model(self) -> Model[UUID]:
        row = self._row
        table = np.frombuffer(bytes(row.weights), dtype=np.float32).reshape(len(row.owners), -1)
        return Model(tuple(row.owners), table[:, :-1], table[:, -1], row.sharpness, row.doubt)

    @cached_property
    def _owners(self) -> dict[UUID, Owner]:
        owners = Owner.objects.of(self._project).select_related("project")
        return {owner.pk: owner for owner in owners}

    def suggest(self, vectors: Vectors) -> list[Suggested | None]:
        """For each unit row; None where nothing was learnt about this model's vectors, or the
        owners that it knows are gone."""
        if not self._row.owners or self._row.model != self.model or not len(vectors):
            return [None] * len(vectors)
        chances = self._model.confidences(vectors)
        here = np.array([owner in self._owners for owner in self._model.owners])
        chances[:, ~here] = 0
        return [
            Suggested(self._owners[self._model.owners[place]], float(row[place]))
            if row[place]
            else None
            for row, place in zip(chances, chances.argmax(axis=1), strict=True)
        ]

    def beside(self, routed: Routed, vector: Vector) -> tuple[Routed, Suggested | None]:
        """What is suggested for a unit vector, beside what was decided of it; and in its place,
        where nothing names an owner and the project lets so sure a suggestion give one."""
        [found] = self.suggest(vector[None])
        if found is None or not self._gives(found, routed):
            return routed, found
        near = like_decided(vector, owner=found.owner, model=self.model)
        like = " and ".join(issue.short_id for issue in near)
        why = f"suggested {found.confidence:.2f}" + (f", like {like}" if like else "")
        return Routed(found.owner, why, by=Issue.OwnerBy.SUGGESTION), found

    def beside_all(self, routed: Routed, issue: Issue) -> tuple[Routed, Suggested | None]:
        """The same for an issue, by all that it holds."""
        rows = _centres(self._project, self.model).filter(issue=issue)
        totals = list(rows.values_list("total", flat=True)) if self._row.owners else []
        return self.beside(routed, unit_rows(totals)[0]) if totals else (routed, None)

    def _gives(self, found: Suggested, routed: Routed) -> bool:
        caught, least = routed.by == Issue.OwnerBy.CATCH_ALL, self._row.apply_from
        sure = least is not None and found.confidence >= least
        return caught and sure and found.owner != routed.owner


@dataclass(frozen=True)
class Shown:
    """A suggestion as the issue shows it: that issue's own owner is another, and nobody has
    decided yet."""

    owner: Owner
    confidence: float
    like: list[Issue]


def shown_with(issue: Issue) -> Shown | None:
    """What to suggest on the issue's page; None where there is nothing to say or to do."""
    row = Suggestion.objects.filter(issue=issue).select_related("owner__project").first()
    decided_by = {Issue.OwnerBy.PERSON, Issue.OwnerBy.SUGGESTION}
    closed = issue.status != Issue.Status.UNRESOLVED or issue.owner_by in decided_by
    if row is None or closed or row.owner_id == issue.owner_id:
        return None
    centre = IssueCentre.objects.filter(issue=issue, count__gt=0).first()
    like = like_decided(centre.total, owner=row.owner, model=centre.model) if centre else []
    return Shown(row.owner, row.confidence, like)


@dataclass(frozen=True)
class Kept:
    """Of the suggestions of the last 90 days whose issues people decided, those that named the
    owner that people wanted; with the limits of a 95% interval, None where there are none."""

    kept: int
    decided: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        return self.kept / self.decided if self.decided else None


def kept_of(project: Project, *, now: datetime) -> Kept:
    """How often people wanted what was suggested, of the MOST_MEASURED newest issues that they
    decided."""
    newest = decided(project).order_by("-id").values("pk")[:MOST_MEASURED]
    rows = Suggestion.objects.filter(issue__in=newest, made_at__gt=now - MEASURED)
    kept = Count("pk", filter=Q(owner=F("issue__owner")))
    whole, part = rows.aggregate(whole=Count("pk"), part=kept).values()
    low, high = wilson(part=part, whole=whole) if whole else (None, None)
    return Kept(part, whole, low, high)


def projects_to_learn(now: datetime) -> list[UUID]:
    """Where people decided something since it was learnt last, or compare in another space."""
    recent = IssueActivity.objects.filter(
        pk__gte=first_id(now - LOOKED_BACK), verb__in=TEACHING, actor__startswith="member:"
    )
    never = Q(issue__project__suggesting=None) | Q(issue__project__suggesting__learnt_at=None)
    later = recent.filter(never | Q(at__gt=F("issue__project__suggesting__learnt_at")))
    moved = Suggesting.objects.exclude(owners=[]).exclude(model=F("project__grouping__model"))
    found = set(later.values_list("issue__project_id", flat=True).distinct())
    return sorted(found | set(moved.values_list("project_id", flat=True)))
