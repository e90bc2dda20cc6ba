"""What mysqldump, mariadb-dump and phpBB's own backup write: INSERT statements with many rows each."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from hearten.imports.clients.files import CUT_OFF
from hearten.imports.clients.postgres import NOT_UTF8, Row
from hearten.imports.rules import DumpError

_STRING = rb"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'"
_VALUE = re.compile(
    rb"\s*(?:_\w+\s+)?(?:(?P<words>" + _STRING + rb")|(?P<null>NULL)|0x(?P<hex>[0-9A-Fa-f]*)"
    rb"|(?P<number>-?[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?))\s*(?P<then>[,)])",
    re.DOTALL,
)
_NEXT_ROW = re.compile(rb"\s*(?:,\s*\(|(;))")
_INSERT = re.compile(
    rb"INSERT\s+(?:IGNORE\s+)?INTO\s+`?(?P<name>\w+)`?\s*(?:\((?P<columns>[^)]*)\)\s*)?VALUES\s*\(",
    re.IGNORECASE,
)
_CREATE = re.compile(rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`?(\w+)`?\s*\(", re.IGNORECASE)
_COLUMN = re.compile(
    rb"^\s*(?:`(\w+)`|(?!PRIMARY\b|KEY\b|UNIQUE\b|INDEX\b|FULLTEXT\b|CONSTRAINT\b)(\w+))\s+[a-zA-Z]",
    re.MULTILINE | re.IGNORECASE,
)
_COMMENT = re.compile(
    rb"\s*(?:--[^\n]*(?:\n|\Z)|#[^\n]*(?:\n|\Z)|DELIMITER[^\n]*\n|/\*(?!!).*?\*/)", re.DOTALL
)
_PART = re.compile(rb"[^';]{1,65536}|(;)|" + _STRING, re.DOTALL)
_BLANKS = re.compile(rb"\s*")
_ESCAPED = re.compile(rb"\\(.)|''", re.DOTALL)
_MEANS = {b"0": b"", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"", b"b": b""}
_NAMES = re.compile(rb"SET NAMES '?(\w+)'?", re.IGNORECASE)
_UTF8 = (b"utf8", b"utf8mb4", b"utf8mb3")
_BY_MYSQLDUMP = (b"-- MySQL dump", b"-- MariaDB dump")
_WHOLE = b"-- Dump completed"
_CHUNK = 1 << 18
_LONGEST = 64 << 20
"""Bytes of one value: no post is near it."""


class _Text:
    """A window over the dump that is moved on, and widened only where one value asks for it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream, self._held, self._at, self._ended = stream, b"", 0, False

    def next(self, pattern: re.Pattern[bytes], *, long: bool = False) -> re.Match[bytes] | None:
        """What comes next, if it is of this pattern, and pass it; None where it is not, and at the end.
        Only what may be `long` is looked for further than a window goes."""
        most, by = _LONGEST if long else _CHUNK, _CHUNK
        while True:
            found = pattern.match(self._held, self._at)
            # What ends where the window ends could go on behind it.
            if found and (found.end() < len(self._held) or self._ended):
                self._at = found.end()
                return found
            if self._ended or (not found and len(self._held) - self._at >= most):
                return None
            self._widen(by)
            by *= 2

    def _widen(self, by: int) -> None:
        more = self._stream.read(by)
        self._ended = not more
        self._held, self._at = self._held[self._at :] + more, 0

    def is_at_the_end(self) -> bool:
        """Whether nothing but blanks comes."""
        self.next(_BLANKS)
        return self._ended and self._at >= len(self._held)


def rows(
    stream: io.BufferedReader, wanted: Mapping[str, Sequence[str]], *, prefix: str
) -> Iterator[Row]:
    """As of hearten.imports.clients.postgres, of tables whose name begins with `prefix`, which the names
    asked for and given are without."""
    text = _Text(stream)
    columns: dict[str, list[str]] = {}
    by_mysqldump = whole = False
    while not text.is_at_the_end():
        if comment := text.next(_COMMENT):
            said = comment[0].lstrip()
            by_mysqldump |= said.startswith(_BY_MYSQLDUMP)
            whole |= said.startswith(_WHOLE)
        elif insert := text.next(_INSERT):
            name = insert["name"].decode()
            asked = wanted.get(name.removeprefix(prefix)) if name.startswith(prefix) else None
            if asked is None:
                for _part in _parts(text):
                    pass
                continue
            named = _named(insert["columns"]) or columns.get(name, [])
            yield from _of_insert(text, name.removeprefix(prefix), named, asked)
        else:
            _look_at(b"".join(_parts(text)), columns)
    if by_mysqldump and not whole:
        raise DumpError(CUT_OFF)


def _named(columns: bytes | None) -> list[str]:
    return [one.strip(" `\n\r\t") for one in columns.decode().split(",")] if columns else []


def _of_insert(
    text: _Text, name: str, columns: Sequence[str], asked: Sequence[str]
) -> Iterator[Row]:
    places = [columns.index(one) if one in columns else None for one in asked]
    while True:
        values = _row(text)
        if len(values) != len(columns):
            raise DumpError(CUT_OFF)
        yield name, [None if at is None else _value(values[at]) for at in places]
        found = text.next(_NEXT_ROW)
        if found is None:
            raise DumpError(CUT_OFF)
        if found[1]:
            return


def _row(text: _Text) -> list[re.Match[bytes]]:
    values = []
    while True:
        found = text.next(_VALUE, long=True)
        if found is None:
            raise DumpError(CUT_OFF)
        values.append(found)
        if found["then"] == b")":
            return values


def _value(found: re.Match[bytes]) -> str | None:
    if found["null"]:
        return None
    if found["hex"] is not None:
        written = bytes.fromhex(found["hex"].decode())
    elif found["words"] is not None:
        written = found["words"][1:-1]
        if b"\\" in written or b"'" in written:
            written = _ESCAPED.sub(_meant, written)
    else:
        written = found["number"]
    try:
        return written.decode()
    except UnicodeDecodeError:
        raise DumpError(NOT_UTF8) from None


def _meant(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return b"'" if sign is None else _MEANS.get(sign, sign)


def _parts(text: _Text) -> Iterator[bytes]:
    """Up to the end of a statement."""
    while found := text.next(_PART, long=True):
        if found[1]:
            return
        yield found[0]
    raise DumpError(CUT_OFF)


def _look_at(statement: bytes, columns: dict[str, list[str]]) -> None:
    if (said := _NAMES.search(statement)) and said[1].lower() not in _UTF8:
        raise DumpError(NOT_UTF8)
    if table := _CREATE.search(statement):
        found = _COLUMN.findall(statement, table.end())
        columns[table[1].decode()] = [(one or other).decode() for one, other in found]
