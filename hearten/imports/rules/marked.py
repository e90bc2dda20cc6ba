"""Writing our Markdown from marks of another kind, and what is the same for every text from before."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

NOTHING = "(…)"
"""Stands where something was left out."""
NOBODY = "@…"
"""Stands where somebody was named."""
_MARKS = re.compile(r"[\\*\[\]]|(?<![^\W_])_|_(?![^\W_])")
_BEGINS_A_BLOCK = re.compile(r"^(\s*)([>+-])(?=\s|$|>)|^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_MENTION = re.compile(r"(?<![\w/@.])@(?:\w|\\_)(?:(?:[\w.\-]|\\_)*(?:\w|\\_))?")
_PROFILE = r"(?:/(?:u|users)/[^)\s\]]*|/memberlist\.php\?[^)\s\]]*viewprofile[^)\s\]]*)"
_LINKED_PROFILE = re.compile(rf"\[([^\]\n]*)\]\((?:https?://[^)\s/]*)?[^)\s]*?{_PROFILE}\)")
_BARE_PROFILE = re.compile(rf"https?://[^\s/]+(?:/[^\s/]+)*?{_PROFILE}")
_HIDDEN_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_MARKS = 8


@dataclass(slots=True)
class Left:
    """What was left out of one text."""

    pictures: int = 0
    attachments: int = 0
    polls: int = 0
    mentions: int = 0


@dataclass(slots=True)
class _Frame:
    kind: str
    value: str = ""
    parts: list[str] = field(default_factory=list)


class Writer:
    """Puts words and marks together as they come. A mark that nobody opened, or nobody closed, is none."""

    def __init__(self) -> None:
        self._open = [_Frame("")]

    def text(self, words: str) -> None:
        """Words as they are: nothing in them becomes a mark."""
        words = _MARKS.sub(lambda found: "\\" + found[0], words)
        self._put(_BEGINS_A_BLOCK.sub(_unblocked, words))

    def begin(self, kind: str, value: str = "") -> None:
        """From here on: bold, italic, link (to `value`), quote, list, numbers, item, dropped; anything
        else is plain."""
        self._open.append(_Frame(kind, value))

    def end(self, kind: str) -> None:
        """Until here."""
        if not any(one.kind == kind for one in self._open[1:]):
            return
        while self._close() != kind:
            pass

    def done(self) -> str:
        """All of it."""
        while len(self._open) > 1:
            self._close()
        return tidy("".join(self._open[0].parts))

    def _put(self, words: str) -> None:
        self._open[-1].parts.append(words)

    def _close(self) -> str:
        frame = self._open.pop()
        inner = "".join(frame.parts)
        self._put(_FORMS.get(frame.kind, _plain)(inner, frame.value))
        return frame.kind


def _unblocked(found: re.Match[str]) -> str:
    if found[2] is not None:
        return f"{found[1]}\\{found[2]}"
    return f"{found[3]}\\{found[4]}"


def _plain(inner: str, value: str) -> str:
    return inner


def _around(inner: str, mark: str) -> str:
    """Each paragraph by itself, blanks outside: a mark beside a blank is none."""
    return re.sub(
        r"\S(?:(?!\n\s*\n).)*\S|\S", lambda one: f"{mark}{one[0]}{mark}", inner, flags=re.DOTALL
    )


def _link(inner: str, value: str) -> str:
    address = value.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    words = " ".join(inner.split())
    if not address.lower().startswith(("http://", "https://")):
        return inner
    if not words or words == value.strip():
        return value.strip()
    return f"[{words}]({address})"


def _item(inner: str, value: str) -> str:
    first, *others = inner.strip().split("\n")
    return "\n".join([f"{value} {first}", *(f"  {one}" if one else "" for one in others)]) + "\n"


def quoted(words: str) -> str:
    """As our quote, with a blank line around it."""
    lines = tidy(words).split("\n")
    return (
        "\n\n" + "\n".join(f"> {one}".rstrip() for one in lines) + "\n\n" if lines != [""] else ""
    )


_FORMS: dict[str, Callable[[str, str], str]] = {
    "bold": lambda inner, _value: _around(inner, "**"),
    "italic": lambda inner, _value: _around(inner, "*"),
    "link": _link,
    "quote": lambda inner, _value: quoted(inner),
    "list": lambda inner, _value: f"\n\n{inner.strip()}\n\n",
    "item": _item,
    "dropped": lambda _inner, _value: "",
}


def tidy(words: str) -> str:
    """Without blanks at the end of lines, and with one empty line where there were several."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", words)).strip()


def without_names(words: str, left: Left) -> str:
    """Nobody is named any more with an @, and no link leads to somebody."""
    words = _LINKED_PROFILE.sub(r"\1", words)
    words = _BARE_PROFILE.sub(NOTHING, words)
    words, count = _MENTION.subn(NOBODY, words)
    left.mentions += count
    return words


def clean(words: str) -> str:
    """Without what foundation.text refuses: signs that are no text, hidden directions, piled-up marks."""
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    if words.isascii() and words.replace("\n", "").replace("\t", "").isprintable():
        return words
    kept, marks = [], 0
    for sign in words:
        category = unicodedata.category(sign)
        marks = marks + 1 if category == "Mn" else 0
        if (
            (category in {"Cc", "Cs", "Cn", "Co"} and sign not in "\n\t")
            or sign in _HIDDEN_DIRECTION
            or marks > _MOST_MARKS
        ):
            continue
        kept.append(sign)
    return "".join(kept)


def pieces(words: str, most: int) -> list[str]:
    """The text in pieces of at most so many characters, cut between paragraphs, lines or words."""
    found = []
    while len(words) > most:
        cuts = (words.rfind(sign, most // 2, most) for sign in ("\n\n", "\n", " "))
        cut = next((one for one in cuts if one > 0), most)
        found.append(words[:cut].rstrip())
        words = words[cut:].lstrip()
    return [one for one in [*found, words.strip()] if one]


def in_one_line(words: str, most: int) -> str:
    """In one line of at most so many characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
