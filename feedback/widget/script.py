"""The widget's modules as the files that pages load, small. Pure.

The modules are written to be read. Pages get them as one file, minified, in a function of its own
so that every name in it can be short; each language is a file beside it, and so is what few need.
That asks of the modules that no two of them use the same name at their top level, and that they
import each other by one line of `import { … } from "./….js";`.
"""

import base64
import hashlib
import re
from collections.abc import Mapping

import minify

# Each module comes after those that it imports.
ORDER = (
    "words",
    "word",
    "text",
    "store",
    "voter",
    "server",
    "outbox",
    "dom",
    "style",
    "sources",
    "marking",
    "details",
    "face",
    "element",
)
SCRIPT = "errata.js"
# Fetched where there is something to tell of an earlier word.
TOLD = "told.js"

_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./\w+\.js\";$", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_STYLES = re.compile(r"(?<=replaceSync\(`).*?(?=`\))", re.DOTALL)


def built(modules: Mapping[str, str], apart: Mapping[str, str]) -> dict[str, bytes]:
    """The files by name: the script, and what stands apart: each language's words, and TOLD.
    KeyError for a missing module."""
    files = {SCRIPT: joined(modules)} | {f"{name}.js": text for name, text in apart.items()}
    return {name: minify.string("text/javascript", text).encode() for name, text in files.items()}


def joined(modules: Mapping[str, str]) -> str:
    """The modules, by name, as one module, with its styles minified."""
    body = "\n".join(_bare(modules[name]) for name in ORDER)
    return f"(() => {{\n{body}\n}})();\n"


def _bare(text: str) -> str:
    text = _EXPORT.sub("", _IMPORT.sub("", text))
    return _STYLES.sub(lambda styles: minify.string("text/css", styles[0]), text)


def version_of(files: Mapping[str, bytes]) -> str:
    """Names this very content, for addresses under which it never changes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    return digest.hexdigest()[:16]


def integrity_of(file: bytes) -> str:
    """What a page states to get this content and no other (Subresource Integrity, SHA-384)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file).digest()).decode()
