"""Personal data is taken out of messages before anything is stored."""

from collections import Counter
from typing import TypeVar

import msgspec

from feedback.capture.messages import AnswerMessage, CitationMessage, FeedbackMessage, SpanMessage
from feedback.errors import RefusedError
from feedback.models import Masking
from feedback.privacy.masking import mask

M = TypeVar("M", AnswerMessage, FeedbackMessage, CitationMessage, SpanMessage)

_TEXTS: dict[type, tuple[str, ...]] = {
    AnswerMessage: ("question", "text"),
    FeedbackMessage: ("comment", "correction"),
    CitationMessage: ("passage",),
    SpanMessage: ("quote",),
}
_LISTS: dict[type, str] = {AnswerMessage: "citations", FeedbackMessage: "spans"}


class PersonalDataError(RefusedError):
    """The project refuses texts with personal data. `found` has the pieces of each kind."""

    code = "personal_data"

    def __init__(self, found: Counter[str], *, path: str) -> None:
        kinds = ", ".join(sorted(found))
        super().__init__(f"This holds personal data, which is not taken: {kinds}.", path=path)
        self.found = found


def guarded(message: M, *, masking: str, found: Counter[str], path: str = "$") -> M:
    """The message with its personal data masked; `found` counts the pieces by kind.

    PersonalDataError where the project refuses it instead.
    """
    if masking == Masking.OFF:
        return message
    changed = _masked(message, found, refuse=masking == Masking.REFUSE, path=path)
    return msgspec.structs.replace(message, **changed) if changed else message


def _masked(message: M, found: Counter[str], *, refuse: bool, path: str) -> dict[str, object]:
    """The fields that change."""
    changed: dict[str, object] = {}
    for name in _TEXTS[type(message)]:
        text = getattr(message, name)
        if not text:
            continue
        masked = mask(text)
        if masked.found and refuse:
            raise PersonalDataError(Counter(masked.found), path=f"{path}.{name}")
        if masked.found:
            changed[name] = masked.text
            found.update(masked.found)
    listed = _LISTS.get(type(message))
    if listed and (parts := getattr(message, listed)):
        masking = Masking.REFUSE if refuse else Masking.MASK
        changed[listed] = [
            guarded(part, masking=masking, found=found, path=f"{path}.{listed}[{place}]")
            for place, part in enumerate(parts)
        ]
    return changed
