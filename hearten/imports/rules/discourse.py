"""A post of Discourse: Markdown of a larger kind, with marks in square brackets and some HTML."""

import re
from html import unescape

from hearten.imports.rules.marked import NOTHING, Left, clean, quoted, tidy, without_names

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_POLL = re.compile(r"\[poll\b[^\]]*\].*?\[/poll\]", re.DOTALL | re.IGNORECASE)
_ATTACHMENT = re.compile(r"\[[^\]\n]*\|attachment\]\([^)\n]*\)(?: \([\d.,]+ \w+\))?")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>]*>", re.IGNORECASE)
_UPLOAD = re.compile(r"\[[^\]\n]*\]\((?:upload://|/uploads/)[^)\n]*\)")
_QUOTE = re.compile(r"\[quote(?:=[^\]]*)?\]|\[/quote\]", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(https?://[^>\s]+)>")
_ANCHOR = re.compile(
    r"""<a\b[^>]*?\bhref=["'](https?://[^"'\s]*)["'][^>]*>(.*?)</a>""", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_DETAILS = re.compile(r"""\[details(?:=["“]?([^\]"”]*)["”]?)?\]""", re.IGNORECASE)
_BRACKETS = re.compile(r"\[/?(?:details|spoiler|u|s|code|wrap|center|size|color|left|right)"
                       r"(?:=[^\]\n]*|\s[^\]\n]*)?\]", re.IGNORECASE)  # fmt: skip
_BOLD = re.compile(r"\[/?b\]", re.IGNORECASE)
_ITALIC = re.compile(r"\[/?i\]", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n`]*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)
_CODE = re.compile(r"`+([^`\n]+)`+")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")


def as_ours(raw: str, left: Left) -> str:
    """The words in our Markdown; what was left out is counted in `left`."""
    words = _COMMENT.sub("", clean(raw))
    words, polls = _POLL.subn(NOTHING, words)
    words, attachments = _ATTACHMENT.subn("", words)
    words, pictures = _PICTURE.subn("", words)
    words, uploads = _UPLOAD.subn("", words)
    left.polls += polls
    left.pictures += pictures
    left.attachments += attachments + uploads
    words = without_names(_without_marks(words), left)
    return tidy(_quotes(words)) or NOTHING


def plain(html: str | None) -> str:
    """What a category says of itself, without its marks."""
    return " ".join(unescape(_TAG.sub("", html or "")).split())


def _without_marks(words: str) -> str:
    words = _FENCE.sub("", words)
    words = _AUTOLINK.sub(r"\1", words)
    words = _ANCHOR.sub(lambda one: f"[{_TAG.sub('', one[2]).strip()}]({one[1]})", words)
    words = _TAG.sub("", _BREAK.sub("\n", words))
    words = _DETAILS.sub(lambda one: f"{one[1]}\n" if one[1] else "", words)
    words = _BRACKETS.sub("", words)
    words = _ITALIC.sub("*", _BOLD.sub("**", words))
    words = _RULE.sub("", _HEADING.sub(r"\1", words))
    return _STRUCK.sub(r"\1", _CODE.sub(r"\1", words))


def _quotes(words: str) -> str:
    """Quotes in brackets as ours: without whose they are, one within another as often as it was."""
    within = [""]
    at = 0
    for found in _QUOTE.finditer(words):
        within[-1] += words[at : found.start()]
        at = found.end()
        if not found[0].startswith("[/"):
            within.append("")
        elif len(within) > 1:
            inner = within.pop()
            within[-1] += quoted(inner)
    within[-1] += words[at:]
    return "".join(within)
