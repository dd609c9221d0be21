from django.apps import AppConfig


class Triage(AppConfig):
    name = "triage"
