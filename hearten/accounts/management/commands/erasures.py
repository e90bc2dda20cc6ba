"""`hearten erasures`: after a restore, erase again who had been erased."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hearten.accounts import actions, queries
from hearten.accounts.clients import Kept, read_tombstones
from hearten.foundation.actors import SystemActor

REPLAY = SystemActor("erasure replay")
"""Who erases again what a backup brought back."""


class Command(BaseCommand):
    """Safe to repeat: whoever is erased stays so."""

    help = "Erase again whom a restored backup brought back (docs/howto/erasures.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's hook."""
        ways = parser.add_subparsers(dest="way", required=True, metavar="replay|check")
        replay = ways.add_parser("replay", help="erase everybody a tombstone names")
        check = ways.add_parser("check", help="say who would be erased: 0 nobody, 1 somebody")
        for one in (replay, check):
            one.add_argument("--file", type=Path, help="tombstones kept elsewhere")
            one.add_argument(
                "--trust", action="store_true", help="lines signed with a key that is gone, too"
            )
            one.add_argument("--quiet", action="store_true", help="say nothing if nothing is done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        file = options["file"]
        if file is not None and not file.exists():
            self.stderr.write(f"there is no {file}")
            sys.exit(2)
        kept = read_tombstones(file, trust=options["trust"])
        self._warn(kept)
        if options["way"] == "check":
            left = queries.not_erased([one.account_id for one in kept.stones])
            self.stdout.write(f"{len(kept.stones)} tombstones, to be erased again: {len(left)}")
            if left:
                sys.exit(1)
            return
        again = self._replay(kept)
        if again or not options["quiet"]:
            self.stdout.write(f"{len(kept.stones)} tombstones, erased again: {again}")

    def _replay(self, kept: Kept) -> int:
        left = queries.not_erased([one.account_id for one in kept.stones])
        stones = [one for one in kept.stones if one.account_id in left]
        return sum(actions.erase_again(stone=one, by=REPLAY) for one in stones)

    def _warn(self, kept: Kept) -> None:
        if kept.wrong:
            lines = ", ".join(map(str, kept.wrong))
            self.stderr.write(f"not signed by this installation, passed over: line {lines}")
