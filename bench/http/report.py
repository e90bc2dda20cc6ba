"""What was measured, for people."""

import argparse
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- bench.http begin -->", "<!-- bench.http end -->"
QUERIES_MOST = 20
GROWTH_MOST = 1.5
LINE_MOST = 200
# Below this the machine's own unrest is larger than the page.
UNREST_MS = 1.0


@dataclass
class Answer:
    """One page at one size on one server; medians over the rounds."""

    members: int
    server: str
    page: str
    queries: int
    sql: float
    cpu: float
    """Milliseconds Python works on one answer: what does not depend on the machine's unrest."""
    rate: float
    p50: float
    p99: float
    errors: int
    plan: str
    statements: list[str]

    def line(self) -> str:
        """For whoever watches."""
        return (
            f"{self.members:>9,} {self.page:16} {self.server:9} {self.rate:7.0f} a second  "
            f"p50 {self.p50:7.1f} p99 {self.p99:7.1f} ms  {self.queries:3} queries "
            f"{self.sql:6.1f} ms, Python {self.cpu:6.1f} ms  errors {self.errors}"
        )


def table(answers: Sequence[Answer], *, sizes: tuple[int, int], given: argparse.Namespace) -> str:
    """What was measured, in Markdown: our server at both sizes, the peer at the larger."""
    small, large = sizes
    about = (
        f"{small:,} and {large:,} members; {given.connections} connections that ask without pause, "
        f"medians of {given.rounds} rounds of {given.seconds:g} s, {datetime.now(UTC):%B %Y}; "
        f"Python {platform.python_version()}, granian {version('granian')}, gunicorn "
        f"{version('gunicorn')}; one process with four threads on one core each, the load on another.\n"
    )
    head = (
        f"| page | queries | SQL ms, {small:,} | SQL ms, {large:,} | Python ms, {small:,} "
        f"| Python ms, {large:,} | requests/s, {small:,} "
        f"| requests/s, {large:,} | p50 ms, {small:,} | p50 ms, {large:,} | p99 ms, {large:,} "
        "| gunicorn requests/s | gunicorn p50 ms | gunicorn p99 ms |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
    )
    rows = [_row(name, answers, sizes) for name in dict.fromkeys(a.page for a in answers)]
    return "\n".join([about, head, *rows, "", _ratio(answers), _errors(answers)])


def _row(page: str, answers: Sequence[Answer], sizes: tuple[int, int]) -> str:
    at = {(a.members, a.server): a for a in answers if a.page == page}
    server = "granian" if (sizes[0], "granian") in at else "gunicorn"
    few, many = at[sizes[0], server], at[sizes[1], server]
    peer = at.get((sizes[1], "gunicorn"), many)
    queries = f"{few.queries}" if few.queries == many.queries else f"{few.queries} → {many.queries}"
    return (
        f"| {page} | {queries} | {few.sql:.1f} | {many.sql:.1f} "
        f"| {few.cpu:.1f} | {many.cpu:.1f} | {few.rate:,.0f} | {many.rate:,.0f} "
        f"| {few.p50:.1f} | {many.p50:.1f} | {many.p99:.1f} "
        f"| {peer.rate:,.0f} | {peer.p50:.1f} | {peer.p99:.1f} |"
    )


def _ratio(answers: Sequence[Answer]) -> str:
    by = {(a.members, a.page, a.server): a for a in answers}
    pairs = [
        (by[key], by[(*key[:2], "gunicorn")])
        for key in by
        if key[2] == "granian" and (*key[:2], "gunicorn") in by
    ]
    if not pairs:
        return ""
    rate = median(ours.rate / theirs.rate for ours, theirs in pairs)
    tail = median(theirs.p99 / ours.p99 for ours, theirs in pairs)
    return (
        f"Beside gunicorn with threads, the same pages of the same project: {rate:.2f} times the "
        f"requests a second, 1/{tail:.2f} of its p99 (medians over pages and sizes).  "
    )


def _errors(answers: Sequence[Answer]) -> str:
    return f"Answers other than 200: {sum(answer.errors for answer in answers)}."


def findings(answers: Sequence[Answer], *, sizes: tuple[int, int]) -> list[str]:
    """Where a page grows with the programme or asks too much, in words."""
    by = {(a.members, a.page, a.server): a for a in answers}
    said = []
    for (size, page, server), few in by.items():
        many = by.get((sizes[1], page, server))
        if size != sizes[0] or many is None:
            continue
        if few.queries != many.queries:
            said.append(f"FINDING {page}: {few.queries} queries, with more people {many.queries}")
        if many.queries > QUERIES_MOST:
            said.append(f"FINDING {page}: {many.queries} queries")
        if many.p50 > GROWTH_MOST * few.p50 + UNREST_MS:
            grown = f"{few.p50:.1f} → {many.p50:.1f} ms, SQL {few.sql:.1f} → {many.sql:.1f} ms"
            said.append(f"FINDING {page} on {server}: p50 {grown}")
        work = few.sql + few.cpu, many.sql + many.cpu
        if work[1] > GROWTH_MOST * work[0] + UNREST_MS:
            said.append(f"FINDING {page}: SQL and Python {work[0]:.1f} → {work[1]:.1f} ms")
        if few.errors + many.errors:
            said.append(f"FINDING {page} on {server}: {few.errors + many.errors} errors")
    return list(dict.fromkeys(said))


def explain(answers: Sequence[Answer], found: Sequence[str]) -> None:
    """Print the slowest query of every page with a finding, at the larger size."""
    shown = set()
    for answer in reversed(answers):
        if answer.page not in shown and any(f" {answer.page}" in one for one in found):
            shown.add(answer.page)
            print(f"\n{answer.page}, {answer.queries} queries; the slowest:")
            for line in answer.plan.splitlines():
                print(f"  {line[:LINE_MOST]}")
            for statement in answer.statements:
                print(f"  - {statement[:LINE_MOST]}")


def write(text: str) -> None:
    """Put the table between its marks in docs/performance.md."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
