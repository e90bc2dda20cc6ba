"""What becomes of addresses in what people write, by cases that the page's script is tried with too."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.foundation.links import Link, links_of, pieces

CASES = json.loads(
    (Path(__file__).parents[2] / "conversations" / "tests" / "links.json").read_text()
)


@pytest.mark.parametrize(("text", "said"), CASES)
def test_a_text_becomes(text: str, said: list[str | list[str]]) -> None:
    assert list(pieces(text)) == [one if isinstance(one, str) else Link(*one) for one in said]


@given(st.text() | st.text(alphabet="htps:/.@aé\u0430\u202e()<>\"'? \n0"))
def test_no_text_is_lost_and_no_link_hides_where_it_leads(text: str) -> None:
    at = 0
    for piece in pieces(text):
        written = piece if isinstance(piece, str) else piece.rest
        assert written in text[at:]
        at = text.index(written, at) + len(written)
    for link in links_of(text):
        assert link.scheme in {"http", "https"}
        assert link.host.isascii()
        assert not set(link.address) & set(" <>\"'`\\\u202e\u200b\n")
        assert "@" not in link.host
