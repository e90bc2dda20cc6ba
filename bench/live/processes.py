"""Processes on this machine: where they run, what they use, and that they end."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

SERVER_CORE, LOAD_CORE = 0, 1
PATIENCE = 10
"""Seconds a process gets to end by itself."""


@contextmanager
def running(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    core: int | None = SERVER_CORE,
    port: int = 0,
    wait: float = 60.0,
) -> Iterator[psutil.Popen]:
    """A process on one core, listening on `port` if it has one; ended however the block ends."""
    process = psutil.Popen(command, env=os.environ | environment)
    try:
        pin(process.pid, core)
        if port:
            _await_port(process, port, wait)
        yield process
    finally:
        end(process)


def end(process: psutil.Popen) -> None:
    """Ask it to end, then make it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            process.kill()
            process.wait()


def pin(pid: int, core: int | None) -> None:
    """Keep a process on one core, where there is more than one."""
    if core is not None and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, {core})


def cpu_of(roots: Iterable[psutil.Process]) -> float:
    """CPU seconds these processes and their children have used so far."""
    total = 0.0
    for root in roots:
        for process in [root, *root.children()]:
            try:
                spent = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += spent.user + spent.system
    return total


def memory_of(process: psutil.Process) -> int:
    """Bytes that would be free without it (PSS)."""
    return process.memory_full_info().pss


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await_port(process: psutil.Popen, port: int, wait: float) -> None:
    until = time.monotonic() + wait
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"{Path(process.args[-1]).name} did not start")


def orders_to(module: str, orders: dict[str, Any]) -> Iterator[tuple[dict[str, Any], psutil.Popen]]:
    """Run a load on its core and give each of its lines."""
    command = [sys.executable, "-m", module]
    client = psutil.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    pin(client.pid, LOAD_CORE)
    try:
        client.stdin.write(json.dumps(orders) + "\n")
        client.stdin.flush()
        for line in client.stdout:
            yield json.loads(line), client
        if client.wait():
            raise SystemExit(f"{module} failed")
    finally:
        end(client)
