"""Errata's own database and server settings, with nothing between the server and the bare views."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.bare"
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
