"""One size of the programme: built, counted, served by both servers in turn."""

# ruff: noqa: PLC0415 - Django may be imported only when its database is there

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.http.report import Answer

THREADS = "4"
PEERS = {
    # As config/parent.py starts it.
    "granian": [
        *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"],
        *["--workers", "1", "--blocking-threads", THREADS, "--no-ws", "--log-level", "warning"],
        *["config.wsgi:application", "--port"],
    ],
    "gunicorn": [
        *[sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1"],
        *["--threads", THREADS, "--keep-alive", "75", "--log-level", "warning"],
        *["config.wsgi:application", "--bind"],
    ],
}
WARM_UP = 1.0


def stage(folder: Path, members: int, given: argparse.Namespace) -> list[Answer]:
    """Build a programme of this size and measure its pages."""
    from config import database

    postgres = database.start_embedded(folder)
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=postgres.get_uri(),
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    try:
        counted = _prepare(members, given)
        return _serve(members, counted, given)
    finally:
        from django.db import connections

        connections.close_all()
        postgres.cleanup() if not hasattr(postgres, "stop") else postgres.stop()


def _prepare(members: int, given: argparse.Namespace) -> list[dict[str, Any]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.http.counting import count
    from bench.http.pages import pages
    from config import install

    install.prepare()
    call_command("demo", members=members)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    wanted = [page for page in pages() if not given.pages or page.name in given.pages]
    return [
        {"page": page.name, "path": page.path, **count(page), "cookie": page.cookie}
        for page in wanted
    ]


def _serve(members: int, counted: list[dict[str, Any]], given: argparse.Namespace) -> list[Answer]:
    names = [name for name in PEERS if given.only in (None, name)]
    answers = []
    with ExitStack() as running:
        ports = {name: running.enter_context(_server(name)) for name in names}
        load = running.enter_context(_load())
        for page in counted:
            plan, cookie = page.pop("plan"), page.pop("cookie")
            orders = {
                name: {"port": port, "path": page["path"], "cookie": cookie}
                | {"connections": given.connections, "seconds": given.seconds}
                for name, port in ports.items()
            }
            rounds: dict[str, list[dict[str, float]]] = {name: [] for name in names}
            for order in orders.values():
                load(order | {"seconds": min(WARM_UP, given.seconds)})
            for _ in range(given.rounds):
                for name, order in orders.items():
                    rounds[name].append(load(order))
            answers += [_answer(members, name, page, plan, rounds[name], given) for name in names]
    return answers


def _answer(
    members: int,
    server: str,
    page: dict[str, Any],
    plan: str,
    rounds: list[dict[str, float]],
    given: argparse.Namespace,
) -> Answer:
    answer = Answer(
        members=members,
        server=server,
        page=page["page"],
        queries=page["queries"],
        sql=page["sql"],
        cpu=page["cpu"],
        rate=median(r["rate"] for r in rounds),
        p50=median(r["p50"] for r in rounds),
        p99=median(r["p99"] for r in rounds),
        errors=int(sum(r["errors"] for r in rounds)),
        plan=plan,
        statements=page["statements"],
    )
    print(answer.line(), flush=True)
    return answer


@contextmanager
def _load() -> Iterator[Any]:
    """A function that hands an order to the load process and gives its answer."""
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.http.load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: _pin(1),
    )
    assert client.stdin and client.stdout
    order_in, answer_out = client.stdin, client.stdout

    def ask(order: dict[str, Any]) -> dict[str, float]:
        order_in.write(json.dumps(order) + "\n")
        order_in.flush()
        return json.loads(answer_out.readline())

    try:
        yield ask
    finally:
        order_in.close()
        client.wait()


@contextmanager
def _server(name: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = f"127.0.0.1:{port}" if name == "gunicorn" else str(port)
    process = subprocess.Popen([*PEERS[name], where], preexec_fn=lambda: _pin(0))
    try:
        _await_port(process, port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pin(core: int) -> None:
    """The whole process tree on one core, where there are two."""
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


def _await_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the server did not start")
