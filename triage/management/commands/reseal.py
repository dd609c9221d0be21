"""`manage.py reseal`: after a change of SECRET_KEY, other people's secrets under the new one."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from triage.integrations.resealing import reseal


class Command(BaseCommand):
    help = "Seal addresses, secrets and tokens of integrations anew, under SECRET_KEY"

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - Django's own
        done = reseal(now=timezone.now())
        self.stdout.write(f"{done.sealed} sealed anew, {done.unreadable} can't be read")
