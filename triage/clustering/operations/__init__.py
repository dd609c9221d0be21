"""Every write of clustering: placing what waits, moving what was placed, changing the space."""

from triage.clustering.operations.moving import is_system, move_complaints
from triage.clustering.operations.placing import place_waiting
from triage.clustering.operations.spaces import (
    OtherSpaceError,
    SpaceRefusedError,
    change_space,
    move_on,
    renew_space,
    tell_trouble,
)

__all__ = [
    "OtherSpaceError",
    "SpaceRefusedError",
    "change_space",
    "is_system",
    "move_complaints",
    "move_on",
    "place_waiting",
    "renew_space",
    "tell_trouble",
]
