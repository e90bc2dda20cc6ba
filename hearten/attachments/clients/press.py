"""Has pictures and sounds made anew by a child process, a few at a time."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from hearten.attachments.rules import Picture, Refused, Sound

_LOG = logging.getLogger(__name__)
_PROGRAM = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[3])!r});"
    " from hearten.attachments.clients.child import main; main()"
)
_CHILD = (sys.executable, "-I", "-c", _PROGRAM)
_SECONDS = 60
"""On the clock, for a machine that is busy; the child's own limit is of processor."""
_WAIT = 20
AT_ONCE = max(1, min(4, (os.cpu_count() or 1) // 2 + 1))
"""Each takes a core and up to 350 MB while it runs."""
_free = BoundedSemaphore(AT_ONCE)


class Busy(Exception):  # noqa: N818
    """Too many are being made just now."""


def picture_of(sent: bytes) -> Picture:
    """What was sent, made anew. Refused when it is none; a child that crashed or took too long counts
    as one that could not read it. Busy when no child is free for a while."""
    told, made = _pressed("picture", sent, "unreadable")
    return Picture(told["width"], told["height"], made[: told["whole"]], made[told["whole"] :])


def sound_of(sent: bytes) -> Sound:
    """The same for a sound."""
    told, made = _pressed("sound", sent, "unreadable_sound")
    return Sound(told["seconds"], made)


def _pressed(kind: str, sent: bytes, otherwise: str) -> tuple[dict[str, Any], bytes]:
    if not _free.acquire(timeout=_WAIT):
        raise Busy
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            (*_CHILD, kind), input=sent, capture_output=True, timeout=_SECONDS, env={}, check=True
        )
    except subprocess.SubprocessError as error:
        # Also what an installation without its packages looks like.
        code = getattr(error, "returncode", "no answer in time")
        _LOG.error("the child that reads a %s ended with %s", kind, code)
        raise Refused(otherwise) from error
    finally:
        _free.release()
    line, _newline, made = done.stdout.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise Refused(told["refused"])
    return told, made
