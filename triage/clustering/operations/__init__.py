"""Every write of clustering: placing what waits, and moving what was placed."""

from triage.clustering.operations.moving import is_system, move_complaints
from triage.clustering.operations.placing import place_waiting

__all__ = ["is_system", "move_complaints", "place_waiting"]
