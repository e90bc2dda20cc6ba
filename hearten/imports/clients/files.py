"""The file itself: packed in any of the ways these dumps come, or plain."""

import bz2
import gzip
import io
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from hearten.imports.rules import DumpError

Progress = Callable[[int, int], None]
"""Told how many bytes of how many of the file are read."""
_EACH = 4 << 20
CUT_OFF = (
    "This file is cut off or damaged: it ends before the dump does. Copy or make it again, compare its size"
    " with the original, and run this again. Nothing was written."
)


class _Watched(io.RawIOBase):
    """The file, which tells how far it is read."""

    def __init__(self, file: IO[bytes], size: int, tell: Progress) -> None:
        self._file, self._size, self._tell = file, size, tell
        self._read = self._told = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: object) -> int:
        view = memoryview(into)  # type: ignore[arg-type]
        some = self._file.read(len(view))
        view[: len(some)] = some
        self._read += len(some)
        if self._read - self._told >= _EACH or not some:
            self._told = self._read
            self._tell(self._read, self._size)
        return len(some)


@contextmanager
def opened(path: Path, tell: Progress) -> Iterator[io.BufferedReader]:
    """The dump in the file, unpacked, or DumpError that says what to do."""
    try:
        with path.open("rb") as file:
            watched = _Watched(file, path.stat().st_size, tell)
            yield _unpacked(io.BufferedReader(watched, 1 << 16))
    except FileNotFoundError:
        raise DumpError(f"There is no file {path}. Nothing was written.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error, tarfile.ReadError) as error:
        raise DumpError(CUT_OFF) from error
    except OSError as error:
        words = f"This file cannot be read ({error.strerror or 'damaged'}). Nothing was written."
        raise DumpError(words) from error


def _unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    """Through one packing after another, until it is a text."""
    begins = stream.peek(512)
    if begins.startswith(b"\x1f\x8b"):
        return _unpacked(io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=stream))))
    if begins.startswith(b"BZh"):
        return _unpacked(io.BufferedReader(cast(io.RawIOBase, bz2.BZ2File(stream))))
    if begins[257:262] == b"ustar":
        return _unpacked(_dump_within(stream))
    return stream


def _dump_within(stream: io.BufferedReader) -> io.BufferedReader:
    """The dump of a backup; the pictures beside it are not read."""
    archive = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115 - read on after this
    for member in archive:
        if member.isfile() and member.name.endswith((".sql", ".sql.gz")):
            found = archive.extractfile(member)
            if found is not None:
                return io.BufferedReader(cast(io.RawIOBase, found))
    raise DumpError(
        "There is no dump.sql.gz in this archive. Give the backup as it was downloaded. Nothing was written."
    )
