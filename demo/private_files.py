"""Small secrets that only the owner of the var folder may read, as JSON."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings


def place_of(name: str) -> Path:
    """Where the file of that name is, or would be."""
    return Path(settings.VAR) / "demo" / f"{name}.json"


def read(name: str) -> dict[str, Any]:
    """What was written last; nothing if there is no such file, or no sense in it."""
    try:
        content = json.loads(place_of(name).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write(name: str, content: dict[str, Any]) -> None:
    """Replace the file in one step. It is readable by nobody else at any time."""
    place = place_of(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent)  # made with mode 0600
    with os.fdopen(handle, "w") as file:
        json.dump(content, file)
    Path(draft).replace(place)
