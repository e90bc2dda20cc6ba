"""python -m bench.forum: the community's pages and its search, at 100,000 and at 1,000,000 posts.

Builds a programme with ten spaces in an embedded PostgreSQL of its own, posts of words that are as
common as words are (Zipf's law), one thread of 1,000 posts, and asks for the main pages as people of the
programme, one after the other, in one process: middleware, SQL and template, without a network.

    python -m bench.forum --sizes 100000 1000000 --write

--write puts the table into docs/performance.md.
"""

# ruff: noqa: PLC0415 - Django may be imported only when its database is there

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.forum.report import table

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench.forum begin -->", "<!-- bench.forum end -->"


def main() -> int:
    """Measure each size in a process of its own, print, perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--asked", type=int, default=200, help="times each page is asked for")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        _measure(given.only, given.asked)
        return 0
    said = []
    for size in given.sizes:
        again = [sys.executable, "-m", "bench.forum", "--only", str(size)]
        done = subprocess.run(
            [*again, "--asked", str(given.asked)], check=True, stdout=subprocess.PIPE, text=True
        )
        said.append(done.stdout.splitlines()[-1])
    about = (
        f"Each page asked for {given.asked} times, one after the other, {datetime.now(UTC):%B %Y}; "
        f"Python {platform.python_version()}, one process, PostgreSQL on the same two cores.\n\n"
    )
    text = about + table(said)
    print(text)
    if given.write:
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}{END}{rest.split(END)[1]}")
    return 0


def _measure(posts: int, asked: int) -> None:
    from config import database

    with tempfile.TemporaryDirectory(prefix="hearten-forum-") as folder:
        Path(folder).chmod(0o755)  # as root PostgreSQL runs as somebody else
        postgres = database.start_embedded(Path(folder))
        os.environ.update(
            DATA_DIR=folder,
            DATABASE_URL=postgres.get_uri(),
            DJANGO_SETTINGS_MODULE="config.settings",
        )
        import django

        django.setup()
        from django.db import connections

        from bench.forum.asking import measured
        from bench.forum.building import build
        from config import install

        install.prepare()
        try:
            print(measured(build(posts), asked))
        finally:
            connections.close_all()
            postgres.cleanup()


if __name__ == "__main__":
    sys.exit(main())
