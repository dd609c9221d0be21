"""Every read of audits, scoped by project."""
