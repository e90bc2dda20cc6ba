"""What home shows: with whom, how much is new, since when; never a text."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import make_account
from hearten.conversations import actions, queries
from hearten.conversations.tests.factories import RULE, Pair, pairing, room
from hearten.foundation import clock
from hearten.matching.queries import EndReason


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def more(pair: Pair) -> Pair:
    """Another member for the same supporter."""
    other = Pair.__new__(Pair)
    other.programme, other.supporter = pair.programme, pair.supporter
    other.member = make_account(programme=pair.programme)
    other.pairing = pairing(other.member, other.supporter, other.programme)
    other.conversation = actions.open_for_pairing(pairing_id=other.pairing.id, by=RULE)
    return other


def unread(account: Account) -> list[int]:
    return [card.unread for card in queries.conversations_of(account)]


def test_a_card_names_the_other_and_counts_what_is_new(pair: Pair) -> None:
    at = datetime(2026, 11, 1, 8, tzinfo=UTC)
    with clock.frozen(at):
        pair.say("marmalade", by=pair.supporter)
    [card] = queries.conversations_of(pair.member)
    assert (card.conversation_id, card.pairing_id) == (pair.id, pair.pairing.id)
    assert (card.other_id, card.other) == (pair.supporter.id, pair.supporter.pseudonym)
    assert (card.unread, card.last_at, card.ended_at) == (2, at, None)
    assert "marmalade" not in str(asdict(card))


def test_ones_own_words_are_not_new(pair: Pair) -> None:
    actions.mark_read(conversation_id=pair.id, seq=1, by=pair.member)
    pair.say("one", by=pair.member)
    pair.say("two", by=pair.member)
    assert (unread(pair.member), unread(pair.supporter)) == ([0], [3])
    assert queries.unread_total(pair.supporter) == 3


def test_reading_moves_forward_only_and_never_beyond_the_end(pair: Pair) -> None:
    pair.say("one")
    assert actions.mark_read(conversation_id=pair.id, seq=2, by=pair.supporter) is True
    assert actions.mark_read(conversation_id=pair.id, seq=1, by=pair.supporter) is False
    assert actions.mark_read(conversation_id=pair.id, seq=99, by=pair.supporter) is False
    pair.say("two")
    assert unread(pair.supporter) == [1]


def test_one_person_reads_for_nobody_else(pair: Pair) -> None:
    stranger = make_account(programme=pair.programme)
    assert actions.mark_read(conversation_id=pair.id, seq=1, by=stranger) is False
    assert actions.mark_read(conversation_id=pair.id, seq=1, by=pair.member) is True
    assert unread(pair.supporter) == [1]


def test_the_latest_comes_first(pair: Pair) -> None:
    second = more(pair)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        pair.say("newer")
    assert [card.conversation_id for card in queries.conversations_of(pair.supporter)] == [
        pair.id,
        second.id,
    ]


def test_ended_ones_can_be_listed_apart(pair: Pair) -> None:
    second = more(pair)
    actions.end_conversation(
        conversation_id=pair.id, closing_words="Bye", reason=EndReason.TIME, by=pair.member
    )

    def listed(ended: bool | None) -> set[object]:
        cards = queries.conversations_of(pair.supporter, ended=ended)
        return {card.conversation_id for card in cards}

    assert listed(None) == {pair.id, second.id}
    assert listed(True) == {pair.id}
    assert listed(False) == {second.id}


def test_rooms_and_conversations_one_left_are_not_listed(pair: Pair) -> None:
    room([pair.member])
    pair.conversation.participants.filter(account=pair.member).update(left_at=clock.now())
    assert queries.conversations_of(pair.member) == []


def test_two_queries_however_many(pair: Pair, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        more(pair).say("hello")
        with django_assert_num_queries(2):
            queries.conversations_of(pair.supporter)
        with django_assert_num_queries(1):
            queries.unread_total(pair.supporter)


def test_opening_twice_opens_one_with_one_notice(pair: Pair) -> None:
    again = actions.open_for_pairing(pairing_id=pair.pairing.id, by=pair.member)
    assert again == pair.conversation == queries.conversation_of(pair.pairing.id)
    assert queries.newest_seq(pair.id) == 1
    assert queries.participants_of(pair.id) == {pair.member.id, pair.supporter.id}


def test_only_the_two_or_a_rule_open_it(pair: Pair) -> None:
    from hearten.foundation.errors import NotAllowed

    manager = make_account(programme=pair.programme, roles=[Role.MANAGER])
    with pytest.raises(NotAllowed):
        actions.open_for_pairing(pairing_id=pair.pairing.id, by=manager)
    with pytest.raises(NotAllowed):
        actions.open_room(programme=pair.programme, account_ids=[manager.id], by=manager)


def test_the_database_keeps_seats_whole(pair: Pair) -> None:
    from django.db import IntegrityError, transaction

    from hearten.conversations.models import Participant

    seat = Participant.objects.filter(conversation=pair.id, account=pair.member)
    for change in (
        {"left_at": datetime(2000, 1, 1, tzinfo=UTC)},
        {"read_seq": -1},
        {"account": pair.supporter},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            seat.update(**change)
