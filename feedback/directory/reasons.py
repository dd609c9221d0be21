"""The reasons that a new project begins with: code, label, cause. Data, not code."""

DEFAULT_REASONS: tuple[tuple[str, str, str], ...] = (
    ("wrong", "It is wrong", "model"),
    ("out_of_date", "It is out of date", "knowledge"),
    ("couldnt_verify", "I couldn't verify it", "knowledge"),
    ("sources_conflict", "The sources conflict", "knowledge"),
    ("assumption_hidden", "It hides an assumption", "model"),
    ("should_not_have_answered", "It should have said it doesn't know", "model"),
    ("should_have_answered", "It should have answered", "model"),
    ("unclear", "It is unclear", "presentation"),
    ("too_long", "It is too long", "presentation"),
    ("unsafe", "It is unsafe", "model"),
    ("formatting", "The formatting is broken", "presentation"),
    ("integration_failed", "The tool around it failed", "integration"),
)

# The reason that makes a complaint of a vote without a thumb.
COULDNT_VERIFY = "couldnt_verify"
