"""What people said of the grouping that no later placement or proposal may go against. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Constraints:
    """Issues are named by the id that they have now, whatever was merged since.

    `apart`: pairs never to be one. `whole`: issues not to be split. `pinned`: complaints that a
    person placed, and where. `moved`: (complaint, the issue it was taken from, where it went).
    """

    apart: frozenset[frozenset[UUID]] = frozenset()
    whole: frozenset[UUID] = frozenset()
    pinned: Mapping[UUID, UUID] = field(default_factory=dict)
    moved: Collection[tuple[UUID, UUID, UUID]] = ()

    def may_merge(self, issue: UUID, other: UUID) -> bool:
        return frozenset({issue, other}) not in self.apart

    def may_leave(self, issue: UUID, feedback: Collection[UUID]) -> bool:
        """Whether these complaints may be taken out of their issue."""
        return issue not in self.whole and not any(pk in self.pinned for pk in feedback)
