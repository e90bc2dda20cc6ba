"""`hearten setup`: tables, translations and static files."""

from typing import Any

from django.core.management.base import BaseCommand

from config import install


class Command(BaseCommand):
    """Prepare this installation."""

    help = "Migrate, compile translations, collect static files. Safe to repeat."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        install.prepare()
