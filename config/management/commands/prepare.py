"""`manage.py prepare`: static files ready to be served."""

from typing import Any

from django.core.management.base import BaseCommand

from config import assets


class Command(BaseCommand):
    help = "Build third-party scripts and collect static files, if anything changed."
    requires_system_checks = []

    def handle(self, *_: object, **__: Any) -> None:
        assets.build()
