"""`hearten audit`: check the record, and print what to keep outside."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hearten.audit import queries
from hearten.audit.rules import BEFORE_THE_FIRST, Head, WrongAnchor

WHOLE, BROKEN, UNKNOWN = 0, 1, 2
"""Exit codes, as diff gives them: alike, different, could not tell."""


class Command(BaseCommand):
    """Reads only."""

    help = "Check the record of who did what (docs/concepts/audit.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's hook."""
        ways = parser.add_subparsers(dest="way", required=True, metavar="anchor|verify")
        ways.add_parser("anchor", help="print the newest seal as one line to keep elsewhere")
        verify = ways.add_parser(
            "verify", help="check the whole record: 0 it holds, 1 it does not, 2 could not tell"
        )
        verify.add_argument(
            "--anchor", type=Path, metavar="FILE", help="lines kept from earlier anchors"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        try:
            code = self._anchor() if options["way"] == "anchor" else self._verify(options["anchor"])
        except Exception as error:
            # Whatever it is: Python's own exit code for it would say that the record is broken.
            self.stderr.write(f"could not tell: {error!r}".splitlines()[0])
            code = UNKNOWN
        if code != WHOLE:
            sys.exit(code)

    def _anchor(self) -> int:
        head = queries.head()
        if head == BEFORE_THE_FIRST:
            self.stderr.write("could not tell: nothing has been sealed yet")
            return UNKNOWN
        self.stdout.write(head.as_anchor())
        return WHOLE

    def _verify(self, file: Path | None) -> int:
        verdict = queries.check(_anchors(file) if file is not None else [])
        self.stdout.write(verdict.in_words())
        return WHOLE if verdict.fault is None else BROKEN


def _anchors(file: Path) -> list[Head]:
    lines = [line for line in file.read_text().splitlines() if line.strip()]
    if not lines:
        raise WrongAnchor(f"{file} holds no anchor")
    return [Head.from_anchor(line) for line in lines]
