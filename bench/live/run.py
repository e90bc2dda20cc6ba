"""One run: the parts that were asked for, one after the other, and the page made of them."""

import argparse
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
from django.db import connection

from bench.live import report, versions
from bench.live.peers import synapse
from bench.live.rooms import FIFTY, THOUSAND, Case, Rooms, Round
from bench.live.servers import PEERS


class Run:
    """What all parts share: the folder, the database, what was asked for."""

    def __init__(self, folder: Path, postgres_pid: int, given: argparse.Namespace) -> None:
        self.folder = folder
        self.postgres = psutil.Process(postgres_pid)
        self.given = given
        wanted = [
            server
            for part, loads in (("room", THOUSAND), ("small-room", FIFTY))
            for server in loads
            if part in given.only and server in (given.servers or loads)
        ]
        self.servers = list(dict.fromkeys(wanted))

    def all(self) -> int:
        """Measure and print; how much was lost or doubled."""
        prepare(self.servers)
        lines = [self._about()]
        faults = 0
        for part, size, loads in (
            ("room", self.given.people, THOUSAND),
            ("small-room", self.given.few, FIFTY),
        ):
            if part in self.given.only:
                rounds = self._room(size, loads)
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
    """Fetch what the peers are made of, by the hashes of their locks."""
    if not {"ws", "socketio"}.isdisjoint(servers):
        quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(["npm", "ci", *quiet], cwd=PEERS, check=True)
    if "synapse" in servers:
        synapse.install()
