"""Whoever is away is told that somebody wrote; whoever read it is not."""

from uuid import uuid4

import pytest

from hearten.conversations import actions
from hearten.conversations.rules import topic_of
from hearten.conversations.tests.factories import RULE, Pair, room
from hearten.notifications.tests.wanting import told_by_mail, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    pair = Pair()
    actions.read_for_danger(conversation_id=pair.id, by=RULE)  # the notice that it has opened
    with told_by_mail(pair.member, pair.supporter):
        yield pair


def read_for_danger(pair):
    actions.read_for_danger(conversation_id=pair.id, by=RULE)


def test_the_other_is_told_and_the_writer_is_not(pair):
    pair.say("zqhello")
    read_for_danger(pair)
    assert waiting() == [(pair.supporter.pseudonym, topic_of(pair.id))]


def test_both_are_told_of_each_other(pair):
    pair.say("hello")
    pair.say("and to you", by=pair.supporter)
    read_for_danger(pair)
    assert {name for name, _place in waiting()} == {
        pair.member.pseudonym,
        pair.supporter.pseudonym,
    }


def test_whoever_has_had_it_on_their_screen_is_not_told(pair):
    seq = pair.say("hello")
    actions.mark_read(conversation_id=pair.id, seq=seq, by=pair.supporter)
    read_for_danger(pair)
    assert waiting() == []


def test_reading_to_the_end_ends_the_telling(pair):
    first, last = pair.say("one"), pair.say("two")
    read_for_danger(pair)
    actions.mark_read(conversation_id=pair.id, seq=first, by=pair.supporter)
    assert len(waiting()) == 1
    actions.mark_read(conversation_id=pair.id, seq=last, by=pair.supporter)
    assert waiting() == []


def test_a_reaction_and_a_change_tell_nobody(pair):
    seq = pair.say("hello")
    read_for_danger(pair)
    actions.mark_read(conversation_id=pair.id, seq=seq, by=pair.supporter)
    about = {"conversation_id": pair.id, "about": seq}
    actions.react(**about, client_id=uuid4(), reaction="hope", on=True, by=pair.supporter)
    actions.edit_message(**about, client_id=uuid4(), text="hello again", by=pair.member)
    read_for_danger(pair)
    assert waiting() == []


def test_a_room_tells_nobody_by_itself(pair):
    here = room([pair.member, pair.supporter], pair.programme)
    actions.send_message(conversation_id=here.id, client_id=uuid4(), text="hi", by=pair.member)
    actions.read_for_danger(conversation_id=here.id, by=RULE)
    assert waiting() == []
