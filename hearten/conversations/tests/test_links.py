"""Links in messages: shown with their host, by way of a page of ours, and never as markup."""

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions
from hearten.conversations.rules import ACQUAINTED_AFTER
from hearten.conversations.tests.factories import Pair, person
from hearten.conversations.tests.test_pages import text_of, url
from hearten.foundation import clock
from hearten.ui.templatetags.links import linked

CASES = json.loads((Path(__file__).parent / "links.json").read_text())


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def out(pair: Pair, seq: int, number: int = 1) -> str:
    return reverse("conversations:link", args=[pair.id, seq, number])


@pytest.mark.parametrize(("text", "said"), CASES)
def test_a_text_is_shown_as_it_was_written_with_its_links(
    text: str, said: list[str | list[str]]
) -> None:
    html = linked(text, 7)
    shown = [one if isinstance(one, str) else f"{one[0]}://{one[1]}{one[2]}" for one in said]
    assert unescape(re.sub(r"</?(?:a|b)\b[^>]*>", "", html)) == "".join(shown)
    number = sum(not isinstance(one, str) for one in said)
    tags = re.findall(r"<[^>]*>", html)
    assert tags == [
        tag
        for n in range(1, number + 1)
        for tag in (f'<a dir="ltr" href="messages/7/link/{n}/">', "<b>", "</b>", "</a>")
    ]


def test_it_leads_to_a_page_that_says_where_it_goes(pair: Pair) -> None:
    seq = pair.say("Look: https://аррӏе.com/a and https://example.org/b", by=pair.supporter)
    client = client_of(pair.member)
    talk = client.get(url("show", pair.id)).content.decode()
    assert f'href="messages/{seq}/link/2/"' in talk
    assert re.findall(r'href="https?://(?:xn|example)', talk) == []
    page = client.get(out(pair, seq))
    assert f"{pair.supporter.pseudonym} sent this link." in text_of(page)
    assert "There is no hurry" in text_of(page)
    [link] = re.findall(r'<a [^>]*href="https?:[^>]*>', page.content.decode())
    assert link == (
        '<a class="button second" href="https://xn--80ak6aa92e.com/a"'
        ' rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">'
    )
    assert 'href="https://example.org/b"' in client.get(out(pair, seq, 2)).content.decode()
    own = client_of(pair.supporter).get(out(pair, seq))
    assert "You wrote this link." in text_of(own)
    assert "There is no hurry" not in text_of(own)


def test_who_have_known_each_other_are_told_less(pair: Pair) -> None:
    seq = pair.say("https://example.org")
    with clock.frozen(clock.now() + ACQUAINTED_AFTER + timedelta(minutes=1)):
        page = text_of(client_of(pair.supporter).get(out(pair, seq)))
    assert "There is no hurry" not in page
    assert "Do not give it your passphrase" in page


def test_it_is_gone_with_the_words_and_there_for_the_two_only(pair: Pair) -> None:
    seq, changed = pair.say("https://example.org"), pair.say("https://example.org")
    for number in (0, 2, 99):
        assert client_of(pair.member).get(out(pair, seq, number)).status_code == 404
    assert client_of(person()).get(out(pair, seq)).status_code == 404
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=seq, by=pair.member)
    actions.edit_message(
        conversation_id=pair.id, client_id=uuid4(), about=changed, text="Nothing", by=pair.member
    )
    for gone in (seq, changed, 1, 99):
        assert client_of(pair.supporter).get(out(pair, gone)).status_code == 404
