"""Found a programme and its first manager."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from hearten.accounts import actions, places
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import HeartenError

INSTALLER = SystemActor("found_programme")


class Command(BaseCommand):
    """Asks for what is not given as an option; prints a code that works once."""

    help = "Found a programme and its first manager."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Django's hook."""
        parser.add_argument("--name", help="name of the programme")
        parser.add_argument("--pseudonym", help="the name the first manager goes by")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default="en",
            help="main language of its own texts",
        )
        parser.add_argument("--country", help="two letters, for the crisis lines shown first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        name = options["name"] or input("Name of the programme: ")
        pseudonym = options["pseudonym"] or input("Pseudonym of its first manager: ")
        country = (
            (options["country"] or input("Country (two letters, such as GB): ")).strip().upper()
        )
        if not places.is_country(country):
            raise CommandError(f"{country!r} is not a country code of two letters.")
        try:
            founded = actions.found_programme(
                name=name,
                pseudonym=pseudonym,
                language=options["language"],
                country=country,
                by=INSTALLER,
            )
        except HeartenError as error:
            raise CommandError(error.message) from error
        address = f"{settings.SITE_URL}{reverse('accounts:recover')}"
        self.stdout.write(
            f"{founded.programme.name} is founded.\n"
            f"{founded.manager.pseudonym} opens {address} and types this code, which works once, "
            f"to choose a passphrase:\n\n    {founded.code}\n"
        )
