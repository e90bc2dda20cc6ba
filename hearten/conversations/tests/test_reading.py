"""How far the other has read: off by default, both or neither, never after an ending or a block."""

from typing import Any
from uuid import uuid4

import pytest

from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions, queries
from hearten.conversations.models import Conversation, TalkSettings
from hearten.conversations.queries import export_of
from hearten.conversations.tests.factories import Pair, block, person, room
from hearten.conversations.tests.test_live import listener
from hearten.conversations.tests.test_pages import end, text_of, url
from hearten.conversations.topics import READING
from hearten.foundation import clock, live
from hearten.foundation.errors import NotAllowed


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def show(*people: Account, shows: bool = True) -> None:
    for one in people:
        actions.save_talk_settings(account=one, shows_read=shows, by=one)


def told(pair: Pair, reader: Account) -> int | None:
    return queries.read_by_other(Conversation.objects.get(id=pair.id), reader.id)


def test_it_is_off_until_both_turn_it_on(pair: Pair) -> None:
    seq = pair.say("Hello")
    actions.mark_read(conversation_id=pair.id, seq=seq, by=pair.supporter)
    assert told(pair, pair.member) is None
    show(pair.supporter)
    assert (told(pair, pair.member), told(pair, pair.supporter)) == (None, None)
    show(pair.member)
    assert (told(pair, pair.member), told(pair, pair.supporter)) == (seq, 0)
    show(pair.member, shows=False)
    assert (told(pair, pair.member), told(pair, pair.supporter)) == (None, None)


@pytest.mark.parametrize("how", ["goodbye", "block", "blocked", "left", "suspended"])
def test_nothing_is_shown_when_they_part(pair: Pair, how: str) -> None:
    show(pair.member, pair.supporter)
    if how == "goodbye":
        end(pair, pair.member)
    elif how == "block":
        block(pair.member, pair.supporter)
    elif how == "blocked":
        block(pair.supporter, pair.member)
    elif how == "left":
        pair.conversation.participants.filter(account=pair.supporter).update(left_at=clock.now())
    else:
        Account.objects.filter(id=pair.supporter.id).update(is_active=False)
    assert (told(pair, pair.member), told(pair, pair.supporter)) == (None, None)


def test_nobody_else_is_told(pair: Pair) -> None:
    stranger = person(pair.programme)
    show(pair.member, pair.supporter, stranger)
    assert told(pair, stranger) is None


def test_a_room_shows_nobody(pair: Pair) -> None:
    show(pair.member, pair.supporter)
    where = room([pair.member, pair.supporter], pair.programme)
    assert queries.read_by_other(where, pair.member.id) is None


def test_it_is_the_person_s_own_choice_and_saving_again_changes_nothing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotAllowed):
        actions.save_talk_settings(account=pair.member, shows_read=True, by=pair.supporter)
    show(pair.member)
    heard: list[dict[str, object]] = []
    monkeypatch.setattr(live, "_notify", heard.append)
    show(pair.member)
    assert heard == []
    assert TalkSettings.objects.get().shows_read is True


def test_open_pages_are_nudged_by_who_shows_it_and_by_nobody_else(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = pair.say("Hello")
    topic = f"reading:{pair.id}"
    show(pair.supporter)
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(live, "_notify", heard.append)
    actions.mark_read(conversation_id=pair.id, seq=seq, by=pair.supporter)
    actions.mark_read(conversation_id=pair.id, seq=seq, by=pair.member)
    assert [one for one in heard if one["topic"] == topic] == [{"topic": topic, "seq": 0}]
    heard.clear()
    show(pair.supporter, shows=False)
    assert heard == [
        {"topic": topic, "seq": 0},
        {"revoke": str(pair.supporter.id), "topic": topic, "upto": 0},
    ]


def test_only_who_shows_it_may_hear_when_the_other_reads(pair: Pair) -> None:
    def may_listen(account: Account, key: object = pair.id) -> bool:
        return READING.may_listen(listener(account), str(key))

    assert not may_listen(pair.member)
    stranger = person(pair.programme)
    show(pair.member, stranger)
    assert (may_listen(pair.member), may_listen(pair.supporter), may_listen(stranger)) == (
        True, False, False,
    )  # fmt: skip
    assert not may_listen(pair.member, uuid4())
    block(pair.supporter, pair.member)
    assert not may_listen(pair.member)


def test_the_page_and_its_script_say_the_same(pair: Pair) -> None:
    show(pair.member, pair.supporter)
    one = pair.say("one")
    client_of(pair.supporter).get(url("show", pair.id))  # has both on the screen
    pair.say("two")
    member = client_of(pair.member)
    assert member.get(url("reading", pair.id)).json() == {"read": one}
    shown = text_of(member.get(url("show", pair.id)))
    assert (shown.count(" Read "), shown.count(" Sent ")) == (1, 1)
    show(pair.supporter, shows=False)
    assert member.get(url("reading", pair.id)).json() == {"read": None}
    assert text_of(member.get(url("show", pair.id))).count(" Read ") == 0


def test_the_setting_says_who_sees_what_before_it_is_saved(pair: Pair) -> None:
    member = client_of(pair.member)
    at = "/talk/settings/"
    page = text_of(member.get(at))
    assert "It is off until you turn it on." in page
    assert "how far you have read, never when" in page
    assert "checked" not in member.get(at).content.decode()
    member.post(at, {"shows_read": "on"})
    assert queries.shows_read(pair.member.id)
    assert "checked" in member.get(at).content.decode()
    assert export_of(pair.member)["shows_read"] is True
    member.post(at, {})
    assert not queries.shows_read(pair.member.id)


def test_one_query_decides_and_one_asks_for_blocks(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    show(pair.member, pair.supporter)
    conversation = Conversation.objects.get(id=pair.id)
    with django_assert_num_queries(2):
        queries.read_by_other(conversation, pair.member.id)
