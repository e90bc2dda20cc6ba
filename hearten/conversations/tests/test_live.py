"""The topic and the command: who may listen, what an event is, and that resuming loses nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hearten.accounts.models import Account
from hearten.conversations import actions
from hearten.conversations.actions import Draft
from hearten.conversations.commands import SEND
from hearten.conversations.models import MessageKind
from hearten.conversations.tests.factories import RULE, Pair, block, draft, person, room, run
from hearten.conversations.topics import CONVERSATION
from hearten.foundation import clock
from hearten.foundation.live import Done, Frame, Listener, Refused
from hearten.matching.queries import EndReason


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def listener(account: Account) -> Listener:
    return Listener(account_id=account.id, session_id=uuid4(), pseudonym=account.pseudonym)


def frame(author: Account, text: object = "Hello", client_id: UUID | None = None) -> Frame:
    return Frame(by=listener(author), client_id=client_id or uuid4(), data={"text": text})


def may_listen(account: Account, key: object) -> bool:
    return CONVERSATION.may_listen(listener(account), str(key))


def test_the_two_may_listen_and_nobody_else(pair: Pair) -> None:
    assert may_listen(pair.member, pair.id)
    assert may_listen(pair.supporter, pair.id)
    assert not may_listen(person(), pair.id)
    assert not may_listen(Pair().member, pair.id)


@pytest.mark.parametrize("key", ["", "x", "0", "*", "../x", "\x00", "1e400"])
def test_what_is_no_conversation_has_no_listeners_and_no_events(pair: Pair, key: str) -> None:
    assert not may_listen(pair.member, key)
    assert CONVERSATION.newest(key) == 0
    assert list(CONVERSATION.events_after(key, 0, 10)) == []


def test_only_the_canonical_name_is_a_topic(pair: Pair) -> None:
    for key in (str(pair.id).upper(), pair.id.hex, f"{{{pair.id}}}", f"urn:uuid:{pair.id}"):
        assert not may_listen(pair.member, key) or key == str(pair.id)
        assert CONVERSATION.newest(key) in (0, 1 if key == str(pair.id) else 0)
    assert not may_listen(pair.member, uuid4())
    assert CONVERSATION.newest(str(uuid4())) == 0


def test_who_left_or_is_suspended_hears_nothing_more(pair: Pair) -> None:
    pair.conversation.participants.filter(account=pair.member).update(left_at=clock.now())
    Account.objects.filter(id=pair.supporter.id).update(is_active=False)
    assert not may_listen(pair.member, pair.id)
    assert not may_listen(pair.supporter, pair.id)


@pytest.mark.parametrize("how", ["goodbye", "block"])
def test_what_has_ended_may_be_heard_to_its_end_by_the_two_and_then_no_more(
    pair: Pair, how: str
) -> None:
    def may_catch_up(account: Account, key: object = pair.id) -> bool:
        return CONVERSATION.may_catch_up(listener(account), str(key))

    assert not may_catch_up(pair.member)  # nothing has ended: whoever may, listens
    if how == "goodbye":
        actions.end_conversation(
            conversation_id=pair.id, closing_words="Bye.", reason=EndReason.TIME, by=pair.member
        )
    else:
        actions.block_other(conversation_id=pair.id, by=pair.member)
    for one in (pair.member, pair.supporter):
        assert (may_listen(one, pair.id), may_catch_up(one)) == (False, True)
    assert not may_catch_up(person())
    assert not may_catch_up(pair.member, uuid4())
    assert not may_catch_up(pair.member, "x")
    Account.objects.filter(id=pair.supporter.id).update(is_active=False)
    pair.conversation.participants.filter(account=pair.member).update(left_at=clock.now())
    assert not may_catch_up(pair.supporter)
    assert not may_catch_up(pair.member)


def test_a_block_ends_listening_for_both_in_a_pair_but_not_in_a_room(pair: Pair) -> None:
    here = room([pair.member, pair.supporter])
    block(pair.member, pair.supporter)
    assert not may_listen(pair.member, pair.id)
    assert not may_listen(pair.supporter, pair.id)
    assert may_listen(pair.member, here.id)
    assert may_listen(pair.supporter, here.id)


def test_listening_is_decided_in_three_queries_at_most(
    pair: Pair, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        may_listen(pair.member, pair.id)


def test_an_event_is_exactly_what_a_page_shows(pair: Pair) -> None:
    client_id = uuid4()
    [sent] = actions.send_messages(
        conversation_id=pair.id, drafts=[draft(pair.member, "Hello", client_id)], by=RULE
    )
    notice, said = CONVERSATION.events_after(str(pair.id), 0, 10)
    assert said == {
        "seq": 2,
        "kind": "text",
        "author": str(pair.member.id),
        "id": str(client_id),
        "text": "Hello",
        "at": sent.at.isoformat(),  # type: ignore[union-attr]
    }
    assert (notice["seq"], notice["kind"], notice["author"], notice["text"]) == (
        1,
        "notice",
        None,
        "opened",
    )


def test_events_are_read_in_two_queries_however_many(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        actions.send_messages(
            conversation_id=pair.id, drafts=[draft(pair.member) for _ in range(20)], by=RULE
        )
        with django_assert_num_queries(2):
            CONVERSATION.events_after(str(pair.id), 0, 1000)
    assert CONVERSATION.newest(str(pair.id)) == 41
    assert [one["seq"] for one in CONVERSATION.events_after(str(pair.id), 39, 1000)] == [40, 41]
    assert [one["seq"] for one in CONVERSATION.events_after(str(pair.id), 0, 3)] == [1, 2, 3]


def test_many_conversations_are_read_in_as_many_queries_as_one(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    other = Pair()
    for talk in (pair, other):
        talk.say("one"), talk.say("two")
    change = Draft(other.member.id, uuid4(), "changed", 2, MessageKind.EDIT)
    actions.send_messages(conversation_id=other.id, drafts=[change], by=RULE)
    asked = [(str(other.id), 1, 9), (str(pair.id), 0, 2), ("x", 0, 9), (str(other.id), 3, 9)]
    one_by_one = [list(CONVERSATION.events_after(*one)) for one in asked]
    with django_assert_num_queries(2):
        together = CONVERSATION.what_came(asked)
    assert together == one_by_one
    said = [[(one["seq"], one["text"]) for one in some] for some in together]
    assert said == [
        [(2, "changed"), (3, "two"), (4, "changed")],
        [(1, "opened"), (2, "one")],
        [],
        [(4, "changed")],
    ]


def test_a_run_answers_each_frame_and_gives_the_new_events(pair: Pair) -> None:
    frames = [
        frame(pair.member, "one"),
        frame(pair.member, None),
        frame(pair.member, 7),
        frame(person(), "let me in"),
        frame(pair.supporter, "two"),
    ]
    answers, events = run(SEND, pair.id, frames)
    assert [one.code if isinstance(one, Refused) else one.result["seq"] for one in answers] == [
        2, "empty", "empty", "not_allowed", 3,
    ]  # fmt: skip
    assert list(events) == list(CONVERSATION.events_after(str(pair.id), 1, 10))
    assert isinstance(answers[0], Done)
    assert set(answers[0].result) == {"seq", "at"}


def test_a_run_on_a_key_that_names_nothing_refuses_every_frame(pair: Pair) -> None:
    answers, events = run(SEND, "x", [frame(pair.member), frame(pair.member)])
    assert [one.code for one in answers if isinstance(one, Refused)] == ["not_allowed"] * 2
    assert list(events) == []


class Talk(RuleBasedStateMachine):
    """Two people write, lose answers, try again, drop off and resume, in any order. Whatever
    happened, each sees the same history: every acknowledged message once, in order, no gap."""

    @initialize()
    def open(self) -> None:
        self.pair = Pair()
        self.acknowledged: dict[tuple[UUID, UUID], tuple[int, str]] = {}
        self.pending: list[Frame] = []
        self.sent: list[Frame] = []
        self.seen: dict[UUID, list[Any]] = {self.pair.member.id: [], self.pair.supporter.id: []}

    @rule(own=st.booleans(), text=st.text(alphabet="abc", min_size=1, max_size=5))
    def write(self, own: bool, text: str) -> None:
        self.pending.append(frame(self.pair.member if own else self.pair.supporter, text))

    @precondition(lambda self: self.pending)
    @rule(lose_answer=st.booleans())
    def flush(self, lose_answer: bool) -> None:
        frames, self.pending = self.pending, []
        self._run(frames, lose_answer=lose_answer)
        if lose_answer:
            self.pending = list(frames)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        frames = data.draw(st.lists(st.sampled_from(self.sent), min_size=1, max_size=6))
        self._run(frames, lose_answer=False)

    @rule(who=st.booleans(), most=st.integers(1, 4))
    def resume(self, who: bool, most: int) -> None:
        seen = self.seen[(self.pair.member if who else self.pair.supporter).id]
        after = seen[-1]["seq"] if seen else 0
        seen.extend(CONVERSATION.events_after(str(self.pair.id), after, most))

    def _run(self, frames: list[Frame], *, lose_answer: bool) -> None:
        answers, _events = run(SEND, self.pair.id, frames)
        for one, answer in zip(frames, answers, strict=True):
            assert isinstance(answer, Done)
            self.sent.append(one)
            key, value = (
                (one.by.account_id, one.client_id),
                (answer.result["seq"], str(one.data["text"])),
            )
            if not lose_answer:
                assert self.acknowledged.setdefault(key, value) == value

    @invariant()
    def history_is_whole(self) -> None:
        if not hasattr(self, "pair"):
            return
        whole = list(CONVERSATION.events_after(str(self.pair.id), 0, 10_000))
        assert [event["seq"] for event in whole] == list(range(1, len(whole) + 1))
        by_key = {(event["author"], event["id"]): event for event in whole[1:]}
        assert len(by_key) == len(whole) - 1 == len({one.client_id for one in self.sent})
        for (author, client_id), (seq, text) in self.acknowledged.items():
            event = by_key[str(author), str(client_id)]
            assert (event["seq"], event["text"]) == (seq, text)
        for seen in self.seen.values():
            assert seen == whole[: len(seen)]


@pytest.mark.django_db
def test_history_is_whole_after_any_interleaving() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Talk, settings=settings(max_examples=15, stateful_step_count=20, deadline=None)
    )


def test_many_are_asked_about_at_once_by_the_same_rules(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    ended, parted = Pair(), Pair()
    block(parted.member, parted.supporter)
    Account.objects.filter(id=ended.member.id).update(is_active=False)
    here = room([pair.member, parted.member, parted.supporter])
    talks = (pair.id, ended.id, parted.id, here.id, uuid4(), "x")
    everybody = [one for talk in (pair, ended, parted) for one in (talk.member, talk.supporter)]
    asked = [(listener(one), str(key)) for one in everybody for key in talks]
    alone = [CONVERSATION.may_listen(*one) for one in asked]
    assert sum(alone) == 6
    with django_assert_num_queries(4):  # what goes on, seats of pairs and of rooms, blocks
        assert CONVERSATION.who_may(asked) == alone
    keys = [str(key) for key in talks]
    with django_assert_num_queries(1):
        assert CONVERSATION.where_they_stand(keys) == [1, 1, 1, 0, 0, 0]
