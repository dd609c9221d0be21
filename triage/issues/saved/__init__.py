"""Named views of the queue: what is saved of its filters and order."""
