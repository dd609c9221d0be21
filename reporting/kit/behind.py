"""Where the answers that a figure rests on are listed, as seen from a report. Pure."""

from typing import Any

from reporting.kit.questions import Question


def behind(of: str, question: Question, **changed: Any) -> str:
    """Those `of` the question (a definition's `behind`), with some of it changed; "" for none."""
    if not of:
        return ""
    return f"../answers/?{question.address(of='' if of == 'all' else of, **changed)}"
