"""What other systems call things. Data; the tests go through it. Pure.

Of several names for a field the first one that a row has a value under is used, so that a plain
thumb wins over a rating on some scale.
"""

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "feedback_id", "event_id", "row_id", "uuid"),
    "given_at": (
        "given_at",
        "ts",
        "timestamp",
        "created_at",
        "feedback_at",
        "datetime",
        "time",
        "date",
    ),
    "asked_at": ("asked_at", "answered_at"),
    "person": ("person", "user", "user_id", "person_id", "username", "voter", "employee_id"),
    "team": ("team", "department", "group"),
    "cohort": ("cohort", "wave"),
    "answer_id": ("answer_id", "message_id", "response_id", "trace_id", "run_id"),
    "question": ("question", "prompt", "input", "query"),
    "text": ("answer", "text", "output", "response", "completion", "reply"),
    "model": ("model", "model_name"),
    "release": ("release", "version", "app_version"),
    "language": ("language", "lang", "locale"),
    "conversation": ("conversation", "conversation_id", "session_id", "thread_id", "chat_id"),
    "confidence": ("confidence",),
    "abstained": ("abstained", "no_answer"),
    "latency_ms": ("latency_ms",),
    "tags": ("tags", "answer_tags"),
    "rating": ("thumb", "thumbs", "vote", "rating", "score"),
    "reasons": ("reasons", "reason", "categories"),
    "comment": ("comment", "comments", "feedback_text", "explanation", "note"),
    "correction": ("correction", "corrected_answer", "expected", "suggested_answer"),
    "sources": ("sources", "source", "citations", "documents", "url", "source_url"),
    "source_title": ("source_title", "doc_title", "document_title"),
    "spans": ("spans", "errors", "wrong_spans", "highlights"),
}

# Columns of COLUMNS["rating"] that hold a thumb by their very name: no scale applies to them.
THUMBS = frozenset({"thumb", "thumbs", "vote"})

RATINGS: dict[str, int] = {
    **dict.fromkeys(
        (
            *("up", "thumbs up", "thumb up", "thumbsup", "thumbs_up", "👍", "+1", "1", "1.0"),
            *("true", "yes", "y", "like", "liked", "good", "positive", "helpful", "correct"),
        ),
        1,
    ),
    **dict.fromkeys(
        (
            *("down", "thumbs down", "thumb down", "thumbsdown", "thumbs_down", "👎", "-1"),
            *("-1.0", "false", "no", "n", "dislike", "disliked", "bad", "negative"),
            *("not helpful", "unhelpful", "incorrect", "wrong"),
        ),
        -1,
    ),
    **dict.fromkeys(("none", "neutral", "null", "n/a"), 0),
}

# A reason under another name, as a slug, and the default taxonomy's code for it. A project that
# has a reason of that very name keeps it.
REASONS: dict[str, str] = {
    "hallucination": "wrong",
    "hallucinated": "wrong",
    "incorrect": "wrong",
    "inaccurate": "wrong",
    "factually_incorrect": "wrong",
    "not_factual": "wrong",
    "false": "wrong",
    "wrong_grounding": "wrong",
    "irrelevant": "wrong",
    "off_topic": "wrong",
    "not_relevant": "wrong",
    "outdated": "out_of_date",
    "stale": "out_of_date",
    "unverifiable": "couldnt_verify",
    "not_verifiable": "couldnt_verify",
    "no_source": "couldnt_verify",
    "missing_source": "couldnt_verify",
    "contradiction": "sources_conflict",
    "contradictory": "sources_conflict",
    "missing_info": "should_have_answered",
    "missing_information": "should_have_answered",
    "incomplete": "should_have_answered",
    "refused": "should_have_answered",
    "over_refusal": "should_have_answered",
    "incoherent": "unclear",
    "confusing": "unclear",
    "unreadable": "unclear",
    "redundant": "too_long",
    "repetitive": "too_long",
    "verbose": "too_long",
    "harmful": "unsafe",
    "offensive": "unsafe",
    "toxic": "unsafe",
    "format": "formatting",
    "bad_formatting": "formatting",
    "tool_error": "integration_failed",
    "error": "integration_failed",
}
