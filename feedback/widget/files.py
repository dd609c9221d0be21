"""The widget's files as they are served and exported: built once in each process."""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import zopfli.gzip
from django.apps import apps

from feedback.widget.script import SCRIPT, TOLD, built, integrity_of, version_of

TYPES = "errata.d.ts"
# What a page in any one language may cost: the script and that language's words, compressed.
MOST_BYTES = 8 * 1024
# What it costs more where something became of an earlier word.
MOST_BYTES_TOLD = 2 * 1024


@dataclass(frozen=True)
class WidgetFile:
    """One file, and the same compressed by gzip."""

    name: str
    content: bytes
    compressed: bytes

    @property
    def integrity(self) -> str:
        return integrity_of(self.content)

    @property
    def content_type(self) -> str:
        kind = "plain" if self.name == TYPES else "javascript"
        return f"text/{kind}; charset=utf-8"


class Widget(NamedTuple):
    """All files by name. `version` names their very content."""

    version: str
    files: dict[str, WidgetFile]

    @property
    def languages(self) -> list[str]:
        return sorted(name[:-3] for name in self.files if name not in {SCRIPT, TOLD, TYPES})

    def transferred(self, language: str) -> int:
        """What a page in this language loads in all, in bytes."""
        names = (SCRIPT, f"{language}.js")
        return sum(len(self.files[name].compressed) for name in names)


@cache
def widget() -> Widget:
    folder = Path(apps.get_app_config("feedback").path, "static", "feedback", "widget")
    modules = {file.stem: file.read_text() for file in folder.glob("*.js")}
    apart = [*folder.glob("languages/*.js"), *folder.glob("later/*.js")]
    contents = built(modules, {file.stem: file.read_text() for file in apart})
    files = {
        # The same format as gzip's own, some percent smaller, and too slow for every request.
        name: WidgetFile(name, content, zopfli.gzip.compress(content))
        for name, content in contents.items()
    }
    types = (folder / TYPES).read_bytes()
    files[TYPES] = WidgetFile(TYPES, types, gzip.compress(types, mtime=0))
    return Widget(version_of(contents), files)
