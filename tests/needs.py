"""What some tests need and a machine may lack. In CI nothing may be lacking."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def lacking(what: str) -> None:
    """Skip with the reason; in CI, where all must be there, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"CI lacks {what}")
    pytest.skip(f"needs {what}")


def shared_file(name: str) -> Path:
    """A file of real feedback beside the checkout."""
    file = SHARED / name
    if not file.exists():
        lacking(f"../shared/data/{name}")
    return file


def package(name: str) -> None:
    """An installed package whose files a model is in."""
    if importlib.util.find_spec(name) is None:
        lacking(name)


def chromium() -> str:
    """The path of a Chromium to drive."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        lacking("chromium")
    return str(path)


# So that it asks nothing of the network by itself.
QUIET = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
