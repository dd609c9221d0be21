"""`manage.py rebuild_rollups --project SLUG`: the daily tables anew, from the raw rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import Progress

from feedback.directory.queries import project_by_slug
from feedback.errors import NotFoundError
from reporting.rollups.operations import rebuild


class Command(BaseCommand):
    help = "Make a project's daily tables anew from what was recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, help="the project's slug")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            project = project_by_slug(options["project"])
        except NotFoundError as error:
            raise CommandError(error.detail) from error
        with Progress() as bar:
            task = bar.add_task("Days", total=None)
            days = rebuild(
                project=project,
                now=timezone.now(),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        self.stdout.write(f"{days} days of {project.name} folded anew.")
