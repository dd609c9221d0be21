"""The pilot that stalled: a generated project, and a chat page that plays the host."""
