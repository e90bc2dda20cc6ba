"""The program that decodes what a stranger sent. It is given the bytes on standard input, no key, no
connection and no environment; it may use so much memory and processor, and can write no file. It
answers with one line of JSON and the made bytes behind it, or with why it is refused.
"""

import json
import resource
import sys
from collections.abc import Mapping

from hearten.attachments.rules import Refused

MEMORY = 1024 * 1024 * 1024
"""Bytes of addresses; what it really uses is less (hearten/attachments/tests/test_child.py)."""
SECONDS = 20
"""Of processor."""


def main() -> None:
    """Answer for what is on standard input; the argument says what it should be."""
    shut_in()
    try:
        answer(*_made(sys.argv[1], sys.stdin.buffer.read()))
    except Refused as refused:
        answer({"refused": refused.code})


def _made(kind: str, sent: bytes) -> tuple[Mapping[str, int], bytes, bytes]:
    # Each only where it is needed: FFmpeg alone takes as long to load as a small picture to make.
    if kind == "sound":
        from hearten.attachments.rules import sounds  # noqa: PLC0415

        sound = sounds.made_anew(sent)
        return {"seconds": sound.seconds, "whole": len(sound.whole)}, sound.whole, b""
    from hearten.attachments.rules import pictures  # noqa: PLC0415

    picture = pictures.made_anew(sent)
    sizes = {"width": picture.width, "height": picture.height, "whole": len(picture.whole)}
    return sizes, picture.whole, picture.small


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
