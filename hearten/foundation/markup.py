"""The little Markdown people may write: paragraphs, emphasis, lists, quotes, links.

Whatever else is in a text — HTML, headings, pictures, code, tables — is shown as it was typed. Two
libraries stand one behind the other: the parser knows no rule but these and escapes all HTML, and
what it makes goes through a sanitiser that lets nothing but these tags out.
"""

import nh3
from markdown_it import MarkdownIt

_RULES = ("blockquote", "emphasis", "escape", "link", "list", "newline")
_TAGS = {"a", "blockquote", "br", "em", "li", "ol", "p", "strong", "ul"}
_SCHEMES = {"http", "https"}
_ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
"""The star says that there are none on every tag; without it the sanitiser would let two out."""
# A followed link tells the other site nothing, gives it no handle on this page, and no rank.
_REL = "nofollow ugc noopener noreferrer"


def _leads_to_the_web(address: str) -> bool:
    """Nothing but a whole address of the web: no script, no file, and no button of our own pages
    dressed up as something else."""
    return address.lower().startswith(("https://", "http://"))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(_RULES)
    parser.validateLink = _leads_to_the_web  # type: ignore[method-assign, assignment]
    return parser


_PARSER = _parser()


def to_html(text: str) -> str:
    """The text as safe HTML; a line break as it was typed stays one."""
    return nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )
