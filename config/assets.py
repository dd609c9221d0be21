"""Static files ready to be served, third-party scripts among them.

The scripts come out of installed packages. Nothing is done that was done before.
"""

import hashlib
import importlib.metadata
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def up_to_date() -> bool:
    """Whether nothing has changed since the last `build`."""
    return _vega_is_built() and _stamp().exists() and _stamp().read_text() == _state()


def build() -> None:
    """Build the charts' script and collect every static file, where anything has changed."""
    if not _vega_is_built():
        _build_vega()
    if not up_to_date():
        state = _state()
        call_command("collectstatic", interactive=False, verbosity=1)
        _stamp().write_text(state)


def _stamp() -> Path:
    return settings.VAR / "static.stamp"


def _state() -> str:
    """A digest of every static file's path, size and time of change."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            info = Path(storage.path(path)).stat()
            digest.update(f"{path} {info.st_size} {info.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _vega_file() -> Path:
    return settings.VAR / "vendor" / "vendor" / "vega.js"


def _vega_header() -> str:
    version = importlib.metadata.version("vl-convert-python")
    return f"/* Vega, Vega-Lite and Vega-Embed, out of vl-convert-python {version} */\n"


def _vega_is_built() -> bool:
    file, header = _vega_file(), _vega_header()
    if not file.exists():
        return False
    with file.open() as text:
        return text.read(len(header)) == header


def _build_vega() -> None:
    """Write the charts' script: one file that leaves nothing but `window.vegaEmbed`.

    The bundle's own top level is a heap of one-letter names, so it goes into a function."""
    import vl_convert  # noqa: PLC0415 - a large library, rarely needed

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    file = _vega_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_suffix(".new")
    scratch.write_text(f"{_vega_header()}(() => {{\n{bundle}\n}})();\n")
    scratch.replace(file)
