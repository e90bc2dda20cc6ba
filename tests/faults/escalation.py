"""Workers that move alerts on and are killed at any moment; run as a process of its own.

`python -m tests.faults.escalation <file>` forks four workers and both watchdogs, kills one of them with
signal 9 every now and then, and forks it again, until it is told to stop. They send by a provider
that writes to the file, a line at a time, what a provider outside would know: it survives them.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import django

django.setup()

from hearten.foundation.actors import SystemActor  # noqa: E402
from hearten.notifications import ports  # noqa: E402
from hearten.notifications.jobs import deliver_due  # noqa: E402
from hearten.safety import actions  # noqa: E402
from hearten.safety.jobs import send_what_is_overdue, take_overdue_steps  # noqa: E402

WORKER = SystemActor("worker of the fault test")
LOOK_SECONDS = 0.3
KILL_SECONDS = (0.5, 2.5)
DIES = 0.01
"""How probable it is that a worker dies at each of three points of one send."""
CLEAN = "clean"
KINDS = ("email", "push", "sms")


class Recorder:
    """Says yes to everything, once it is on disk."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.dies = True

    def send(self, letter: ports.Letter) -> str:
        self._maybe_die("before", letter)
        self._write("begin", letter)
        time.sleep(random.uniform(0, 0.02))
        self._maybe_die("during", letter)
        self._write("yes", letter)
        self._maybe_die("after", letter)
        return f"fake:{letter.key}"

    def _maybe_die(self, when: str, letter: ports.Letter) -> None:
        if self.dies and random.random() < DIES:
            self._write(f"died-{when}", letter)
            os.kill(os.getpid(), signal.SIGKILL)

    def _write(self, what: str, letter: ports.Letter) -> None:
        os.write(self._file, f"{what} {letter.key} {letter.subject}|{letter.text}\n".encode())
        os.fsync(self._file)


def _take_steps() -> None:
    actions.take_due_steps(by=WORKER)


def _fork(look: Callable[[], object], path: Path) -> int:
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    random.seed()
    recorder = Recorder(path)
    for kind in KINDS:
        ports.bind_provider(kind, recorder)
    while True:
        # The file says when the killing is over, so that what is left can be seen to end.
        recorder.dies = not path.with_suffix(f".{CLEAN}").exists()
        look()
        time.sleep(LOOK_SECONDS)


def main(path: Path) -> None:
    """Keep them alive and kill them, until SIGTERM."""
    workers = [_take_steps, _take_steps, deliver_due, deliver_due]
    looks = [*workers, take_overdue_steps, send_what_is_overdue]
    children = {_fork(look, path): look for look in looks}
    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    while not stopped:
        until = time.monotonic() + random.uniform(*KILL_SECONDS)
        while time.monotonic() < until and not stopped:
            _reap(children, path)
            time.sleep(0.02)
        if not path.with_suffix(f".{CLEAN}").exists():
            os.kill(random.choice(list(children)), signal.SIGKILL)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _reap(children: dict[int, Callable[[], object]], path: Path) -> None:
    for child in list(children):
        if os.waitpid(child, os.WNOHANG)[0]:
            with path.with_suffix(".deaths").open("a") as deaths:
                deaths.write("x")
            look = children.pop(child)
            children[_fork(look, path)] = look


if __name__ == "__main__":
    main(Path(sys.argv[1]))
