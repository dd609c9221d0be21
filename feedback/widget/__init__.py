"""The widget that pages embed: its one script, and what lets pages of other origins use it."""
