from django.apps import AppConfig


class Reporting(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from feedback.signals import recorded
        from reporting.rollups.tasks import nudge

        recorded.connect(nudge, dispatch_uid="reporting.rollups")
