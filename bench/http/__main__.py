"""python -m bench.http: the main pages under load, at two sizes of the programme.

Builds the demo with N members and again with 10 × N, each in a database of its own, and serves it
as `hearten run` does (granian) and beside it, in the same run, with gunicorn's threads, the usual
way to serve Django: one process with four threads each, on one core, the load on another core,
PostgreSQL where there is room. The rounds of the two take turns. Queries are counted in-process on
the same database. A page is a finding when it asks more queries with more people, more than 20,
or takes half as long again; with --explain the slowest query of a finding is shown with its plan.

    python -m bench.http --members 2000 --write     (needs requirements/bench.txt beside run.txt)

The exit code tells whether there was a finding. --write puts the table into docs/performance.md.
"""

import argparse
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.http import report
from bench.http.report import Answer
from bench.http.stage import PEERS, stage


def main() -> int:
    """Measure both sizes, print, perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=2000, help="N; measured again with 10 × N")
    parser.add_argument("--rounds", type=int, default=3, help="of each page on each server")
    parser.add_argument("--seconds", type=float, default=3.0, help="of one round")
    parser.add_argument("--connections", type=int, default=8, help="that ask without pause")
    parser.add_argument("--only", choices=PEERS, help="measure one server")
    parser.add_argument("--pages", nargs="*", help="measure these pages only")
    parser.add_argument("--explain", action="store_true", help="show the plans of findings")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    given = parser.parse_args()
    sizes = (given.members, 10 * given.members)
    answers = [answer for size in sizes for answer in _measure(size, given)]
    table = report.table(answers, sizes=sizes, given=given)
    print(table)
    found = report.findings(answers, sizes=sizes)
    for finding in found:
        print(finding)
    if given.explain:
        report.explain(answers, found)
    if given.write:
        report.write(table)
    return 1 if found else 0


def _measure(members: int, given: argparse.Namespace) -> list[Answer]:
    """One size, in a process of its own: Django knows one database in its life."""
    with tempfile.TemporaryDirectory(prefix="hearten-http-") as folder:
        Path(folder).chmod(0o755)  # as root PostgreSQL runs as somebody else
        spawning = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=1, mp_context=spawning) as alone:
            return alone.submit(stage, Path(folder), members, given).result()


if __name__ == "__main__":
    sys.exit(main())
