from django.apps import AppConfig

from hearten.ui.kind_errors import speak_kindly


class UiConfig(AppConfig):
    name = "hearten.ui"

    def ready(self) -> None:
        """Set the words of every form."""
        speak_kindly()
