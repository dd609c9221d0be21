"""The widget's modules as the one script that pages load. Pure.

The modules are written to be read; pages get them as one file without comments, indentation and
the imports between them. That asks of the modules that no two of them use the same name at
their top level, and that they import each other by one line of `import { … } from "./….js";`.
"""

import re

# Each module comes after those that it imports.
ORDER = (
    "words",
    "word",
    "voter",
    "store",
    "outbox",
    "reasons",
    "dom",
    "style",
    "face",
    "element",
)

_COMMENT = re.compile(r"/\*\*.*?\*/ ?", re.DOTALL)
_REMARK = re.compile(r"(^\s*|[;{}] )//.*$", re.MULTILINE)
_IMPORT = re.compile(r"^import \{.*\} from \"\./\w+\.js\";$", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_MARGIN = re.compile(r"^\s+|\s+$", re.MULTILINE)


def joined(modules: dict[str, str]) -> str:
    """The modules, by name, as one module. KeyError for one that is missing."""
    return "\n".join(_bare(modules[name]) for name in ORDER) + "\n"


def _bare(text: str) -> str:
    for pattern in (_COMMENT, _REMARK, _IMPORT, _EXPORT, _MARGIN):
        text = pattern.sub(r"\1" if pattern is _REMARK else "", text)
    return text
