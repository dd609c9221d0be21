"""Every write of clustering: placing what waits, and moving what was placed."""

from triage.clustering.operations.moving import move_complaints
from triage.clustering.operations.placing import place_waiting

__all__ = ["move_complaints", "place_waiting"]
