"""Searching one's own conversations: what is found, for whom, how far, and what is left nowhere."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions, queries, throttle
from hearten.conversations.models import Message, Participant
from hearten.conversations.queries import search, searching
from hearten.conversations.tests.factories import RULE, Pair, block, person
from hearten.conversations.tests.test_pages import end, text_of, url
from hearten.foundation import clock
from hearten.foundation.finding import words_of

EVERYWHERE = "/talk/search/"


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def found(by: Account, query: str, **more: Any) -> list[tuple[Any, int]]:
    done = search(by, words_of(query), **more)
    return [(hit.conversation_id, hit.seq) for hit in done.hits]


def test_both_find_what_either_said_newest_first(pair: Pair) -> None:
    first = pair.say("The kettle is on")
    pair.say("Something else")
    second = pair.say("KÉTTLE again", by=pair.supporter)
    for account in (pair.member, pair.supporter):
        assert found(account, "kettle") == [(pair.id, second), (pair.id, first)]
    [answer, own] = search(pair.member, words_of("kettle")).hits
    assert (answer.own, answer.other) == (False, pair.supporter.pseudonym)
    assert (own.own, own.other) == (True, pair.supporter.pseudonym)
    assert [(piece.text, piece.found) for piece in own.pieces] == [
        ("The ", False),
        ("kettle", True),
        (" is on", False),
    ]
    assert found(pair.member, "kettle nowhere") == []


def test_over_several_conversations_and_within_one(pair: Pair) -> None:
    other = Pair(member=pair.member)
    now = clock.now()
    said = []
    for minute, one in enumerate((pair, other, pair, other)):
        with clock.frozen(now + timedelta(minutes=minute)):
            said.append((one.id, one.say("kettle")))
    assert found(pair.member, "kettle") == said[::-1]
    assert found(pair.member, "kettle", within=other.id) == [said[3], said[1]]
    assert found(pair.supporter, "kettle") == [said[2], said[0]]
    assert found(pair.supporter, "kettle", within=other.id) == []
    assert found(person(), "kettle") == []


def test_what_was_taken_back_or_replaced_is_not_found(pair: Pair) -> None:
    changed, gone = pair.say("Thrusday secret"), pair.say("A secret of mine")
    actions.edit_message(
        conversation_id=pair.id, client_id=uuid4(), about=changed, text="Thursday", by=pair.member
    )
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=gone, by=pair.member)
    for account in (pair.member, pair.supporter):
        assert found(account, "secret") == []
        assert found(account, "thursday") == [(pair.id, changed)]


@pytest.mark.parametrize("how", ["goodbye", "block"])
def test_what_is_over_is_still_searched_as_it_is_still_read(pair: Pair, how: str) -> None:
    said = pair.say("kettle")
    if how == "goodbye":
        end(pair, pair.member)
        assert len(found(pair.supporter, "goodbye")) == 1
    else:
        block(pair.member, pair.supporter)
    for account in (pair.member, pair.supporter):
        assert found(account, "kettle") == [(pair.id, said)]


def test_who_left_or_is_locked_finds_nothing(pair: Pair) -> None:
    pair.say("kettle")
    Account.objects.filter(pk=pair.supporter.pk).update(is_active=False)
    assert found(pair.supporter, "kettle") == []
    Participant.objects.filter(account=pair.member).update(left_at=clock.now())
    assert found(pair.member, "kettle") == []


def test_erased_words_and_destroyed_keys_are_not_found(pair: Pair) -> None:
    theirs, own = pair.say("kettle", by=pair.supporter), pair.say("kettle")
    Message.objects.filter(author=pair.supporter).update(author=None)
    assert found(pair.member, "kettle") == [(pair.id, own), (pair.id, theirs)]
    end(pair, pair.member)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    assert found(pair.member, "kettle") == []


def test_codes_of_reactions_and_notices_are_no_words(pair: Pair) -> None:
    seq = pair.say("Tea")
    actions.react(
        conversation_id=pair.id,
        client_id=uuid4(),
        about=seq,
        reaction="hope",
        on=True,
        by=pair.supporter,
    )
    assert found(pair.member, "hope") == found(pair.member, "opened") == []


@pytest.mark.parametrize("first", [1, 2, 5, 200])
def test_it_goes_on_where_it_stopped_and_says_when_all_was_searched(
    pair: Pair, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FIRST", first)
    said = [pair.say(f"kettle {n}" if n % 3 == 0 else "tea") for n in range(12)]
    wanted, after, rounds = [], "", 0
    while True:
        done = search(pair.member, words_of("kettle"), after=after, rows=5)
        wanted += [hit.seq for hit in done.hits]
        rounds += 1
        after = done.further
        if not after:
            break
    assert wanted == [said[n] for n in (9, 6, 3, 0)]
    assert rounds == 3


def test_it_stops_when_a_page_is_full_or_the_time_is_over(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        pair.say("kettle")
    monkeypatch.setattr(searching, "RESULTS", 2)
    first = search(pair.member, words_of("kettle"))
    assert [hit.seq for hit in first.hits] == [7, 6]
    second = search(pair.member, words_of("kettle"), after=first.further)
    assert [hit.seq for hit in second.hits] == [5, 4]
    monkeypatch.setattr(searching, "CHUNK", 3)
    slow = search(pair.member, words_of("nowhere"), seconds=-1)
    assert (slow.further, slow.hits) == (f"{pair.id}/5", [])


@pytest.mark.parametrize(
    "after", ["x", "x/1", "1/1", "7d0f3a52-9d0c-4c1e-8a55-2f4a3c9b6e10/1", "9" * 64, "/", "\x00"]
)
def test_a_place_that_is_none_of_theirs_begins_anew(pair: Pair, after: str) -> None:
    pair.say("kettle")
    assert len(found(pair.member, "kettle", after=after)) == 1


def test_another_s_place_tells_nothing(pair: Pair) -> None:
    other = Pair()
    with clock.frozen(clock.now() - timedelta(days=1)):
        theirs = other.say("kettle")
    pair.say("kettle")
    assert len(found(pair.member, "kettle", after=f"{other.id}/{theirs}")) == 1


def test_it_asks_no_more_for_many(pair: Pair) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queried:
            search(pair.member, words_of("kettle"))
        return len(queried)

    pair.say("kettle")
    before = asked()
    for _ in range(20):
        pair.say("kettle")
    assert asked() == before


def test_the_page_shows_where_and_who_and_leads_to_the_message(pair: Pair) -> None:
    now = clock.now()
    with clock.frozen(now - timedelta(days=3)):
        seq = pair.say("We lit the <b>kettle</b>")
    for n in range(40):
        pair.say(f"later {n}")
    client = client_of(pair.supporter)
    answer = client.post(EVERYWHERE, {"words": "Kettle"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert f"{pair.member.pseudonym} : We lit the <b> kettle </b>" in text_of(answer)
    body = answer.content.decode()
    assert "<mark>kettle</mark>" in body
    [link] = re.findall(r'href="(/talk/[^"]*around[^"]*)"', body)
    assert link == f"/talk/{pair.id}/?around={seq}#m{seq}"
    assert "kettle" not in link
    page = client.get(link).content.decode()
    assert re.findall(r'id="m(\d+)" data-seq="\d+" tabindex="-1"', page) == [str(seq)]
    assert "later 3" in page
    assert "later 39" not in page
    assert "data-composer" not in page
    assert Participant.objects.get(account=pair.supporter).read_seq == 0


def test_the_words_are_in_no_address_and_kept_nowhere(pair: Pair) -> None:
    pair.say("tea")
    client = client_of(pair.member)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(EVERYWHERE, {"words": "kettlewords"})
    assert [one["sql"] for one in asked if "kettlewords" in one["sql"]] == []
    assert not answer.headers.get("Location")
    assert re.findall(r'<form role="search" method="(\w+)"', answer.content.decode()) == ["post"]
    box = re.search(r'<input [^>]*name="words"[^>]*>', answer.content.decode())
    assert box is not None
    assert 'autocomplete="off"' in box[0]
    assert 'value="kettlewords"' in box[0]


@pytest.mark.parametrize("words", ["", "  ", "\u200b", "ـ", "x" * 101, "a\u202eb"])
def test_what_cannot_be_looked_for_is_said_beside_the_box(pair: Pair, words: str) -> None:
    answer = client_of(pair.member).post(EVERYWHERE, {"words": words})
    assert answer.status_code == 422
    assert answer.content.decode().count('id="words-error"') == 1


def test_further_back_by_its_button(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        pair.say("kettle")
    monkeypatch.setattr(searching, "RESULTS", 2)
    client = client_of(pair.member)
    first = client.post(url("search_in", pair.id), {"words": "kettle"})
    fields = dict(
        re.findall(r'type="hidden" name="(words|after)" value="([^"]*)"', first.content.decode())
    )
    assert fields == {"words": "kettle", "after": f"{pair.id}/3"}
    second = client.post(url("search_in", pair.id), fields)
    assert second.content.decode().count("?around=") == 1
    assert "That is everything" in text_of(second)


def test_too_many_are_refused_for_a_while(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setitem(throttle.RATES, "search", "2/1m/key")
    client, other = client_of(pair.member), client_of(pair.supporter)
    answers = [client.post(EVERYWHERE, {"words": "tea"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Please search again in a minute." in text_of(answers[2])
    assert 'value="tea"' in answers[2].content.decode()
    assert other.post(EVERYWHERE, {"words": "tea"}).status_code == 200
    assert queries.newest_seq(pair.id) == 1
    assert reverse("conversations:search") == EVERYWHERE
