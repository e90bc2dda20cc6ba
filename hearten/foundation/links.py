"""Addresses of web pages in what somebody wrote: which parts of a text are links, and what is shown of
them. static/conversations/links.js does the same in a page; both are tried with the same cases
(hearten/conversations/tests/links.json).

Only http and https, with a name for a host. What could look like another place than it is stays plain
text: a name and password before the host, numbers for a host, hidden signs. A host in other letters than
ASCII is shown in the form that computers use, so that it cannot be mistaken for another.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# No blanks, quotes, angle brackets, backslashes or signs that are not seen.
_FOUND = re.compile(
    r"(?<![\w@/.:-])(https?)://([^\s<>\"'`\\{}|^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e"
    r"\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+)",
    re.IGNORECASE,
)
_ENDS = ".,;:!?…)]*_~。、，！？؟،"
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PORT = re.compile(r":[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads: scheme, host in ASCII (with a port, if one was given), and the rest as written."""

    scheme: str
    host: str
    rest: str

    @property
    def address(self) -> str:
        """The whole, as it is shown and as it leads."""
        return f"{self.scheme}://{self.host}{self.rest}"


def pieces(text: str) -> Iterator[str | Link]:
    """The text in order: what stays text, and links. Together they say what was written."""
    at = 0
    for found in _FOUND.finditer(text):
        written = _trimmed(found[2])
        link = _link(found[1].lower(), written)
        if link is None:
            continue
        yield from filter(None, [text[at : found.start()]])
        yield link
        at = found.start(2) + len(written)
    yield from filter(None, [text[at:]])


def links_of(text: str) -> list[Link]:
    """The links alone, in order."""
    return [piece for piece in pieces(text) if isinstance(piece, Link)]


def _trimmed(written: str) -> str:
    """Without what ends a sentence rather than an address; a bracket that was opened in it stays."""
    while written and written[-1] in _ENDS:
        if written[-1] == ")" and written.count("(") >= written.count(")"):
            break
        written = written[:-1]
    return written


def _link(scheme: str, written: str) -> Link | None:
    end = next((at for at, sign in enumerate(written) if sign in "/?#"), len(written))
    place, rest = written[:end], written[end:]
    port = _PORT.search(place[place.rfind(":") :]) if ":" in place else None
    name = place[: -len(port[0])] if port and place.endswith(port[0]) else place
    host = _host(name)
    return Link(scheme, host + place[len(name) :], rest) if host else None


def _host(name: str) -> str:
    """A name of at least two parts in ASCII; empty for anything else."""
    plain = unicodedata.normalize("NFKC", name).lower()
    labels = [label if label.isascii() else _punycode(label) for label in plain.split(".")]
    if len(labels) < 2 or len(".".join(labels)) > 253 or labels[-1].isdigit():
        return ""
    return ".".join(labels) if all(map(_LABEL.fullmatch, labels)) else ""


def _punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode()
