"""Every write of this room."""

from triage.corrections.operations.reviewing import Judgement, review, take_back
from triage.corrections.operations.setting import choose_second_reviewer
from triage.corrections.operations.verifying import Content, retire, revise, unretire

__all__ = [
    "Content",
    "Judgement",
    "choose_second_reviewer",
    "retire",
    "review",
    "revise",
    "take_back",
    "unretire",
]
