"""python -m bench.chat: a room of a thousand people, on Hearten and beside it on Django Channels, ws and
socket.io.

All run on the same machine in one go, one server process on one core each, the load on the other
core. Hearten and Channels store one row for each message in the same embedded PostgreSQL with fsync
on; the Node servers store nothing. Every connection checks that it heard every message once, and the
rows are counted at the end. Prints a table and, with --write, puts it into docs/performance.md.
Needs requirements/bench.txt beside run.txt, and node with npm.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.chat import report
from config import database

LOADS = {
    "8 in flight": {"slots": 8},
    "64 in flight": {"slots": 64},
    "3 a second": {"rate": 3},
    "30 a second": {"rate": 30},
}
# Channels delivers about five messages a second to a thousand people: 30 a second has no end.
SERVERS = {
    "hearten": ("8 in flight", "64 in flight", "3 a second", "30 a second"),
    "channels": ("8 in flight", "64 in flight", "3 a second"),
    "ws": ("8 in flight", "64 in flight", "3 a second", "30 a second"),
    "socketio": ("8 in flight", "64 in flight", "3 a second", "30 a second"),
}


def main() -> int:
    """Measure, print, perhaps write; the exit code tells whether a message was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=6.0, help="of one measured round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=SERVERS, help="measure one server")
    parser.add_argument("--loads", nargs="*", choices=LOADS, default=list(LOADS))
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hearten-bench-") as folder:
        Path(folder).chmod(0o755)  # as root PostgreSQL runs as somebody else
        measured = _measure(Path(folder), given)
    table = report.table(measured, people=given.people)
    print(table)
    if given.write:
        report.write(table)
    return report.faults(measured)


def _measure(folder: Path, given: argparse.Namespace) -> list[report.Round]:
    postgres = database.start_embedded(folder)
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=postgres.get_uri(),
        DJANGO_SETTINGS_MODULE="config.settings",
        OMP_NUM_THREADS="1",
    )
    try:
        return _run_all(postgres, given)
    finally:
        postgres.stop()


def _run_all(postgres: Any, given: argparse.Namespace) -> list[report.Round]:
    # ruff: noqa: PLC0415 - settings read the environment set above
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.chat.stage import Stage

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    database.refuse_unsafe_durability(connection)
    stage = Stage(postgres_pid=postgres.get_pid(), given=given)
    stage.prepare([given.only] if given.only else list(SERVERS))
    measured: list[report.Round] = []
    for server, names in SERVERS.items():
        loads = [{"name": name, **LOADS[name]} for name in names if name in given.loads]
        if loads and given.only in (None, server):
            measured += stage.play(server, loads)
    return measured


if __name__ == "__main__":
    sys.exit(main())
