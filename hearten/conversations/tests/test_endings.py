"""Nobody vanishes: endings by a person, by a block, by the programme; and what follows from them."""

import re
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from hearten.accounts.models import Account, Block, Role, SuspendReason
from hearten.accounts.queries import is_blocked
from hearten.accounts.tests.factories import make_account
from hearten.audit import actions as audit
from hearten.audit.queries import events_about
from hearten.conversations import actions, queries
from hearten.conversations.models import Conversation, Message
from hearten.conversations.rules import GOODBYE_WINDOW
from hearten.conversations.tests.factories import RULE, Pair, pairing, person, room
from hearten.conversations.topics import CONVERSATION
from hearten.foundation import clock, crypto, live
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.live import Listener
from hearten.matching.queries import EndReason


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    heard: list[dict[str, object]] = []
    monkeypatch.setattr(live, "_notify", heard.append)
    return heard


def end(pair: Pair, by: Account, **changes: Any) -> Conversation:
    return end_with(pair, by, **changes).conversation


def end_with(pair: Pair, by: Account, **changes: Any) -> actions.Ending:
    answers: dict[str, Any] = {
        "closing_words": "Goodbye, and thank you.",
        "reason": EndReason.HELPED,
    } | changes
    return actions.end_conversation(conversation_id=pair.id, by=by, **answers)


def last_line(pair: Pair) -> tuple[str, object, str | None]:
    line = queries.lines_before(pair.id, None, 1)[0]
    return line.kind, line.author_id, line.text


def state(pair: Pair) -> tuple[bool, object, bool, str]:
    """(conversation ended, ended by, pairing ended, its reason)"""
    conversation = Conversation.objects.get(id=pair.id)
    pairing = apps.get_model("matching.Pairing").objects.get(id=pair.pairing.id)
    ended, parted = conversation.ended_at is not None, pairing.ended_at is not None
    return ended, conversation.ended_by_id, parted, pairing.end_reason


def requests_of(account: Account) -> list[str]:
    requests = apps.get_model("matching.SupportRequest").objects.filter(member=account)
    return sorted(requests.exclude(state="paired").values_list("state", flat=True))


def may_listen(account: Account, pair: Pair) -> bool:
    listener = Listener(account_id=account.id, session_id=uuid4())
    return CONVERSATION.may_listen(listener, str(pair.id))


def may_catch_up(account: Account, pair: Pair) -> bool:
    listener = Listener(account_id=account.id, session_id=uuid4())
    return CONVERSATION.may_catch_up(listener, str(pair.id))


def revoked(pair: Pair, account: Account, *, upto: int) -> dict[str, object]:
    """The notice that lets somebody go."""
    return {"revoke": str(account.id), "topic": f"conversation:{pair.id}", "upto": upto}


@pytest.mark.parametrize("side", ["member", "supporter"])
def test_either_ends_with_a_closing_message_that_the_other_hears(
    pair: Pair, side: str, notices: list[dict[str, object]]
) -> None:
    by = getattr(pair, side)
    end(pair, by, closing_words="  I wish you well. ")
    assert last_line(pair) == ("closing", by.id, "I wish you well.")
    assert state(pair) == (True, by.id, True, "helped")
    assert Conversation.objects.get(id=pair.id).ended_seq == 2
    assert {"topic": f"conversation:{pair.id}", "seq": 2} in notices
    assert {"topic": f"person:{pair.member.id}", "seq": 0} in notices
    assert {"topic": f"person:{pair.supporter.id}", "seq": 0} in notices
    for one in (pair.member, pair.supporter):
        assert revoked(pair, one, upto=2) in notices
    # The goodbye is told before the topic goes.
    assert next(n for n in notices if n["topic"] == f"conversation:{pair.id}") == {
        "topic": f"conversation:{pair.id}",
        "seq": 2,
    }


def test_after_the_ending_both_read_and_nobody_writes(pair: Pair) -> None:
    said = pair.say("before")
    end(pair, pair.member)
    for one in (pair.member, pair.supporter):
        assert queries.visible_to(one).get() == pair.conversation
        assert (may_listen(one, pair), may_catch_up(one, pair)) == (False, True)
        with pytest.raises(NotPossible, match="has ended"):
            pair.say("after", by=one)
    assert said == 2
    assert [line.seq for line in queries.lines_after(pair.id, 0, 10)] == [1, 2, 3]


def test_a_retry_of_what_was_acknowledged_before_the_ending_is_answered_the_same(
    pair: Pair,
) -> None:
    client_id = uuid4()
    seq = pair.say("before", client_id=client_id)
    end(pair, pair.member)
    assert pair.say("before", client_id=client_id) == seq


def test_ending_twice_ends_once(pair: Pair) -> None:
    end(pair, pair.member)
    events = events_about(pair.conversation).count()
    end(pair, pair.member, closing_words="Another goodbye")
    assert last_line(pair) == ("closing", pair.member.id, "Goodbye, and thank you.")
    assert events_about(pair.conversation).count() == events


@pytest.mark.parametrize(("later", "sent"), [(0, True), (600, True), (601, False)])
def test_when_the_other_was_first_the_choices_are_kept_and_soon_the_words_too(
    pair: Pair, later: int, sent: bool, notices: list[dict[str, object]]
) -> None:
    first = clock.now()
    with clock.frozen(first):
        end(pair, pair.supporter)
    with clock.frozen(first + timedelta(seconds=later)):
        ending = actions.end_conversation(
            conversation_id=pair.id,
            closing_words=" Me too ",
            reason=EndReason.HELPED,
            never_again=True,
            ask_again=True,
            by=pair.member,
        )
    assert (ending.conversation.ended_by_id, ending.words_sent) == (pair.supporter.id, sent)
    said = [(line.author_id, line.text) for line in queries.lines_after(pair.id, 1, 10)]
    mine = [(pair.member.id, "Me too")] if sent else []
    assert said == [(pair.supporter.id, "Goodbye, and thank you."), *mine]
    assert Conversation.objects.get(id=pair.id).ended_seq == 2
    assert ({"topic": f"conversation:{pair.id}", "seq": 3} in notices) is sent
    assert apps.get_model("matching.Pairing").objects.get(id=pair.pairing.id).never_again
    assert requests_of(pair.member) == ["waiting"]


def test_a_second_goodbye_is_said_once_and_other_words_are_not_called_sent(pair: Pair) -> None:
    def too(words: str, by: Account = pair.member) -> bool:
        return end_with(pair, by, closing_words=words).words_sent

    end(pair, pair.supporter)
    assert [too("Me too"), too("Me too"), too("Something else")] == [True, True, False]
    assert [too("Goodbye, and thank you.", pair.supporter), too("x", pair.supporter)] == [
        True,
        False,
    ]
    assert [line.text for line in queries.lines_after(pair.id, 2, 10)] == ["Me too"]
    assert events_about(pair.conversation).filter(verb="conversations.ended").count() == 1


@pytest.mark.parametrize("how", ["block", "suspend", "block after the goodbye"])
def test_a_goodbye_answers_a_goodbye_and_nothing_else(pair: Pair, how: str) -> None:
    if how == "suspend":
        actions.on_account_suspended(account_id=pair.supporter.id, by=RULE)
    elif how == "block":
        actions.block_other(conversation_id=pair.id, by=pair.supporter)
    else:
        end(pair, pair.supporter)
        actions.block_other(conversation_id=pair.id, by=pair.supporter)
    before = queries.newest_seq(pair.id)
    assert not end_with(pair, pair.member, closing_words="Me too").words_sent
    assert queries.newest_seq(pair.id) == before


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 2001])
def test_a_closing_message_must_say_something(pair: Pair, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        end(pair, pair.member, closing_words=words)
    assert list(caught.value.fields) == ["closing_words"]
    assert state(pair) == (False, None, False, "")


def test_the_member_may_ask_for_somebody_new_in_the_same_step(pair: Pair) -> None:
    end(pair, pair.member, ask_again=True)
    assert requests_of(pair.member) == ["waiting"]


def test_the_supporter_may_hand_over_in_the_same_step(pair: Pair) -> None:
    colleague = make_account(programme=pair.programme, roles=[Role.SUPPORTER])
    end(pair, pair.supporter, handover="Likes silence.", handover_to=colleague)
    pairing = apps.get_model("matching.Pairing").objects.get(id=pair.pairing.id)
    assert pairing.handover_to_id == colleague.id
    assert pairing.sealed_handover is not None


def test_what_cannot_follow_undoes_the_ending(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        end(pair, pair.member, handover="The member cannot hand over")
    with pytest.raises(NotAllowed):
        end(pair, pair.supporter, ask_again=True)
    assert state(pair) == (False, None, False, "")
    assert last_line(pair) == ("notice", None, "opened")


def test_only_the_two_end_it(pair: Pair) -> None:
    suspended = Pair()
    Account.objects.filter(id=suspended.member.id).update(is_active=False)
    for by, where in ((person(), pair), (suspended.member, suspended), (RULE, pair)):
        with pytest.raises(NotAllowed):
            end(where, by)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.end_conversation(
            conversation_id=uuid4(), closing_words="x", reason=EndReason.TIME, by=pair.member
        )


def test_a_room_is_not_ended_or_blocked_by_one(db: None) -> None:
    one = person()
    here = room([one, person()])
    with pytest.raises(NotPossible):
        actions.end_conversation(
            conversation_id=here.id, closing_words="x", reason=EndReason.TIME, by=one
        )
    with pytest.raises(NotPossible):
        actions.block_other(conversation_id=here.id, by=one)


def test_an_ending_is_on_the_record_without_words(pair: Pair) -> None:
    end(pair, pair.member, closing_words="marmalade")
    [event] = events_about(pair.conversation).filter(verb="conversations.ended")
    assert (event.actor_id, event.details) == (pair.member.id, {"how": "closing"})


@pytest.mark.parametrize("what", ["end", "block", "suspend", "destroy"])
def test_an_ending_that_cannot_be_recorded_does_not_happen(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    other = Pair()
    if what == "destroy":
        end(other, other.member)

    def broken(**_details: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError, match="no record"), transaction.atomic():
        if what == "end":
            end(pair, pair.member)
        elif what == "block":
            actions.block_other(conversation_id=pair.id, by=pair.member)
        elif what == "suspend":
            actions.on_account_suspended(account_id=pair.member.id, by=RULE)
        else:
            actions.destroy_key(conversation_id=other.id, by=RULE)
    assert state(pair) == (False, None, False, "")
    assert last_line(pair) == ("notice", None, "opened")
    assert Conversation.objects.get(id=other.id).wrapped_key is not None
    assert not Block.objects.exists()


@pytest.mark.parametrize("side", ["member", "supporter"])
def test_a_block_ends_it_with_a_notice_that_tells_nothing(
    pair: Pair, side: str, notices: list[dict[str, object]]
) -> None:
    by = getattr(pair, side)
    actions.block_other(conversation_id=pair.id, by=by)
    assert last_line(pair) == ("notice", None, "ended")
    ended, ended_by, parted, _reason = state(pair)
    assert (ended, ended_by, parted) == (True, None, True)
    assert is_blocked(pair.member.id, pair.supporter.id)
    for one in (pair.member, pair.supporter):
        assert revoked(pair, one, upto=2) in notices
        # As after a goodbye: the ending and no more, so that a block is not told from one.
        assert (may_listen(one, pair), may_catch_up(one, pair)) == (False, True)
        assert queries.visible_to(one).get() == pair.conversation
        with pytest.raises(NotPossible):
            pair.say("still there?", by=one)


def test_a_block_after_the_ending_blocks_and_adds_no_word(pair: Pair) -> None:
    end(pair, pair.supporter)
    actions.block_other(conversation_id=pair.id, by=pair.member)
    actions.block_other(conversation_id=pair.id, by=pair.member)
    assert last_line(pair) == ("closing", pair.supporter.id, "Goodbye, and thank you.")
    assert is_blocked(pair.member.id, pair.supporter.id)


@pytest.mark.parametrize("pressed_in_an_ended_one", [False, True])
def test_a_block_ends_all_that_the_two_have_open_and_nothing_else(
    pair: Pair, pressed_in_an_ended_one: bool, notices: list[dict[str, object]]
) -> None:
    if pressed_in_an_ended_one:
        end(pair, pair.supporter)
    swapped = pairing(pair.supporter, pair.member, pair.programme)
    theirs = actions.open_for_pairing(pairing_id=swapped.id, by=RULE)
    third = pairing(pair.member, person(pair.programme), pair.programme)
    with_a_third = actions.open_for_pairing(pairing_id=third.id, by=RULE)
    in_a_room = room([pair.member, pair.supporter], pair.programme)
    for _twice in range(2):
        actions.block_other(conversation_id=pair.id, by=pair.member)
    ended = Conversation.objects.filter(ended_at__isnull=False)
    assert set(ended.values_list("id", flat=True)) == {pair.id, theirs.id}
    assert not Conversation.objects.filter(
        id__in=[with_a_third.id, in_a_room.id], ended_at__isnull=False
    ).exists()
    swapped.refresh_from_db()
    third.refresh_from_db()
    assert (swapped.end_reason, swapped.never_again) == (EndReason.UNCOMFORTABLE, True)
    assert (third.ended_at, third.never_again) == (None, False)
    [*_before, last] = queries.lines_after(theirs.id, 0, 50)
    assert (last.kind, last.author_id, last.seq) == ("notice", None, 2)
    for one in (pair.member, pair.supporter):
        topic = f"conversation:{theirs.id}"
        assert {"revoke": str(one.id), "topic": topic, "upto": 2} in notices
    told = {notice["topic"] for notice in notices if "revoke" in notice}
    assert told == {f"conversation:{pair.id}", f"conversation:{theirs.id}"}


@pytest.mark.django_db(transaction=True)
def test_two_who_block_each_other_from_two_conversations_do_not_wait_in_a_circle() -> None:
    pair = Pair()
    swapped = pairing(pair.supporter, pair.member, pair.programme)
    theirs = actions.open_for_pairing(pairing_id=swapped.id, by=RULE)
    together = threading.Barrier(2, timeout=10)
    failed: list[Exception] = []

    def press(conversation_id: Any, by: Account) -> None:
        try:
            together.wait()
            actions.block_other(conversation_id=conversation_id, by=by)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=press, args=(pair.id, pair.member)),
        threading.Thread(target=press, args=(theirs.id, pair.supporter)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert not Conversation.objects.filter(ended_at__isnull=True).exists()
    assert Block.objects.count() == 2


def test_a_stranger_blocks_nobody_here(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        actions.block_other(conversation_id=pair.id, by=person(pair.programme))
    assert not Block.objects.exists()


def test_a_suspended_supporter_leaves_notices_and_their_members_wait_again(
    pair: Pair, notices: list[dict[str, object]]
) -> None:
    actions.on_account_suspended(account_id=pair.supporter.id, by=RULE)
    assert last_line(pair) == ("notice", None, "ended")
    assert state(pair) == (True, None, True, "suspended")
    assert requests_of(pair.member) == ["waiting"]
    told = [notice for notice in notices if "revoke" in notice]
    assert sorted(told, key=str) == sorted(
        [revoked(pair, one, upto=2) for one in (pair.member, pair.supporter)], key=str
    )
    before = queries.newest_seq(pair.id)
    actions.on_account_suspended(account_id=pair.supporter.id, by=RULE)
    assert queries.newest_seq(pair.id) == before


def test_only_the_programme_or_the_person_ends_all_of_somebody(pair: Pair) -> None:
    for by in (pair.member, person(pair.programme)):
        with pytest.raises(NotAllowed):
            actions.on_account_suspended(account_id=pair.supporter.id, by=by)
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    actions.on_account_suspended(account_id=pair.supporter.id, by=moderator)
    assert state(pair)[0]


def ended_support(pair: Pair, by: Any = RULE) -> None:
    actions.on_supporter_ended(account_id=pair.supporter.id, programme_id=pair.programme.id, by=by)


def test_a_supporter_s_end_leaves_a_notice_that_tells_nothing_and_their_members_wait_again(
    pair: Pair, notices: list[dict[str, object]]
) -> None:
    manager = make_account(programme=pair.programme, roles=[Role.MANAGER])
    for _turn in range(2):
        ended_support(pair, by=manager)
    lines = queries.lines_after(pair.id, 1, 10)
    assert [(line.kind, line.author_id, line.text) for line in lines] == [("notice", None, "ended")]
    assert state(pair) == (True, None, True, "role_ended")
    assert requests_of(pair.member) == ["waiting"]
    for one in (pair.member, pair.supporter):
        assert queries.visible_to(one).get() == pair.conversation


def test_a_supporter_s_end_leaves_their_own_talks_and_other_programmes_alone(pair: Pair) -> None:
    helper = make_account(programme=pair.programme, roles=[Role.SUPPORTER])
    made = pairing(pair.supporter, helper, pair.programme)
    own = actions.open_for_pairing(pairing_id=made.id, by=RULE)
    elsewhere = Pair()
    made = pairing(elsewhere.member, pair.supporter, elsewhere.programme)
    away = actions.open_for_pairing(pairing_id=made.id, by=RULE)
    ended_support(pair)
    for conversation in (own, away, elsewhere.conversation):
        conversation.refresh_from_db()
        assert conversation.ended_at is None
    assert state(pair)[0]


def test_only_managers_end_what_somebody_does_as_a_supporter(pair: Pair) -> None:
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    for by in (pair.member, pair.supporter, person(pair.programme), moderator):
        with pytest.raises(NotAllowed):
            ended_support(pair, by=by)
        assert state(pair) == (False, None, False, "")


def test_suspending_others_leaves_this_one_alone(pair: Pair) -> None:
    elsewhere = Pair()
    actions.on_account_suspended(account_id=elsewhere.member.id, by=RULE)
    assert state(pair) == (False, None, False, "")


def test_a_destroyed_key_leaves_who_and_when_and_no_word(
    pair: Pair, notices: list[dict[str, object]]
) -> None:
    pair.say("marmalade")
    with pytest.raises(NotPossible, match="End the conversation"):
        actions.destroy_key(conversation_id=pair.id, by=RULE)
    end(pair, pair.member)
    before = queries.lines_after(pair.id, 0, 10)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    after = queries.lines_after(pair.id, 0, 10)
    assert [line.text for line in after] == [None, None, None]
    assert [(line.seq, line.author_id, line.at) for line in after] == [
        (line.seq, line.author_id, line.at) for line in before
    ]
    assert [event["text"] for event in CONVERSATION.events_after(str(pair.id), 0, 9)] == [None] * 3
    assert events_about(pair.conversation).filter(verb="conversations.key_destroyed").count() == 1
    assert revoked(pair, pair.member, upto=0) in notices


def test_only_a_rule_destroys_a_key(pair: Pair) -> None:
    end(pair, pair.member)
    manager = make_account(programme=pair.programme, roles=[Role.MANAGER])
    for by in (pair.member, pair.supporter, manager):
        with pytest.raises(NotAllowed):
            actions.destroy_key(conversation_id=pair.id, by=by)
    with pytest.raises(NotPossible):
        actions.destroy_key(conversation_id=uuid4(), by=RULE)


def test_after_the_key_the_messages_may_go(pair: Pair) -> None:
    pair.say("gone")
    end(pair, pair.member)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    Conversation.objects.get(id=pair.id).delete()
    assert queries.lines_after(pair.id, 0, 10) == []


def test_a_sealed_text_without_its_key_does_not_open(pair: Pair) -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.unwrap(None)


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": "2026-01-01T00:00:00Z"},
        {"ended_seq": 1},
        {"wrapped_key": None},
        {"newest_seq": -1},
        {"kind": "room"},
        {"kind": "other"},
        {"pairing_id": None},
    ],
)
def test_the_database_keeps_a_conversation_whole(pair: Pair, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(id=pair.id).update(**change)


def test_the_database_lets_nothing_end_without_words(pair: Pair) -> None:
    with pytest.raises(IntegrityError, match="ends_with_words"), transaction.atomic():
        Conversation.objects.filter(id=pair.id).update(
            ended_at="2026-01-01T00:00:00Z", ended_seq=99
        )
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def add(pair: Pair, **changes: Any) -> None:
    """A message as a mistake in the code would write it."""
    newest = queries.newest_seq(pair.id)
    row = {"seq": newest + 1, "kind": "closing", "author": pair.member, "sealed_text": b"x"}
    Message.objects.create(conversation=pair.conversation, **row | changes)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "text"},
        {"kind": "notice", "author": None},
        {"author": None},
        {"author": "supporter"},
        {"late": True},
    ],
)
def test_the_database_takes_nothing_after_the_ending_but_the_others_goodbye(
    pair: Pair, change: dict[str, Any]
) -> None:
    end(pair, pair.supporter)
    ended_at = Conversation.objects.get(id=pair.id).ended_at
    assert ended_at is not None
    late = change.pop("late", False)
    change["at"] = ended_at + GOODBYE_WINDOW + timedelta(seconds=1 if late else 0)
    if change.get("author") == "supporter":
        change["author"] = pair.supporter
    with pytest.raises(IntegrityError), transaction.atomic():
        add(pair, **change)
    add(pair, at=ended_at + GOODBYE_WINDOW)


def test_the_database_takes_one_goodbye_of_each(pair: Pair) -> None:
    end(pair, pair.supporter)
    end(pair, pair.member)
    with pytest.raises(IntegrityError, match="one_goodbye_each"), transaction.atomic():
        add(pair)


def test_the_database_takes_nothing_after_an_ending_without_a_goodbye(pair: Pair) -> None:
    actions.block_other(conversation_id=pair.id, by=pair.supporter)
    with pytest.raises(IntegrityError, match="goodbyes only"), transaction.atomic():
        add(pair)


@pytest.mark.django_db(transaction=True)
def test_two_who_end_at_once_end_once_and_both_are_answered() -> None:
    pair = Pair()
    start = threading.Barrier(2)
    ended: list[object] = []

    def say_goodbye(by: Account, words: str) -> None:
        start.wait()
        try:
            ended.append(end(pair, by, closing_words=words).ended_by_id)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=say_goodbye, args=(pair.member, "From me")),
        threading.Thread(target=say_goodbye, args=(pair.supporter, "From them")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = queries.lines_after(pair.id, 1, 10)
    assert len(ended) == 2
    assert len(set(ended)) == 1
    assert [line.kind for line in lines] == ["closing", "closing"]
    assert lines[0].author_id == ended[0]
    assert {line.author_id: line.text for line in lines} == {
        pair.member.id: "From me",
        pair.supporter.id: "From them",
    }


@pytest.mark.parametrize("what", ["end", "block", "suspend", "role"])
def test_locks_are_taken_in_one_order(pair: Pair, what: str) -> None:
    doing = {
        "end": lambda: end(pair, pair.member, ask_again=True),
        "block": lambda: actions.block_other(conversation_id=pair.id, by=pair.member),
        "suspend": lambda: actions.on_account_suspended(account_id=pair.supporter.id, by=RULE),
        "role": lambda: ended_support(pair),
    }
    with CaptureQueriesContext(connection) as made:
        doing[what]()
    locks = [one["sql"] for one in made if "FOR NO KEY UPDATE" in one["sql"]]
    order = [re.findall(r'FROM "(\w+)"', sql)[0] for sql in locks]
    first = order.index("conversations_conversation")
    assert order[:first] == ["accounts_account"]
    assert str(pair.member.id.hex) in locks[0]
    assert "matching_pairing" in order[first:]


@pytest.mark.django_db(transaction=True)
def test_ending_and_suspending_at_once_do_not_wait_for_each_other_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from hearten.accounts import actions as accounts
    from hearten.accounts import ports

    pair = Pair()
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def run(what: Any) -> None:
        start.wait()
        try:
            what()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(ports, "_on_suspended", [actions.on_account_suspended])

    def suspend() -> None:
        accounts.suspend(account=pair.supporter, reason=next(iter(SuspendReason)), by=RULE)

    threads = [
        threading.Thread(target=run, args=(suspend,)),
        threading.Thread(target=run, args=(lambda: end(pair, pair.member, ask_again=True),)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert state(pair)[0]
    assert requests_of(pair.member) == ["waiting"]
