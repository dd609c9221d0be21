"""Models' files inside installed packages, and the name that their bytes give a space. Pure."""

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from triage.embedding.vectors import EmbedderMissingError


def inside(package: str, path: str) -> Path:
    """A file of an installed package, none of whose code is run. Raises EmbedderMissingError."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbedderMissingError(f"the package {package} is not installed")
    file = Path(spec.origin).parent / path
    if not file.is_file():
        raise EmbedderMissingError(f"the package {package} has no {path}")
    return file


def stamped(model: str, files: Sequence[Path]) -> str:
    """`model@1a2b3c4d`: other files, in bytes or in order, give another name."""
    whole = hashlib.sha256()
    for file in files:
        with file.open("rb") as handle:
            whole.update(hashlib.file_digest(handle, "sha256").digest())
    return f"{model}@{whole.hexdigest()[:8]}"
