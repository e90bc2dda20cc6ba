from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "hearten.foundation"
