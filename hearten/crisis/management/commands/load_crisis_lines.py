"""`hearten manage load_crisis_lines`: the shipped crisis lines into the table."""

from typing import Any

from django.core.management.base import BaseCommand

from hearten.crisis import actions
from hearten.foundation.actors import SystemActor


class Command(BaseCommand):
    """Load the shipped list; safe to repeat."""

    help = "Load the shipped crisis lines. Lines edited here stay as they are. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        release = actions.load_crisis_lines(by=SystemActor("load_crisis_lines"))
        if options["verbosity"] > 0:
            self.stdout.write(f"Crisis lines of {release.dated:%Y-%m-%d} are loaded.")
