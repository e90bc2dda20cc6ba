"""What a text from before becomes: cases a person can read."""

import pytest

from hearten.foundation.markup import to_html
from hearten.foundation.text import clean_text
from hearten.imports.rules import discourse, phpbb
from hearten.imports.rules.history import read
from hearten.imports.rules.marked import Left, clean, in_one_line, pieces

DISCOURSE = {
    "plain": ("I am awake.\nAgain.", "I am awake.\nAgain."),
    "emphasis": ("**very** and *so*", "**very** and *so*"),
    "mention": ("Thanks @maria_k, and @Ana.", "Thanks @…, and @…."),
    "an email is no mention": ("write to a@b.example", "write to a@b.example"),
    "quote": (
        '[quote="maria, post:2, topic:7, full:true"]\nI sleep.\nBadly.\n[/quote]\n\nMe too.',
        "> I sleep.\n> Badly.\n\nMe too.",
    ),
    "quote within a quote": (
        "[quote=a][quote=b]inner[/quote]outer[/quote]after",
        "> > inner\n>\n> outer\n\nafter",
    ),
    "picture": ("Look ![cat|690x388](upload://abc.jpeg) here", "Look  here"),
    "nothing but a picture": ("<img src='/uploads/x.png'>", "(…)"),
    "attachment": ("[my name.pdf|attachment](upload://x.pdf) (12.3 KB) read it", "read it"),
    "link": ("[a page](https://example.org/a_b)", "[a page](https://example.org/a_b)"),
    "link in HTML": ('<a href="https://example.org/x">a <b>page</b></a>', "[a page](https://example.org/x)"),
    "link to somebody": ("[Maria](https://old.example/u/maria) said", "Maria said"),
    "address of somebody": ("https://old.example/u/maria/summary said", "(…) said"),
    "heading": ("## My week\n\ntext", "My week\n\ntext"),
    "code": ("```text\na = 1\n```\nand `b`", "a = 1\nand b"),
    "script": ("<script>alert(1)</script><3", "alert(1)<3"),
    "details": ('[details="More"]\nhidden\n[/details]', "More\n\nhidden"),
    "poll": ("[poll type=regular]\n* a\n* b\n[/poll]\nwhat do you think?", "(…)\nwhat do you think?"),
    "marks in brackets": ("[b]big[/b] [i]low[/i] [spoiler]secret[/spoiler]", "**big** *low* secret"),
}  # fmt: skip
XML = {
    "plain": ("<t>It is 3 &lt; 4 &amp; late<br/>\nreally</t>", "It is 3 < 4 & late\nreally"),
    "what looks like a mark is none": ("<t>2*3*4 and [x] _so_</t>", r"2\*3\*4 and \[x\] \_so\_"),
    "what looks like a list is none": ("<t>- no list<br/>\n1. no</t>", "\\- no list\n1\\. no"),
    "bold and italic": (
        "<r><B><s>[b]</s>very <e>[/b]</e></B>and <I><s>[i]</s>so<e>[/i]</e></I></r>",
        "**very** and *so*",
    ),
    "quote": (
        '<r><QUOTE author="maria" post_id="2" user_id="7"><s>[quote="maria"]</s>I sleep.<br/>\nBadly.'
        "<e>[/quote]</e></QUOTE>\nMe too.</r>",
        "> I sleep.\n> Badly.\n\nMe too.",
    ),
    "link": (
        '<r><URL url="https://example.org/a(b)"><s>[url=…]</s>a page<e>[/url]</e></URL></r>',
        "[a page](https://example.org/a%28b%29)",
    ),
    "bare link": (
        '<r>see <URL url="https://example.org/x">https://example.org/x</URL></r>',
        "see https://example.org/x",
    ),
    "no link but to the web": (
        '<r><URL url="javascript:alert(1)"><s>[url=…]</s>press<e>[/url]</e></URL></r>',
        "press",
    ),
    "smiley": ("<r>fine <E>:)</E></r>", "fine :)"),
    "picture": (
        '<r><IMG src="https://x.example/i.jpg"><s>[img]</s>https://x.example/i.jpg<e>[/img]</e></IMG> me</r>',
        "me",
    ),
    "attachment": (
        '<r><ATTACHMENT filename="maria.pdf" index="0"><s>[attachment=0]</s>maria.pdf<e>[/attachment]</e>'
        "</ATTACHMENT> read</r>",
        "read",
    ),
    "list": (
        "<r>My day:\n<LIST><s>[list]</s>\n<LI><s>[*]</s>up</LI>\n<LI><s>[*]</s>tea</LI></LIST></r>",
        "My day:\n\n- up\n\n- tea",
    ),
    "colours": (
        '<r><COLOR color="red"><s>[color=red]</s>red<e>[/color]</e></COLOR> '
        "<CODE><s>[code]</s>x = *p;<e>[/code]</e></CODE></r>",
        r"red x = \*p;",
    ),
}  # fmt: skip
BRACKETS = {
    "bold": ("[b:2x3y4z5w]very[/b:2x3y4z5w] good", "**very** good"),
    "what somebody typed": ("[b]not marked[/b]", r"\[b\]not marked\[/b\]"),
    "quote": (
        "[quote=&quot;maria&quot;:2x3y4z5w]I sleep.\nBadly.[/quote:2x3y4z5w]\nMe too.",
        "> I sleep.\n> Badly.\n\nMe too.",
    ),
    "link": (
        "[url=https://example.org/x:2x3y4z5w]a page[/url:2x3y4z5w]",
        "[a page](https://example.org/x)",
    ),
    "link that is its own words": (
        "[url:2x3y4z5w]https://example.org/x[/url:2x3y4z5w]",
        "https://example.org/x",
    ),
    "link the software made": (
        '<!-- m --><a class="postlink" href="https://example.org/long/path">https://example ... /path</a>'
        "<!-- m --> there",
        "https://example.org/long/path there",
    ),
    "smiley": (
        'fine <!-- s:) --><img src="{SMILIES_PATH}/a.gif" alt=":)" title="Smile" /><!-- s:) --> now',
        "fine :) now",
    ),
    "list": (
        "[list=1:2x3y4z5w][*:2x3y4z5w]up[/*:m:2x3y4z5w][*:2x3y4z5w]tea[/*:m:2x3y4z5w][/list:o:2x3y4z5w]",
        "1. up\n1. tea",
    ),
    "attachment": (
        "[attachment=0:2x3y4z5w]<!-- ia0 -->me.jpg<!-- ia0 -->[/attachment:2x3y4z5w]read",
        "read",
    ),
    "escaped": ("3 &lt; 4 &amp; more", "3 < 4 & more"),
}  # fmt: skip


@pytest.mark.parametrize("name", DISCOURSE)
def test_discourse(name):
    raw, ours = DISCOURSE[name]
    assert discourse.as_ours(raw, Left()) == ours


@pytest.mark.parametrize("name", XML)
def test_phpbb_of_today(name):
    stored, ours = XML[name]
    assert phpbb.as_ours(stored, "", Left()) == ours


@pytest.mark.parametrize("name", BRACKETS)
def test_phpbb_of_before(name):
    stored, ours = BRACKETS[name]
    assert phpbb.as_ours(stored, "2x3y4z5w", Left()) == ours


def test_what_is_escaped_is_shown_as_it_was_typed():
    shown = to_html(
        phpbb.as_ours("<t>2*3*4 [x](y) _so_ &gt; a\\b<br/>\n&gt; no quote</t>", "", Left())
    )
    assert shown == "<p>2*3*4 [x](y) _so_ &gt; a\\b<br>\n&gt; no quote</p>\n"


def test_what_was_left_out_is_counted():
    left = Left()
    discourse.as_ours("![a](b) ![c](d) [e|attachment](f) [poll]g[/poll] @h", left)
    assert left == Left(pictures=2, attachments=1, polls=1, mentions=1)


def test_what_the_text_rules_refuse_does_not_come():
    words = clean("a\u202eb\x00c" + "\u0301" * 30 + "\ue000d")
    assert clean_text(words, most=100) == words
    assert (words[0], words[-1]) == ("a", "d")


def test_a_long_text_is_cut_between_words_and_nothing_is_lost():
    words = "word " * 50
    found = pieces(words, 60)
    assert max(map(len, found)) <= 60
    assert " ".join(found) == words.strip()
    assert [len(one) for one in pieces("x" * 130, 60)] == [60, 60, 10]


def test_a_title_has_one_line_and_its_length():
    assert in_one_line("a\nb", 5) == "a b"
    assert in_one_line("abcdefgh", 5) == "abcd…"


@pytest.mark.parametrize(
    ("words", "covered", "method", "danger"),
    [
        ("I slept badly.", False, False, False),
        ("Call me on 020 7946 0123 please", True, False, False),
        ("Write to zq.person@mail.example", True, False, False),
        ("I want to kill myself tonight", False, False, True),
    ],
)
def test_what_is_read_in_words_of_years_ago(words, covered, method, danger):
    found = read(words)
    assert (found.covered, found.method, found.speaks_of_danger) == (covered, method, danger)


def test_what_somebody_is_found_by_is_covered_and_the_rest_stays():
    found = read("Write to zq.person@mail.example or call 020 7946 0123, any night.")
    assert "zq.person" not in found.text
    assert "7946" not in found.text
    assert found.text.startswith("Write to (…)")
    assert found.text.endswith("any night.")
