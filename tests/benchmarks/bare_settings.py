"""Errata's own settings, with nothing between the server and the bare views."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.bare"
MIDDLEWARE: list[str] = []
