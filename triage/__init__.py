"""First floor: what we decided about it, and why."""
