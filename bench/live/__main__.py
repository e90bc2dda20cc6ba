"""python -m bench.live: the whole durable path of live delivery, beside peers doing the same job.

    room        a thousand people in one room: Hearten, Django Channels (its Redis layer, the same rows
                in the same database), ws and socket.io (Node; they store nothing)
    small-room  fifty people, on Hearten and on matrix-synapse with the same PostgreSQL
    sends       five hundred pairs who write at once: messages committed a second
    idle        ten thousand people who listen and say nothing: memory each
    herd        the same; the server is killed under them and all come back
    slow        ten people in a busy room stop reading

All in one go on the same machine, in rounds that take turns: one server process on one core, the
load on the other, PostgreSQL (embedded, fsync on) where there is room. Every connection checks that
it heard every message once, and the rows are counted at the end. Prints what it found and, with
--write, puts it into docs/performance.md. `make bench` installs what it needs beside run.txt
(requirements/bench.txt, Redis; node with npm must be there).
"""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from config import database

PARTS = ("room", "small-room", "sends", "idle", "herd", "slow")


def main() -> int:
    """Measure, print, perhaps write; the exit code tells whether anything was lost or doubled."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--servers", nargs="*", help="measure these servers only")
    parser.add_argument("--people", type=int, default=1000, help="in the big room")
    parser.add_argument("--few", type=int, default=50, help="in the small room")
    parser.add_argument("--pairs", type=int, default=500, help="who write at once")
    parser.add_argument("--crowd", type=int, default=10_000, help="who listen and say nothing")
    parser.add_argument("--seconds", type=float, default=4.0, help="of one measured round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    given = parser.parse_args()
    # Whoever asks us to end gets the servers ended and the folder cleared as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="hearten-bench-") as folder:
        Path(folder).chmod(0o755)  # as root PostgreSQL runs as somebody else
        return _measure(Path(folder), given)


def _measure(folder: Path, given: argparse.Namespace) -> int:
    postgres = database.start_embedded(folder)
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=postgres.get_uri(),
        DJANGO_SETTINGS_MODULE="config.settings",
        OMP_NUM_THREADS="1",
    )
    try:
        return _run_all(folder, postgres, given)
    finally:
        postgres.stop()


def _run_all(folder: Path, postgres: Any, given: argparse.Namespace) -> int:
    # ruff: noqa: PLC0415 - settings read the environment set above
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.live.run import Run

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    database.refuse_unsafe_durability(connection)
    return Run(folder, postgres.get_pid(), given).all()


if __name__ == "__main__":
    sys.exit(main())
