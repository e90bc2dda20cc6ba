from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "hearten.toolkit"
