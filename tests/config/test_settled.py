"""What a server does once, before its first request."""

import subprocess
import sys


def test_what_was_loaded_is_not_looked_through_again() -> None:
    """In a process of its own, as a worker begins: nothing but what it makes itself is left for the
    collector, and the pages are there before anybody asks."""
    asked = "import sys, gc, config.wsgi\n"
    asked += "print(gc.get_freeze_count() > 50_000, len(gc.get_objects()) < 5_000)\n"
    asked += "print('triage.issues.pages.reading' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True
    )
    assert found.stdout.split() == ["True", "True", "True"]
