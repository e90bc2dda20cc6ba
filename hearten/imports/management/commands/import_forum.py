"""`hearten import`: bring what a community wrote elsewhere."""

import json
import sqlite3
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearten.accounts.models import Programme
from hearten.foundation.errors import HeartenError
from hearten.imports.actions import IMPORT, Wishes, import_dump
from hearten.imports.clients import discourse, phpbb
from hearten.imports.clients.files import CUT_OFF, Progress, opened
from hearten.imports.clients.spool import Spool
from hearten.imports.models import NAME_MOST
from hearten.imports.rules import DumpError, Kind
from hearten.imports.rules.report import Report

_FAULTS = 2
"""Exit code of everything that is wrong with what was given; nothing was written then."""
_NO_ROOM = (
    "There is no room to put the dump in order: it is copied once into the folder of temporary files. Say in"
    " TMPDIR one with as much room as the unpacked dump has. Nothing was written."
)


class Command(BaseCommand):
    """Reads the whole dump first, and writes only what a whole dump says."""

    help = "Bring spaces, threads and posts of an earlier community (docs/howto/import-a-forum.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's hook."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="discourse|phpbb")
        backup = kinds.add_parser("discourse", help="a backup, with or without uploads")
        dump = kinds.add_parser("phpbb", help="what mysqldump or phpBB's own backup made")
        dump.add_argument("--prefix", default="phpbb_", help="of its tables (default: phpbb_)")
        for one in (backup, dump):
            _add_common(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        wishes = _wishes(options)
        if options["report"] is not None and not options["report"].parent.is_dir():
            raise CommandError(f"There is no folder for {options['report']}.", returncode=_FAULTS)
        try:
            spool = self._spooled(options)
            report = import_dump(
                spool=spool, wishes=wishes, by=IMPORT, tell=self._progress("Bringing")
            )
        except DumpError as error:
            raise CommandError(str(error), returncode=_FAULTS) from error
        except HeartenError as error:
            raise CommandError(str(error.message), returncode=_FAULTS) from error
        self._say(report, options["report"])

    def _spooled(self, options: dict[str, Any]) -> Spool:
        spool = Spool()
        with opened(options["file"], self._progress("Reading")) as stream:
            discourses = options["kind"] == Kind.DISCOURSE
            try:
                spool.fill(
                    discourse.read(stream)
                    if discourses
                    else phpbb.read(stream, prefix=options["prefix"])
                )
            except (ValueError, OverflowError) as error:  # of a number that is none
                raise DumpError(CUT_OFF) from error
            except sqlite3.Error as error:
                raise DumpError(_NO_ROOM) from error
        return spool

    def _progress(self, doing: str) -> Progress:
        """To the terminal, not among what the command answers; each per cent once."""
        said = -1

        def tell(done: int, of: int) -> None:
            nonlocal said
            now = 100 * done // of if of else 100
            if now > said:
                said = now
                self.stderr.write(f"{doing}: {now} %", self.style.HTTP_INFO)

        return tell

    def _say(self, report: Report, file: Path | None) -> None:
        self.stdout.write(report.in_words())
        if file is not None:
            file.write_text(json.dumps(report.as_json(), indent=2) + "\n")


def _add_common(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, help="packed or not")
    parser.add_argument(
        "--name",
        type=_name,
        help="what the earlier community is called here: the same name goes on with the same one"
        " (default: what software it was)",
    )
    parser.add_argument("--programme", default="", help="its name, where there are several")
    parser.add_argument(
        "--language", default="en", help="what people mostly wrote in, such as es (default: en)"
    )
    parser.add_argument(
        "--restricted",
        type=int,
        action="append",
        default=[],
        metavar="NUMBER",
        help="bring this category too, though not every member could read it; may be said again",
    )
    parser.add_argument(
        "--open", action="store_true", help="people can write on in what comes; else it is locked"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would come and write nothing"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="the report as JSON, too")


def _name(words: str) -> str:
    if not 1 <= len(words) <= NAME_MOST:
        raise ArgumentTypeError(f"a name has 1 to {NAME_MOST} characters")
    return words


def _wishes(options: dict[str, Any]) -> Wishes:
    if options["language"] not in dict(settings.LANGUAGES) and not options["language"].isascii():
        raise CommandError("--language is a code such as en, es or pt-BR.", returncode=_FAULTS)
    kind = Kind(options["kind"])
    return Wishes(
        programme=_programme(options["programme"]),
        name=options["name"] or kind,
        kind=kind,
        language=options["language"],
        restricted=frozenset(options["restricted"]),
        locked=not options["open"],
        dry=options["dry_run"],
    )


def _programme(name: str) -> Programme:
    found = list(Programme.objects.filter(**({"name": name} if name else {}))[:2])
    if len(found) == 1:
        return found[0]
    words = (
        "There is no programme yet: found one first (hearten manage found_programme --help)."
        if not Programme.objects.exists()
        else "Say with --programme to which one it is to come: "
        + ", ".join(Programme.objects.values_list("name", flat=True))
    )
    raise CommandError(words, returncode=_FAULTS)
