from django.apps import AppConfig


class Feedback(AppConfig):
    name = "feedback"

    def ready(self) -> None:
        from feedback.directory import schemes  # noqa: F401  # found by being imported
