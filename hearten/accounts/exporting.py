"""One's own data as a ZIP of JSON and a page to read, made while it is sent and kept nowhere."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.timezone import localtime

from hearten.accounts import ports
from hearten.accounts.models import Account
from hearten.accounts.ports import Declared, Enclosed, Keeper
from hearten.foundation import clock

STYLE = Path(__file__).parent / "static" / "accounts" / "export.css"


class UndeclaredError(Exception):
    """An export holds a field nobody declared: it must not leave."""


def stream(account: Account, *, language: str, zone: str) -> Iterator[bytes]:
    """The pieces of the ZIP, in the reader's language and time. Each domain is asked once; what it
    gives is in memory until it is sent and never on a disk. Of its files one is, at a time."""
    pipe = _Pipe()
    with (
        translation.override(language),
        timezone.override(ZoneInfo(zone)),
        zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        made_at = clock.now()
        found = [(one, one.export(account)) for one in reversed(ports.keepers())]
        for keeper, given in found:
            require_declared(keeper, given)
        archive.writestr("data.json", _as_json(found, made_at))
        yield pipe.taken()
        page = {"parts": [_part(*one) for one in found], "made_at": made_at, "language": language}
        archive.writestr("read-me.html", render_to_string("accounts/export.html", page))
        yield pipe.taken()
        archive.writestr("style.css", STYLE.read_text())
        for file in _enclosed([given for _keeper, given in found]):
            yield pipe.taken()
            archive.writestr(file.name, file.content(), zipfile.ZIP_STORED)
    yield pipe.taken()


def _enclosed(given: Any) -> Iterator[Enclosed]:
    """The files in what was given."""
    if isinstance(given, Enclosed):
        yield given
    elif isinstance(given, Mapping):
        yield from _enclosed(list(given.values()))
    elif isinstance(given, list | tuple):
        for one in given:
            yield from _enclosed(one)


def require_declared(keeper: Keeper, given: Any) -> None:
    """Every name in what a domain gives is one it declared."""
    if isinstance(given, Mapping):
        if undeclared := sorted(set(given) - set(keeper.fields)):
            raise UndeclaredError(f"{keeper.name} did not declare {', '.join(undeclared)}")
        given = list(given.values())
    if isinstance(given, Sequence) and not isinstance(given, str):
        for one in given:
            require_declared(keeper, one)


def _as_json(found: Sequence[tuple[Keeper, Mapping[str, Any]]], made_at: datetime) -> str:
    everything = {"made_at": made_at, **{keeper.name: given for keeper, given in found}}
    return json.dumps(everything, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(slots=True)
class Node:
    """A piece of the page: a value, or named or listed pieces."""

    label: str = ""
    text: str = ""
    named: "list[Node]" = field(default_factory=list)
    listed: "list[Node]" = field(default_factory=list)


def _part(keeper: Keeper, given: Mapping[str, Any]) -> Node:
    return Node(label=str(keeper.title), named=_named(keeper, given))


def _named(keeper: Keeper, given: Mapping[str, Any]) -> list[Node]:
    """What is empty is left out of the page; the JSON has it."""
    pieces = [_node(keeper, keeper.fields[name], value) for name, value in given.items()]
    return [one for one in pieces if one.text or one.named or one.listed]


def _node(keeper: Keeper, declared: Declared, value: Any) -> Node:
    label = str(declared.label)
    if isinstance(value, Mapping):
        return Node(label=label, named=_named(keeper, value))
    if isinstance(value, list | tuple):
        return Node(label=label, listed=[_node(keeper, declared, one) for one in value])
    return Node(label=label, text=_words(declared, value))


def _words(declared: Declared, value: Any) -> str:
    if isinstance(value, bool):
        return translation.gettext("Yes") if value else translation.gettext("No")
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if value is None:
        return ""
    return str(value if isinstance(value, Promise) else declared.codes.get(value, value))


class _Pipe(io.RawIOBase):
    """Where the ZIP is written to; it cannot go back in what was sent already."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """io's hook."""
        return True

    def write(self, piece: Any) -> int:
        """io's hook."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken
