"""What pg_dump writes: each table as a COPY block, a row a line, its values between tabs."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from hearten.imports.clients.files import CUT_OFF
from hearten.imports.rules import DumpError

Row = tuple[str, list[str | None]]
"""A table's name, and the values that were asked for, in that order."""
_COPY = re.compile(rb'^COPY (?:"?\w+"?\.)?"?(\w+)"? \((.*)\) FROM stdin;$')
_ENCODING = re.compile(rb"^SET client_encoding = '([^']*)';")
_ESCAPE = re.compile(r"\\(.)")
_MEANS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_WHOLE = b"-- PostgreSQL database dump complete"
_LONGEST = 64 << 20
"""Bytes of a line: no post is near it."""
NOT_UTF8 = (
    "This dump is not in UTF-8, so words would come out wrong. Export it again in UTF-8 (the how-to says"
    " how), and run this again. Nothing was written."
)


def rows(stream: io.BufferedReader, wanted: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Every row of the tables asked for, as they come; a column that a version does not have is None.
    Tables that were not asked for are passed by unread. DumpError where the dump is cut off."""
    whole = False
    while line := stream.readline(_LONGEST):
        if found := _COPY.match(line.rstrip()):
            yield from _block(stream, found, wanted)
        elif line.startswith(_WHOLE):
            whole = True
        elif (said := _ENCODING.match(line)) and said[1].upper() not in {b"UTF8", b"UTF-8"}:
            raise DumpError(NOT_UTF8)
    if not whole:
        raise DumpError(CUT_OFF)


def _block(
    stream: io.BufferedReader, header: re.Match[bytes], wanted: Mapping[str, Sequence[str]]
) -> Iterator[Row]:
    name = header[1].decode()
    columns = [one.strip().strip('"') for one in header[2].decode(errors="replace").split(",")]
    asked = wanted.get(name)
    places = [columns.index(one) if one in columns else None for one in asked or ()]
    while line := stream.readline(_LONGEST):
        if line.startswith(b"\\.") and line.rstrip() == b"\\.":
            return
        if asked is not None:
            values = line.rstrip(b"\n").split(b"\t")
            if len(values) != len(columns):
                raise DumpError(CUT_OFF)
            yield name, [None if at is None else _value(values[at]) for at in places]
    raise DumpError(CUT_OFF)


def _value(written: bytes) -> str | None:
    if written == b"\\N":
        return None
    try:
        words = written.decode()
    except UnicodeDecodeError:
        raise DumpError(NOT_UTF8) from None
    if "\\" in words:
        words = _ESCAPE.sub(lambda one: _MEANS.get(one[1], one[1]), words)
    return words
