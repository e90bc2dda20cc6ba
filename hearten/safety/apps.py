from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "hearten.safety"
