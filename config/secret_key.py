"""The key that signs and seals, where the environment names none."""

import contextlib
import os
import secrets
from pathlib import Path


def kept_key(var: Path) -> str:
    """The one in the var folder: made on the first start, and readable by its owner only."""
    file = var / "secret_key"
    if not file.exists():
        var.mkdir(parents=True, exist_ok=True)
        draft = var / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first: its key holds
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
