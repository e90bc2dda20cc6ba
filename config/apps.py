"""Binds the domains' ports once Django is ready, in every process alike."""

from django.apps import AppConfig


class CompositionConfig(AppConfig):
    """The composition root as Django sees it."""

    name = "config"

    def ready(self) -> None:
        """Django's hook."""
        from config import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.bind()
