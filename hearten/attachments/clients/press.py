"""Has pictures made anew by a child process, a few at a time."""

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore

from hearten.attachments.rules import Picture, Refused

_CHILD = (sys.executable, "-I", "-m", "hearten.attachments.clients.child")
_SECONDS = 30
"""On the clock, for a machine that is busy; the child's own limit is of processor."""
_WAIT = 20
AT_ONCE = max(1, min(4, (os.cpu_count() or 1) // 2 + 1))
"""Each takes a core and up to 300 MB while it runs."""
_free = BoundedSemaphore(AT_ONCE)


class Busy(Exception):  # noqa: N818
    """Too many are being made just now."""


def picture_of(sent: bytes) -> Picture:
    """What was sent, made anew. Refused when it is none; a child that crashed or took too long counts
    as one that could not read it. Busy when no child is free for a while."""
    if not _free.acquire(timeout=_WAIT):
        raise Busy
    try:
        return _read(_answer(sent))
    finally:
        _free.release()


def _answer(sent: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            _CHILD, input=sent, capture_output=True, timeout=_SECONDS, env={}, check=True
        )
    except subprocess.SubprocessError as error:
        raise Refused("unreadable") from error
    return done.stdout


def _read(answer: bytes) -> Picture:
    line, _newline, made = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise Refused(told["refused"])
    return Picture(told["width"], told["height"], made[: told["whole"]], made[told["whole"] :])
