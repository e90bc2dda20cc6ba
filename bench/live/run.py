"""One run: the parts that were asked for, one after the other, and the page made of them."""

import argparse
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
from django.db import connection

from bench.live import crowds, report, sends, slow, versions
from bench.live.peers import synapse
from bench.live.report import Found
from bench.live.rooms import FIFTY, THOUSAND, Case, Loads, Rooms, Round
from bench.live.servers import PEERS


class Run:
    """What all parts share: the folder, the database, what was asked for."""

    def __init__(self, folder: Path, postgres_pid: int, given: argparse.Namespace) -> None:
        self.folder = folder
        self.postgres = psutil.Process(postgres_pid)
        self.given = given
        self.cases = {
            part: Case(size, self._wanted(loads))
            for part, size, loads in (
                ("room", given.people, THOUSAND),
                ("small-room", given.few, FIFTY),
            )
            if part in given.only
        }
        self.servers = list(dict.fromkeys(s for case in self.cases.values() for s in case.servers))

    def _wanted(self, loads: Loads) -> Loads:
        wanted = self.given.servers or loads
        return {server: loads[server] for server in loads if server in wanted}

    def all(self) -> int:
        """Measure and print; how much was lost or doubled."""
        prepare(self.servers)
        found = Found(self._about(), self.given.pairs)
        found.big = self._rooms("room")
        found.small = self._rooms("small-room")
        if "sends" in self.given.only:
            found.sends = self._sends()
        if not {"idle", "herd"}.isdisjoint(self.given.only):
            found.crowd = self._crowd()
        if "slow" in self.given.only:
            found.slow = slow.measure(folder=self.folder)
        said = report.text(found)
        print(said)
        if self.given.write:
            report.write(found, said)
        return found.faults()

    def _rooms(self, part: str) -> list[Round]:
        if part not in self.cases:
            return []
        rooms = Rooms(self.cases[part], folder=self.folder, postgres=self.postgres)
        return rooms.play(rounds=self.given.rounds, seconds=self.given.seconds)

    def _sends(self) -> list[sends.Sends]:
        return sends.measure(
            pairs=self.given.pairs,
            folder=self.folder,
            postgres=self.postgres,
            rounds=self.given.rounds,
            seconds=self.given.seconds,
        )

    def _crowd(self) -> crowds.Crowd:
        return crowds.measure(
            size=self.given.crowd,
            folder=self.folder,
            postgres=self.postgres,
            herd="herd" in self.given.only,
        )

    def _about(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT split_part(current_setting('server_version'), ' ', 1)")
            [postgres] = cursor.fetchone() or [""]
        used = versions.of(self.servers, postgres=postgres)
        return (
            f"{datetime.now(UTC):%B %Y}, {psutil.cpu_count()} cores, rounds of "
            f"{self.given.seconds:g} s; {used}."
        )


def prepare(servers: Sequence[str]) -> None:
    """Fetch what the peers are made of, by the hashes of their locks."""
    if not {"ws", "socketio"}.isdisjoint(servers):
        quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(["npm", "ci", *quiet], cwd=PEERS, check=True)
    if "synapse" in servers:
        synapse.install()
