"""`manage.py load_demo`: the demonstration project, with a progress bar."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from demo import private_files
from demo.operations import SignIn, is_loaded, is_welcome, load_demo
from feedback.errors import RefusedError


class Command(BaseCommand):
    help = "Load the demonstration project, the pilot that stalled; or finish a load cut short."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="only where there is no other project"
        )

        parser.add_argument(
            "--scale", type=float, default=1.0, help="the share of its answers and votes to load"
        )

    def handle(self, *_: object, if_empty: bool, scale: float, **__: Any) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        if is_loaded():
            self._say(
                "The demonstration is loaded; its sign-in is kept in",
                private_files.place_of("sign-in"),
            )
        elif if_empty and not is_welcome():
            self._say("There are projects already: no demonstration was loaded.")
        else:
            try:
                self._tell(self._load(scale))
            except RefusedError as error:
                raise CommandError(error.detail) from error

    def _load(self, scale: float) -> SignIn:
        """Load with a bar that shows only on a terminal."""
        columns = (
            TextColumn("Demonstration"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("answers"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as bar:
            task = bar.add_task("answers", total=None)
            return load_demo(
                now=now(),
                progress=lambda done, of: bar.update(task, completed=done, total=of),
                scale=scale,
            )

    def _tell(self, sign_in: SignIn) -> None:
        self._say("Sign in as", sign_in.email, "with the password", sign_in.password)
        self._say("It is shown once, and kept in", private_files.place_of("sign-in"))

    def _say(self, *words: object) -> None:
        self.console.print(*words, markup=False)
