"""How far a project is on its way to another space."""

from dataclasses import dataclass

from django.db.models import Count

from feedback.models import Project
from triage.embedding.spaces import Space, spaces
from triage.models import ComplaintVector, Grouping


@dataclass(frozen=True)
class Comparing:
    """The space of a project and, while it moves, the next one.

    `read` of `all` complaints with words are read into `moving_to`. None is left to read where
    `clearing`: the new space is in force, and what the old one held is being deleted.
    """

    space: str
    model: str
    trouble: str
    moving_to: str
    moving_trouble: str
    read: int
    all: int

    @property
    def clearing(self) -> bool:
        return self.moving_to == self.space


def comparing_of(project: Project) -> Comparing:
    row = Grouping.objects.get(project=project)
    counts: dict[str, int] = {}
    if row.moving_to:
        vectors = ComplaintVector.objects.filter(feedback__project=project)
        counts = dict(vectors.values_list("model").annotate(number=Count("*")))
    everything = counts.pop(row.model, 0)
    return Comparing(
        space=title_of_space(row.space),
        model=row.model,
        trouble=row.trouble,
        moving_to=title_of_space(row.moving_to) if row.moving_to else "",
        moving_trouble=row.moving_trouble,
        read=min(sum(counts.values()), everything),
        all=everything,
    )


def chosen_space(project: Project) -> str:
    """The key of the space that a project is in, or moves to."""
    row = Grouping.objects.get(project=project)
    return row.moving_to or row.space


def title_of_space(key: str) -> str:
    """What people call a space; its key where it is not on offer any more."""
    space: Space | None = spaces().get(key)
    return space.title if space else key
