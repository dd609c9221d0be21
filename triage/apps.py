from django.apps import AppConfig


class Triage(AppConfig):
    name = "triage"

    def ready(self) -> None:
        from triage import receivers

        receivers.listen()
