"""python -m bench.imports: how long an import takes, and how much memory.

Writes a dump of a Discourse and one of a phpBB of everyday words, ten posts to a topic, and runs the
real command over each, in an embedded PostgreSQL of its own: a dry run, the import, and the same again.

    python -m bench.imports --sizes 10000 100000 --write

--write puts the table into docs/performance.md.
"""

# ruff: noqa: PLC0415 - Django may be imported only when its database is there

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench.imports begin -->", "<!-- bench.imports end -->"
CORPUS = ROOT / "hearten" / "triage" / "corpus" / "en"
EACH, PLACES, PEOPLE = 10, 10, 500
RUNS = (("dry run", ["--dry-run"]), ("import", []), ("the same again", []))


def main() -> int:
    """Build, measure, print, perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--only-dump", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_dump:
        kind, size, file = given.only_dump
        Path(file).write_text(_dump(kind, int(size)))
        return 0
    with tempfile.TemporaryDirectory(prefix="hearten-imports-") as folder:
        Path(folder).chmod(0o755)  # as root PostgreSQL runs as somebody else
        table = _measured(Path(folder), given.sizes)
    print(table)
    if given.write:
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}{END}{rest.split(END)[1]}")
    return 0


def _measured(folder: Path, sizes: list[int]) -> str:
    from config import database

    postgres = database.start_embedded(folder)
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=postgres.get_uri(),
        DJANGO_SETTINGS_MODULE="config.settings",
        PYTHONPATH=str(ROOT),
    )
    import django

    django.setup()
    from django.db import connections

    from config import install
    from hearten.accounts.tests.factories import make_programme

    install.prepare()
    lines = [
        "| dump | posts | MB | run | seconds | posts/s | its own CPU seconds | memory, MB at most |",
        "|---|---|---|---|---|---|---|---|",
    ]
    try:
        for kind in ("discourse", "phpbb"):
            for size in sizes:
                programme = make_programme(f"{kind} {size}")
                file = folder / "dump.sql"
                # In a process of its own: what this one holds would count as its children's at most.
                made = [
                    sys.executable,
                    "-m",
                    "bench.imports",
                    "--only-dump",
                    kind,
                    str(size),
                    str(file),
                ]
                subprocess.run(made, check=True, cwd=ROOT)
                for name, options in RUNS:
                    seconds, cpu, memory = _run(kind, file, programme.name, options)
                    lines.append(
                        f"| {kind} | {size:,} | {file.stat().st_size / 1e6:.0f} | {name} |"
                        f" {seconds:.1f} | {size / seconds:,.0f} | {cpu:.1f} | {memory:.0f} |"
                    )
                    print(lines[-1], file=sys.stderr)
    finally:
        connections.close_all()
        postgres.cleanup()
    about = (
        f"{datetime.now(UTC):%B %Y}; Python {platform.python_version()}, one process, PostgreSQL on the same"
        " two cores.\n\n"
    )
    return about + "\n".join(lines) + "\n"


def _run(kind: str, file: Path, programme: str, options: list[str]) -> tuple[float, float, float]:
    """Seconds on the clock, those of them that it computed, and MB at most, of one run of the command."""
    start = time.perf_counter()
    named = [kind, str(file), "--programme", programme, *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "config.cli", "import", *named],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"the import ended with {status}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _dump(kind: str, size: int) -> str:
    from hearten.imports.tests import dumps

    topics = range(1, size // EACH + 1)
    if kind == "discourse":
        return dumps.discourse(
            [dumps.category(n, f"Place {n}") for n in range(1, PLACES + 1)],
            [dumps.topic(n, 1 + n % PLACES, f"Topic {n}") for n in topics],
            [
                dumps.post(number, topic, place, text, user=1 + number % PEOPLE)
                for number, topic, place, text in _said(size)
            ],
        )
    return dumps.phpbb(
        [dumps.forum(n, f"Place {n}") for n in range(1, PLACES + 1)],
        [dumps.thread(n, 1 + n % PLACES, f"Topic {n}") for n in topics],
        [
            dumps.entry(
                number, topic, f"<t>{text.replace('&', '&amp;')}</t>", user=2 + number % PEOPLE
            )
            for number, topic, _place, text in _said(size)
        ],
        rights=dumps.readable(*range(1, PLACES + 1)),
    )


def _said(size: int) -> Iterator[tuple[int, int, int, str]]:
    """Each post's number, topic, place in it, and one to eight lines of everyday words."""
    chance = random.Random(11)
    lines = [
        line.split("\t")[-1].strip()
        for path in sorted(CORPUS.glob("everyday*.tsv"))
        for line in path.open()
        if "\t" in line
    ]
    for number in range(size):
        text = "\n".join(chance.choices(lines, k=chance.randint(1, 8)))
        yield number + 1, number // EACH + 1, number % EACH + 1, text


if __name__ == "__main__":
    sys.exit(main())
