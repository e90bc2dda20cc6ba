"""The child: what it costs to refuse, what it may do, and what becomes of one that dies."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hearten.attachments.clients import child, press
from hearten.attachments.rules import Refused
from hearten.attachments.tests import made

MEGABYTE = 1024 * 1024
# The most memory of a child counts from its parent's at the fork: a small parent in between.
_MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=sys.stdin.buffer, stdout=sys.stdout.buffer, env={}, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def measured(sent: bytes, kind: str = "picture") -> tuple[bytes, int, float]:
    """The child's answer, the most memory it had, and its seconds of processor."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *press._CHILD, kind],
        input=sent,
        capture_output=True,
        check=True,
        cwd=Path(press.__file__).parents[3],
    )
    memory, seconds = done.stderr.split()
    return done.stdout, int(memory), float(seconds)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (made.png_of(50_000, 50_000), "too_many_pixels"),
        (made.gif_of(65_535, 65_535), "too_many_pixels"),
        (made.webp_of(16_000, 16_000), "unreadable"),
    ],
)
def test_a_bomb_is_refused_before_it_goes_off(sent: bytes, why: str) -> None:
    answer, memory, seconds = measured(sent)
    assert answer == b'{"refused": "%s"}\n' % why.encode()
    assert memory < 200 * MEGABYTE
    assert seconds < 2


def test_the_largest_that_is_taken_stays_within_bounds() -> None:
    answer, memory, seconds = measured(made.png_of(5_000, 5_000))
    assert answer.startswith(b'{"width": 2048, "height": 2048')
    assert memory < 400 * MEGABYTE
    assert seconds < child.SECONDS


def test_a_picture_comes_back_in_both_sizes() -> None:
    picture = press.picture_of(made.photograph())
    assert (picture.width, picture.height) == (600, 800)
    assert made.read(picture.whole).size == (600, 800)
    assert made.read(picture.small).size == (360, 480)


def _inside(code: str) -> str:
    """What a program shut in like the child gets to say."""
    head = "from hearten.attachments.clients import child; child.shut_in()\n"
    done = subprocess.run(
        [sys.executable, "-I", "-c", head + code], capture_output=True, text=True, env={}
    )
    return done.stdout + done.stderr


def test_the_child_has_no_secret_no_memory_without_end_and_writes_no_file(tmp_path: Path) -> None:
    os.environ["INSTALLATION_KEYS"] = "zqsecret"
    try:
        assert "zqsecret" not in _inside("import os; print(dict(os.environ))")
    finally:
        del os.environ["INSTALLATION_KEYS"]
    assert "MemoryError" in _inside("bytearray(2 * 1024**3)")
    file = tmp_path / "left"
    _inside(f"open({str(file)!r}, 'w').write('something')")
    assert not file.exists() or file.read_text() == ""
    loaded = _inside(
        "import sys, hearten.attachments.rules.pictures; print('django' in sys.modules)"
    )
    assert loaded == "False\n"


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(3)"])
def test_a_child_that_dies_is_a_picture_that_cannot_be_read(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_CHILD", (sys.executable, "-c", code))
    with pytest.raises(Refused) as refused:
        press.picture_of(made.photograph())
    assert refused.value.code == "unreadable"


def test_a_child_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_CHILD", (sys.executable, "-c", "import time; time.sleep(600)"))
    monkeypatch.setattr(press, "_SECONDS", 0.5)
    with pytest.raises(Refused):
        press.picture_of(made.photograph())


def test_only_so_many_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_WAIT", 0.01)
    for _child in range(press.AT_ONCE):
        assert press._free.acquire(blocking=False)
    try:
        with pytest.raises(press.Busy):
            press.picture_of(made.photograph())
    finally:
        for _child in range(press.AT_ONCE):
            press._free.release()
    assert press.picture_of(made.photograph()).width == 600
