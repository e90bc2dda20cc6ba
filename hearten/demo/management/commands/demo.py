"""`hearten demo`: a believable programme to look at, to try and to measure."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearten.demo import build, programme, reading
from hearten.demo.bulk import grow
from hearten.foundation import clock

SEED = 20
WRITTEN_MEMBERS = len(reading.people("members"))


class Command(BaseCommand):
    """Build the demo programme, or say how to sign in to it."""

    help = "Build a believable demo programme in an empty installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's hook."""
        parser.add_argument("--seed", type=int, default=SEED, help="same seed, same demo")
        parser.add_argument(
            "--members",
            type=_members,
            default=WRITTEN_MEMBERS,
            help="how many members in all; beyond the first 40 they are a crowd, copied in",
        )
        parser.add_argument("--until", type=_instant, help="when the demo ends (default: now)")
        parser.add_argument(
            "--force", action="store_true", help="build beside a programme that is not the demo"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing unless DEMO is on and all is empty"
        )
        parser.add_argument(
            "--sign-ins", action="store_true", help="only print who can sign in to the demo"
        )
        parser.add_argument("--address", default="", help="where the pages are, for --sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        if options["sign_ins"]:
            self._print_sign_ins(options["address"])
        elif options["if_empty"]:
            if settings.DEMO and programme.is_empty():
                self._build(options)
        else:
            self._refuse_mixing(force=options["force"])
            self._build(options)
            self._print_sign_ins(options["address"])

    def _refuse_mixing(self, *, force: bool) -> None:
        if programme.demo_programme() is not None:
            raise CommandError("The demo is here already. --sign-ins says how to sign in to it.")
        if not force and not programme.is_empty():
            raise CommandError(
                "This installation is not empty: demo people do not belong among real ones. "
                "Choose another DATA_DIR or DATABASE_URL, or add --force."
            )

    def _build(self, options: dict[str, Any]) -> None:
        self.stdout.write("Building the demo programme …")
        seed, until = options["seed"], options["until"] or clock.now()
        built = build.build(seed=seed, until=until)
        crowd = options["members"] - WRITTEN_MEMBERS
        if crowd:
            grow(built, crowd, seed=seed, until=until, say=self.stdout.write)

    def _print_sign_ins(self, address: str) -> None:
        """Somebody for every side of it; nothing where there is no demo."""
        if programme.demo_programme() is None:
            return
        where = f" at {address}" if address else ""
        self.stdout.write(f"\nSign in to the demo{where} as")
        for written in reading.people("sign-ins"):
            self.stdout.write(f"  {written.text('name'):<16} {written.text('who')}")
        self.stdout.write(f"with the passphrase: {programme.PASSPHRASE}")


def _members(words: str) -> int:
    number = int(words)
    if number < WRITTEN_MEMBERS:
        raise ArgumentTypeError(f"the demo has at least {WRITTEN_MEMBERS} members")
    return number


def _instant(words: str) -> datetime:
    moment = datetime.fromisoformat(words)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
