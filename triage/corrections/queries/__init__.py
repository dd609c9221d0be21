"""Every read of this room, scoped by project."""
