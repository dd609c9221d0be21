"""What one cell means: each reader takes whatever a JSON or CSV cell holds. Pure.

A reader that can't make sense of a value raises RowRefusedError where a guess would be a lie, and
leaves it out with a note where the rest of the row is still true. `notes` collects what was
changed, in the words that the report uses.
"""

import math
import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import msgspec

from feedback.capture.messages import LONGEST_TAG, MOST_TAGS
from feedback.imports.errors import RowRefusedError
from feedback.imports.vocabulary import RATINGS, REASONS

_URL = re.compile(r"https?://\S+")
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def text_of(value: object, column: str) -> str:
    """Text, or a number as text. RowRefusedError for anything with parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    kind = {dict: "an object", list: "a list", bool: "true or false"}.get(type(value), "odd")
    raise RowRefusedError(
        f"{column!r} is {kind} where text was expected.", path=f"$.{column}", code="wrong_type"
    )


def cut(text: str, limit: int, field: str, notes: list[str]) -> str:
    if len(text) > limit:
        notes.append(f"{field} cut at {limit:,} characters")
        return text[:limit]
    return text


def number_of(value: object) -> float | None:
    """The number that a value is or spells; None for another thing."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | str):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None
    return None


def time_of(value: object, column: str, notes: list[str]) -> datetime:
    """ISO 8601, or seconds or milliseconds since 1970. What names no zone is taken as UTC."""
    epoch = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if isinstance(value, str) and value.isdigit() and len(value) in {10, 13}:
        epoch = int(value)
    try:
        if epoch is not None:
            return datetime.fromtimestamp(epoch / 1000 if abs(epoch) > 1e11 else epoch, UTC)
        time = datetime.fromisoformat(value.strip() if isinstance(value, str) else "")
    except (ValueError, OverflowError, OSError) as error:
        raise RowRefusedError(
            f"{str(value)[:60]!r} in {column!r} is no time: write ISO 8601 or seconds since 1970.",
            path=f"$.{column}",
            code="time_unreadable",
        ) from error
    if time.tzinfo is None:
        notes.append("time without a zone taken as UTC")
        return time.replace(tzinfo=UTC)
    return time


def thumb_of(value: object, column: str, *, zero_is_none: bool) -> int:
    """1, 0 or -1 for what needs no scale. RowRefusedError names what does, and what is unknown."""
    if isinstance(value, bool):
        return 1 if value else -1
    number = number_of(value)
    if number in {1, -1} or (number == 0 and zero_is_none):
        return int(number or 0)
    if number is not None:
        raise scale_needed(value, column)
    rating = RATINGS.get(value.strip().casefold()) if isinstance(value, str) else None
    if rating is None:
        raise RowRefusedError(
            f"{str(value)[:60]!r} in {column!r} is no rating that is known.",
            path=f"$.{column}",
            code="rating_unknown",
        )
    return rating


def scale_needed(value: object, column: str) -> RowRefusedError:
    return RowRefusedError(
        f"{value!r} in {column!r} is on a scale. Say which with --scale LOW:HIGH, such as 1:5.",
        path=f"$.{column}",
        code="scale_needed",
    )


def on_scale(value: object, column: str, low: float, high: float) -> int:
    """1 for the upper half of the scale, -1 for the lower, 0 for the very middle."""
    number = number_of(value)
    if number is None or not low <= number <= high:
        raise RowRefusedError(
            f"{str(value)[:60]!r} in {column!r} is not between {low:g} and {high:g}.",
            path=f"$.{column}",
            code="off_the_scale",
        )
    middle = (low + high) / 2
    return (number > middle) - (number < middle)


def confidence_of(value: object, notes: list[str]) -> float | None:
    """A share from 0 to 1; a percentage is made one."""
    percent = isinstance(value, str) and value.strip().endswith("%")
    number = number_of(value.strip().removesuffix("%") if isinstance(value, str) else value)
    if number is not None and (percent or 1 < number <= 100):
        notes.append("confidence given in per cent")
        number /= 100
    if number is None or not 0 <= number <= 1:
        notes.append("confidence not understood, left out")
        return None
    return number


def truth_of(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    rating = RATINGS.get(str(value).strip().casefold())
    return None if rating is None else rating > 0


def list_of(value: object) -> list[Any]:
    """A list as it is; out of a cell: a JSON list, or items between ; or |."""
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        if value.startswith("["):
            try:
                return msgspec.json.decode(value.encode(errors="replace"), type=list)
            except (msgspec.DecodeError, RecursionError):
                pass
        return [item for part in re.split(r"[;|]", value) if (item := part.strip())]
    return [value]


def reasons_of(value: object, known: Collection[str], notes: list[str]) -> list[str]:
    """Codes of the project for what the row calls its reasons; what has none is left out."""
    items = list_of(value)
    if isinstance(value, str):
        items = [part.strip() for item in items for part in str(item).split(",")]
    codes: dict[str, None] = {}
    for item in items:
        slug = _NO_SLUG.sub("_", str(item).casefold()).strip("_")
        names = (str(item).strip(), slug, REASONS.get(slug, ""))
        code = next((name for name in names if name in known), "")
        if not code:
            notes.append(f"reason {str(item)[:40]!r} not known, left out")
            continue
        if code not in names[:2]:
            notes.append(f"reason {slug} taken as {code}")
        codes[code] = None
    return list(codes)


def tags_of(value: object, notes: list[str]) -> list[str]:
    """Tags as they are, each once; what is none is left out. In a cell commas part them too."""
    items = list_of(value)
    if isinstance(value, str) and not value.startswith("["):
        items = [part for item in items for part in str(item).split(",")]
    tags: dict[str, None] = {}
    for item in items:
        tag = str(item).strip()
        if isinstance(item, list | dict) or not tag or len(tag) > LONGEST_TAG:
            notes.append(f"tag {tag[:40]!r} left out")
        else:
            tags[tag] = None
    if len(tags) > MOST_TAGS:
        notes.append(f"only the first {MOST_TAGS} tags taken")
    return list(tags)[:MOST_TAGS]


def sources_of(value: object, title: str, notes: list[str]) -> list[dict[str, Any]]:
    """Citations for URLs, titles, or objects with a url, id or title; each source once."""
    items = list_of(value)
    if isinstance(value, str) and not value.startswith("["):
        items = _URL.findall(value) or items
    cited: dict[str, dict[str, Any]] = {}
    for item in items:
        parts = item if isinstance(item, dict) else {"url": str(item)}
        url = str(parts.get("url") or parts.get("uri") or "")
        name = str(parts.get("title") or "")
        source = str(parts.get("id") or url or name).strip()
        if not source:
            continue
        citation: dict[str, Any] = {"source": cut(source, 500, "source", notes)}
        if _URL.match(url):
            citation["uri"] = url[:2000]
        if name:
            citation["title"] = name[:500]
        cited.setdefault(citation["source"], citation)
    if title and len(cited) == 1:
        next(iter(cited.values())).setdefault("title", title[:500])
    if len(cited) > 100:
        notes.append("only the first 100 sources taken")
    return list(cited.values())[:100]


def spans_of(value: object, text: str, notes: list[str]) -> list[dict[str, Any]]:
    """Marks for the passages that stand in the answer's text: by offsets, else by their words."""
    spans: dict[tuple[int, int], None] = {}
    for item in list_of(value):
        parts = item if isinstance(item, dict) else {"text": item}
        words = parts.get("text") or parts.get("quote") or ""
        start, end = parts.get("start"), parts.get("end")
        if not isinstance(words, str):
            words = ""
        if not (isinstance(start, int) and isinstance(end, int) and start >= 0):
            start = text.find(words) if words else -1
            end = start + len(words)
        fits = 0 <= start < end <= len(text) and (not words or text[start:end] == words)
        if not fits:
            notes.append("marked passage not found in the answer, left out")
            continue
        spans[start, end] = None
    if len(spans) > 50:
        notes.append("only the first 50 marked passages taken")
    return [{"start": start, "end": end} for start, end in list(spans)[:50]]
