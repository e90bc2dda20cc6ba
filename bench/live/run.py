"""One run: the parts that were asked for, one after the other, and the page made of them."""

import argparse
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
from django.db import connection

from bench.live import report, versions
from bench.live.rooms import THOUSAND, Case, Rooms, Round
from bench.live.servers import PEERS


class Run:
    """What all parts share: the folder, the database, what was asked for."""

    def __init__(self, folder: Path, postgres_pid: int, given: argparse.Namespace) -> None:
        self.folder = folder
        self.postgres = psutil.Process(postgres_pid)
        self.given = given
        self.servers: list[str] = [s for s in THOUSAND if s in (given.servers or THOUSAND)]

    def all(self) -> int:
        """Measure and print; how much was lost or doubled."""
        prepare(self.servers)
        lines = [self._about()]
        faults = 0
        if "room" in self.given.only:
            rounds = self._room(self.given.people, THOUSAND)
            faults += report.faults(rounds)
            lines += report.rooms(rounds)
        text = "\n".join(lines)
        print(text)
        if self.given.write:
            report.write(text)
        return faults

    def _room(self, size: int, loads: dict[str, Sequence[str]]) -> list[Round]:
        case = Case(size, {server: loads[server] for server in self.servers if server in loads})
        rooms = Rooms(case, folder=self.folder, postgres=self.postgres)
        return rooms.play(rounds=self.given.rounds, seconds=self.given.seconds)

    def _about(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT split_part(current_setting('server_version'), ' ', 1)")
            [postgres] = cursor.fetchone() or [""]
        used = versions.of(self.servers, postgres=postgres)
        return (
            f"{datetime.now(UTC):%B %Y}, {psutil.cpu_count()} cores, rounds of "
            f"{self.given.seconds:g} s; {used}.\n"
        )


def prepare(servers: Sequence[str]) -> None:
    """Fetch what the Node servers are made of, by the hashes of their lock."""
    if not {"ws", "socketio"}.isdisjoint(servers):
        quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(["npm", "ci", *quiet], cwd=PEERS, check=True)
