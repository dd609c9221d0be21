"""`manage.py learn_topics --project SLUG`: the topics anew, from what is asked lately."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from feedback.directory.queries import project_by_slug
from feedback.errors import NotFoundError
from reporting.topics.operations import TooFewQuestionsError, learn


class Command(BaseCommand):
    help = "Learn a project's topics anew from its latest questions, and sort all answers by them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, help="the project's slug")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            project = project_by_slug(options["project"])
            names = learn(project=project, actor="system:command", now=timezone.now())
        except (NotFoundError, TooFewQuestionsError) as error:
            raise CommandError(error.detail) from error
        self.stdout.write("\n".join(names))
        self.stdout.write("Answers are sorted by these within minutes, while the workers run.")
