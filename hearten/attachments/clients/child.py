"""The program that decodes what a stranger sent. It is given the bytes on standard input, no key, no
connection and no environment; it may use so much memory and processor, and can write no file.

    python -I -m hearten.attachments.clients.child

It answers with one line of JSON and the made bytes behind it, or with why it is refused.
"""

import json
import resource
import sys
from collections.abc import Mapping

from hearten.attachments.rules import Refused
from hearten.attachments.rules.pictures import made_anew

MEMORY = 1024 * 1024 * 1024
"""Bytes of addresses; what it really uses is less (hearten/attachments/tests/test_child.py)."""
SECONDS = 15
"""Of processor."""


def main() -> None:
    """Answer for what is on standard input."""
    shut_in()
    try:
        made = made_anew(sys.stdin.buffer.read())
    except Refused as refused:
        answer({"refused": refused.code})
        return
    sizes = {"width": made.width, "height": made.height, "whole": len(made.whole)}
    answer(sizes, made.whole, made.small)


def shut_in() -> None:
    """From now on no more than this."""
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    )
    for limit, most in limits:
        resource.setrlimit(limit, (most, most))


def answer(told: Mapping[str, int | str], *made: bytes) -> None:
    """One line, then the bytes."""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(made))


if __name__ == "__main__":
    main()
