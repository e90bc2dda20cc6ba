"""The `hearten` command: one line per job an operator does."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config import database, env

_ROOT = Path(__file__).resolve().parent.parent

_COMMANDS = {
    "setup": ["prepare"],
    "demo": ["demo"],
    "audit": ["audit"],
    "erasures": ["erasures"],
    "import": ["import_forum"],
}
"""The management command behind each of ours; `manage` names its own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the console script; gives the process's exit code."""
    parser = _parser()
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command not in {"manage", "demo", "audit", "erasures", "import"}:
        parser.error(f"unknown: {' '.join(rest)}")
    if chosen.command == "triage":
        return _triage()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if chosen.command == "run":
        from config import parent

        return parent.run()
    try:
        _find_database()
    except Exception as error:
        if chosen.command != "audit":
            raise
        # To whoever watches its exit code, Python's own for a fault says that the record is broken.
        print(f"could not tell: {error!r}", file=sys.stderr)
        return 2
    if chosen.command == "demo" and not {"-h", "--help"} & set(rest):
        _manage(["prepare"])  # the demo may be the first thing an operator asks for
    return _manage(_COMMANDS.get(chosen.command, []) + rest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hearten", description="Peer support, self-hosted.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="start everything: database, pages, live, jobs")
    commands.add_parser("setup", help="migrate, compile translations, collect static files")
    commands.add_parser(
        "demo", help="build a believable programme (see hearten demo --help)", add_help=False
    )
    commands.add_parser(
        "audit", help="check the record of who did what: audit verify, audit anchor", add_help=False
    )
    commands.add_parser(
        "erasures",
        help="after a restore: erase again who was erased: erasures replay, erasures check",
        add_help=False,
    )
    commands.add_parser(
        "import",
        help="bring what a community wrote elsewhere: import discourse FILE, import phpbb FILE",
        add_help=False,
    )
    commands.add_parser(
        "triage",
        help="how much danger texts speak of: JSON lines in, JSON lines out",
        description='Reads lines such as {"id": 1, "text": "…", "lang": "en"} (lang may be left out) and '
        "writes one line for each, in order. Needs no database. See docs/concepts/triage.md.",
    )
    commands.add_parser(
        "manage", help="any management command, for example: manage found_programme", add_help=False
    )
    return parser


def _triage() -> int:
    """Answer standard input until it ends; each piece that comes is answered at once."""
    from hearten.triage.rules.lines import answers

    try:
        for piece in answers(lambda: os.read(sys.stdin.fileno(), 1 << 16)):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever read has gone: nothing is left to say, not even at the exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _find_database() -> None:
    """Start or find the embedded PostgreSQL unless DATABASE_URL names another."""
    if not env.text("DATABASE_URL"):
        handle = database.start_embedded(env.folder("DATA_DIR", _ROOT / "data"))
        os.environ["DATABASE_URL"] = handle.get_uri()


def _manage(arguments: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["hearten", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
