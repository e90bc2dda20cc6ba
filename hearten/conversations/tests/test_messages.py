"""Sending: order, once-ness, refusals, sealing."""

import json
import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hearten.accounts.models import Account
from hearten.conversations import actions, queries
from hearten.conversations.actions import Draft, Sent, ledger
from hearten.conversations.models import Conversation, Message
from hearten.conversations.tests.factories import RULE, Pair, block, draft, person, room
from hearten.foundation import clock, crypto, live
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.live import Refused

GATEWAY = SystemActor("live gateway")


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Every live notice of the test, in order."""
    heard: list[dict[str, object]] = []
    monkeypatch.setattr(live, "_notify", heard.append)
    return heard


def send(pair: Pair, *drafts: Draft) -> list[Sent | Refused]:
    return actions.send_messages(conversation_id=pair.id, drafts=drafts, by=GATEWAY)


def history(conversation_id: object) -> list[tuple[int, object, str | None]]:
    return [
        (line.seq, line.author_id, line.text)
        for line in queries.lines_after(conversation_id, 0, 100_000)  # type: ignore[arg-type]
    ]


def codes(outcomes: list[Sent | Refused]) -> list[object]:
    return [one.code if isinstance(one, Refused) else one.seq for one in outcomes]


def test_a_batch_is_stored_in_the_order_it_came(pair: Pair) -> None:
    outcomes = send(
        pair, draft(pair.member, "one"), draft(pair.supporter, "two"), draft(pair.member, "three")
    )
    assert codes(outcomes) == [2, 3, 4]
    assert history(pair.id)[1:] == [
        (2, pair.member.id, "one"),
        (3, pair.supporter.id, "two"),
        (4, pair.member.id, "three"),
    ]
    assert Conversation.objects.get(id=pair.id).newest_seq == 4


def test_a_batch_tells_the_topic_once_and_each_other_person_once(
    pair: Pair, notices: list[dict[str, object]]
) -> None:
    send(pair, draft(pair.member), draft(pair.member))
    assert notices == [{"topics": {f"conversation:{pair.id}": 3, f"person:{pair.supporter.id}": 0}}]


def test_nothing_new_is_told_to_nobody(pair: Pair, notices: list[dict[str, object]]) -> None:
    once = draft(pair.member)
    send(pair, once)
    notices.clear()
    send(pair, once, draft(pair.member, " "), draft(person()))
    assert notices == []


def test_the_notice_holds_no_text(pair: Pair, notices: list[dict[str, object]]) -> None:
    send(pair, draft(pair.member, "hush-hush"))
    assert "hush" not in json.dumps(notices)


def test_a_repeated_draft_is_answered_as_the_first_time(pair: Pair) -> None:
    once = draft(pair.member, "  one ")
    [first] = send(pair, once)
    [again] = send(pair, once)
    assert isinstance(first, Sent) and isinstance(again, Sent)
    assert (first.fresh, again.fresh) == (True, False)
    assert (again.seq, again.at, again.text) == (first.seq, first.at, "one")
    assert len(history(pair.id)) == 2


def test_a_draft_repeated_within_one_batch_is_stored_once(pair: Pair) -> None:
    once = draft(pair.member, "one")
    other = Draft(pair.member.id, once.client_id, "another")
    assert codes(send(pair, once, once, other)) == [2, 2, "changed"]
    assert len(history(pair.id)) == 2


def test_the_same_id_with_other_words_is_refused_and_changes_nothing(pair: Pair) -> None:
    once = draft(pair.member, "one")
    send(pair, once)
    before = history(pair.id)
    assert codes(send(pair, Draft(pair.member.id, once.client_id, "two"))) == ["changed"]
    assert history(pair.id) == before


def test_two_people_may_choose_the_same_id(pair: Pair) -> None:
    one = draft(pair.member, "mine")
    two = Draft(pair.supporter.id, one.client_id, "yours")
    assert codes(send(pair, one, two)) == [2, 3]
    assert codes(send(pair, two, one)) == [3, 2]


def test_one_id_in_two_conversations_is_two_messages(pair: Pair) -> None:
    one = draft(pair.member, "here")
    other = room([pair.member], pair.programme)
    send(pair, one)
    assert codes(
        actions.send_messages(
            conversation_id=other.id,
            drafts=[Draft(pair.member.id, one.client_id, "there")],
            by=GATEWAY,
        )
    ) == [1]


def test_a_bad_draft_is_refused_and_the_others_go_on(pair: Pair) -> None:
    stranger = person()
    outcomes = send(
        pair,
        draft(pair.member, "one"),
        draft(pair.member, "   "),
        draft(pair.member, "a\x00b"),
        draft(pair.member, "\u202egnp.exe"),
        draft(pair.member, "z" + "\u0317" * 60),
        draft(pair.member, "\ud800"),
        draft(pair.member, "x" * 10_001),
        draft(stranger, "let me in"),
        draft(pair.supporter, "x" * 10_000),
    )
    assert codes(outcomes) == [
        2, "empty", "binary", "bidi", "marks", "binary", "too_long", "not_allowed", 3,
    ]  # fmt: skip
    assert all(one.message for one in outcomes if isinstance(one, Refused))


def test_when_every_draft_is_bad_nothing_is_written(pair: Pair) -> None:
    assert codes(send(pair, draft(pair.member, ""), draft(pair.member, "\x07"))) == [
        "empty",
        "binary",
    ]
    assert Conversation.objects.get(id=pair.id).newest_seq == 1


@pytest.mark.parametrize("state", ["stranger", "left", "suspended", "no such conversation"])
def test_outsiders_get_one_answer_whatever_the_reason(pair: Pair, state: str) -> None:
    author, conversation_id = pair.member, pair.id
    if state == "stranger":
        author = person()
    elif state == "left":
        pair.conversation.participants.filter(account=author).update(left_at=clock.now())
    elif state == "suspended":
        Account.objects.filter(id=author.id).update(is_active=False)
    else:
        conversation_id = uuid4()
    [outcome] = actions.send_messages(
        conversation_id=conversation_id, drafts=[draft(author)], by=GATEWAY
    )
    assert outcome == Refused(code="not_allowed", message="This conversation is not open to you.")


@pytest.mark.parametrize("blocker", ["member", "supporter"])
def test_a_block_silences_both_and_reads_like_an_ending(pair: Pair, blocker: str) -> None:
    by, of = pair.member, pair.supporter
    block(by, of) if blocker == "member" else block(of, by)
    assert codes(send(pair, draft(by), draft(of))) == ["ended", "ended"]


def test_a_block_does_not_silence_a_room(db: None) -> None:
    one, other = person(), person()
    here = room([one, other])
    block(one, other)
    outcomes = actions.send_messages(
        conversation_id=here.id, drafts=[draft(one), draft(other)], by=GATEWAY
    )
    assert codes(outcomes) == [1, 2]


def test_nobody_writes_as_somebody_else(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        actions.send_messages(
            conversation_id=pair.id, drafts=[draft(pair.supporter)], by=pair.member
        )
    with pytest.raises(NotAllowed):
        actions.send_message(conversation_id=pair.id, client_id=uuid4(), text="Hello", by=RULE)
    assert len(history(pair.id)) == 1


def test_a_single_send_raises_what_a_batch_refuses(pair: Pair) -> None:
    def send_one(text: str, by: Account, client_id: object = None) -> None:
        actions.send_message(
            conversation_id=pair.id,
            client_id=client_id or uuid4(),  # type: ignore[arg-type]
            text=text,
            by=by,
        )

    once = uuid4()
    send_one("one", pair.member, once)
    with pytest.raises(NotPossible, match="other words"):
        send_one("two", pair.member, once)
    with pytest.raises(Invalid, match="write something"):
        send_one(" ", pair.member)
    with pytest.raises(NotAllowed):
        send_one("one", person())
    block(pair.supporter, pair.member)
    with pytest.raises(NotPossible, match="has ended"):
        send_one("one", pair.member)


def test_many_conversations_are_written_at_once_and_each_by_its_own_rules(pair: Pair) -> None:
    here, quiet, blocked = Pair(), Pair(), Pair()
    crowd = room([pair.member, here.member])
    block(blocked.member, blocked.supporter)
    nowhere = uuid4()
    once = draft(quiet.member, "once")
    send(quiet, once)
    sent = actions.send_to_many(
        drafts={
            pair.id: [draft(pair.member, "one"), draft(here.member, "not mine")],
            here.id: [draft(here.supporter, "two"), draft(here.supporter, " ")],
            quiet.id: [once, draft(quiet.member, "again")],
            blocked.id: [draft(blocked.supporter)],
            crowd.id: [draft(here.member, "hello"), draft(pair.member, "hello"), draft(person())],
            nowhere: [draft(pair.member)],
        },
        wait=True,
        by=GATEWAY,
    )
    assert {id_: codes(outcomes) for id_, outcomes in sent.items()} == {
        pair.id: [2, "not_allowed"],
        here.id: [2, "empty"],
        quiet.id: [2, 3],
        blocked.id: ["ended"],
        crowd.id: [1, 2, "not_allowed"],
        nowhere: ["not_allowed"],
    }
    assert history(quiet.id)[1:] == [(2, quiet.member.id, "once"), (3, quiet.member.id, "again")]


def test_many_topics_are_told_by_one_notice(pair: Pair, notices: list[dict[str, object]]) -> None:
    other = Pair()
    notices.clear()
    drafts = {one.id: [draft(one.member)] for one in (pair, other)}
    actions.send_to_many(drafts=drafts, wait=True, by=GATEWAY)
    topics = {f"conversation:{one.id}": 2 for one in (pair, other)}
    assert notices == [
        {"topics": topics | {f"person:{one.supporter.id}": 0 for one in (pair, other)}}
    ]


def test_queries_do_not_grow_with_the_conversations(
    pair: Pair, django_assert_num_queries: object
) -> None:
    pairs = [pair, Pair(), Pair()]
    for some in (pairs[:1], pairs):
        drafts = {one.id: [draft(one.member)] for one in some}
        with django_assert_num_queries(9):  # type: ignore[operator]
            actions.send_to_many(drafts=drafts, wait=False, by=GATEWAY)


@pytest.mark.django_db(transaction=True)
def test_a_conversation_somebody_holds_is_left_out_or_waited_for() -> None:
    held, free = Pair(), Pair()
    drafts = {one.id: [draft(one.member)] for one in (held, free)}
    taken, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            ledger.locked(held.id)
            taken.set()
            go_on.wait(10)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(10)
    first = actions.send_to_many(drafts=drafts, wait=False, by=GATEWAY)
    assert {id_: codes(some) for id_, some in first.items()} == {free.id: [2]}
    go_on.set()
    again = actions.send_to_many(drafts=drafts, wait=True, by=GATEWAY)
    holder.join()
    assert {id_: codes(some) for id_, some in again.items()} == {held.id: [2], free.id: [2]}


def test_queries_do_not_grow_with_the_batch(pair: Pair, django_assert_num_queries: object) -> None:
    for size in (1, 64):
        with django_assert_num_queries(9):  # type: ignore[operator]
            send(pair, *[draft(pair.member) for _ in range(size)])


def test_the_table_never_holds_what_was_written(pair: Pair) -> None:
    send(pair, draft(pair.member, "lighthouse marmalade"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text, m.sealed_text FROM conversations_message m")
        rows = cursor.fetchall()
        cursor.execute("SELECT row_to_json(e)::text FROM audit_event e")
        audited = " ".join(row[0] for row in cursor.fetchall())
    for row, sealed in rows:
        for part in ("lighthouse", "marmalade"):
            assert part not in row
            assert part.encode() not in bytes(sealed)
            assert part.encode().hex() not in row
            assert part not in audited


def test_a_text_opens_only_in_its_own_place(pair: Pair) -> None:
    send(pair, draft(pair.member, "first"), draft(pair.member, "second"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE conversations_message DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE conversations_message SET sealed_text = (SELECT sealed_text FROM"
            " conversations_message WHERE conversation_id = %s AND seq = 2)"
            " WHERE conversation_id = %s AND seq = 3",
            [pair.id, pair.id],
        )
        cursor.execute("ALTER TABLE conversations_message ENABLE TRIGGER USER")
    with pytest.raises(crypto.Unreadable):
        queries.lines_after(pair.id, 0, 10)


@pytest.mark.parametrize(
    "change", ["SET sealed_text = ''", "SET seq = 9", "SET kind = 'closing'", "SET at = now()"]
)
def test_the_database_refuses_to_change_a_message(pair: Pair, change: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(f"UPDATE conversations_message {change}")


def test_the_database_lets_a_message_forget_its_author_and_nothing_more(pair: Pair) -> None:
    send(pair, draft(pair.member, "stays"))
    Message.objects.filter(conversation_id=pair.id, author=pair.member).update(author=None)
    assert history(pair.id)[-1] == (2, None, "stays")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Message.objects.filter(seq=2).update(author=pair.supporter)


def test_messages_are_deleted_only_after_their_key(pair: Pair) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Message.objects.all().delete()


def test_append_needs_the_transaction_of_its_lock() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        ledger.append(conversation=Conversation(), lines=[])


def test_a_message_has_the_time_of_its_sending(pair: Pair) -> None:
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    with clock.frozen(at):
        [sent] = send(pair, draft(pair.member))
    assert isinstance(sent, Sent)
    assert (sent.at, queries.lines_after(pair.id, 1, 1)[0].at) == (at, at)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_lose_nothing_and_leave_no_gap() -> None:
    pair, writers, each = Pair(), 8, 12
    acknowledged: list[Sent] = []
    start = threading.Barrier(writers)

    def write(number: int) -> None:
        author = pair.member if number % 2 else pair.supporter
        start.wait()
        try:
            for turn in range(each):
                drafts = [draft(author, f"{number}.{turn}.{part}") for part in range(3)]
                outcomes = send(pair, *drafts, drafts[0])
                acknowledged.extend(one for one in outcomes if isinstance(one, Sent))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = history(pair.id)
    assert [seq for seq, _author, _text in stored] == list(range(1, writers * each * 3 + 2))
    assert {(one.seq, one.account_id, one.text) for one in acknowledged} == set(stored[1:])
    for number in range(writers):
        own = [text for _s, _a, text in stored[1:] if text and text.startswith(f"{number}.")]
        assert own == [f"{number}.{turn}.{part}" for turn in range(each) for part in range(3)]


NAUGHTY = [
    "'; DROP TABLE conversations_message; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% csrf_token %}",
    "%s %(x)s %%",
    "\\x00 \\u0000",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "سلام \u200fhello\u200e",
    "पहला शब्द",
    "Ω≈ç√∫˜µ≤≥÷",
    "  \u00a0x\u2003 ",
    "line\r\nline\rline",
    "\ufeffmark",
    "$1 ${jndi:ldap://x}",
    "NULL",
    '{"text": "x"}',
]


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_comes_back_as_it_was_cleaned(pair: Pair, text: str) -> None:
    [sent] = send(pair, draft(pair.member, text))
    assert isinstance(sent, Sent)
    assert history(pair.id)[-1][2] == sent.text


@pytest.mark.django_db
def test_any_text_is_stored_whole_or_refused_kindly() -> None:
    pair = Pair()

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(max_size=400))
    def holds(text: str) -> None:
        [outcome] = send(pair, draft(pair.member, text))
        if isinstance(outcome, Sent):
            assert history(pair.id)[-1] == (outcome.seq, pair.member.id, outcome.text)
        else:
            assert outcome.code in {"empty", "binary", "bidi", "marks"}

    holds()
