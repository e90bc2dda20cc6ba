"""A post of phpBB. Since 3.2 it is kept as XML in which what was typed stands between the tags: <s> and
<e> hold the marks. Before, it was kept as escaped text with marks in square brackets, each with the
code of its post."""

import re
from html import unescape

from hearten.imports.rules.marked import NOTHING, Left, Writer, clean, without_names

_XML = re.compile(r"^\s*<([rt])[\s>/]")
_XML_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:\s[^<>]*?)?)(/?)>")
_ADDRESS = re.compile(r'\b(?:url|src)="([^"]*)"')
_NUMBERED = re.compile(r'\btype="(?:decimal|[\w-]*(?:roman|alpha|latin|greek))"|=\s*[1aAiI]')
_TYPED = frozenset({"s", "e", "i"})
"""In small letters what was typed to mark something; I and S in capitals are marks themselves."""
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "quote": "quote",
    "url": "link",
    "list": "list",
    "li": "item",
    "*": "item",
}
_PICTURES = frozenset({"img", "flash", "media"})
_SMILEY = re.compile(r"<!-- s(\S+?) --><img [^>]*><!-- s\S+? -->")
_LINK = re.compile(
    r'<!-- ([a-z]) --><a [^>]*?href="([^"]*)"[^>]*>(.*?)</a><!-- [a-z] -->', re.DOTALL
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class _Marks:
    """Tags of either kind, as marks of ours."""

    def __init__(self, left: Left) -> None:
        self._writer, self._left = Writer(), left
        self._numbered: list[bool] = []

    def text(self, words: str) -> None:
        self._writer.text(unescape(words))

    def begin(self, name: str, value: str = "") -> None:
        if name in _PICTURES:
            self._left.pictures += 1
        elif name == "attachment":
            self._left.attachments += 1
        if name in _PICTURES or name == "attachment":
            self._writer.begin("dropped")
        elif name == "list":
            self._numbered.append(bool(_NUMBERED.search(value)))
            self._writer.begin("list")
        elif _KINDS.get(name) == "item":
            self._writer.begin("item", "1." if self._numbered[-1:] == [True] else "-")
        else:
            self._writer.begin(_KINDS.get(name, name), unescape(value))

    def end(self, name: str) -> None:
        if name == "list" and self._numbered:
            self._numbered.pop()
        dropped = name in _PICTURES or name == "attachment"
        self._writer.end("dropped" if dropped else _KINDS.get(name, name))

    def done(self) -> str:
        return self._writer.done()


def as_ours(text: str, code: str, left: Left) -> str:
    """The words in our Markdown; what was left out is counted in `left`. `code` is the one of the
    post's marks, empty where it has none."""
    text = clean(text)
    words = _of_xml(text, left) if _XML.match(text) else _of_brackets(text, code, left)
    return without_names(words, left) or NOTHING


def plain(text: str | None) -> str:
    """A title, or what a forum says of itself, without its marks."""
    text = clean(text or "")
    if _XML.match(text):
        text = re.sub(r"<([sei])>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"\[/?\w+(?:=[^\]]*)?(?::\w)?:\w{5,8}\]", "", text)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split())


def _of_xml(text: str, left: Left) -> str:
    marks, at, typed = _Marks(left), 0, 0
    for tag in _XML_TAG.finditer(text):
        if not typed:
            marks.text(text[at : tag.start()])
        at = tag.end()
        closes, name, attributes, alone = tag.groups()
        if name in _TYPED:
            typed += 0 if alone else -1 if closes else 1
        elif name not in {"r", "t", "br"} and not typed:
            _tag(marks, name.lower(), attributes, closes=bool(closes), alone=bool(alone))
    marks.text(text[at:])
    return marks.done()


def _tag(marks: _Marks, name: str, attributes: str, *, closes: bool, alone: bool) -> None:
    if not closes:
        address = _ADDRESS.search(attributes)
        marks.begin(name, attributes if name == "list" else address[1] if address else "")
    if closes or alone:
        marks.end(name)


def _of_brackets(text: str, code: str, left: Left) -> str:
    text = _SMILEY.sub(r"\1", text)
    marks = _Marks(left)
    at = 0
    for tag in _brackets(code).finditer(text):
        _linked(marks, text[at : tag.start()])
        at = tag.end()
        closes, name, value = tag.groups()
        if closes:
            marks.end(name)
        elif name == "url" and not value:
            address = text[at:].split("[", 1)[0]
            marks.begin(name, address)
        else:
            marks.begin(name, f"={value}" if name == "list" and value else value or "")
    _linked(marks, text[at:])
    return marks.done()


def _brackets(code: str) -> re.Pattern[str]:
    """Marks of this post: without its code it is what somebody typed."""
    own = re.escape(code) if code else r"(?!)"
    return re.compile(rf"\[(/?)([a-z][\w]*|\*)(?:=((?:(?!:{own}\])[^\[])*?))?(?::[a-z])?:{own}\]")


def _linked(marks: _Marks, words: str) -> None:
    """Words in which the software made links of addresses."""
    at = 0
    for found in _LINK.finditer(words):
        marks.text(_COMMENT.sub("", words[at : found.start()]))
        at = found.end()
        kind, address, inner = found.groups()
        if kind != "e":
            # What was shown of a long address is cut short: the address itself is better.
            inner = address if "…" in inner or " ... " in inner else inner
            marks.begin("url", address)
        marks.text(re.sub(r"<[^>]*>", "", inner))
        if kind != "e":
            marks.end("url")
    marks.text(_COMMENT.sub("", words[at:]))
