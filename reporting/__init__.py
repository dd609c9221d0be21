"""Top floor: what it adds up to."""
