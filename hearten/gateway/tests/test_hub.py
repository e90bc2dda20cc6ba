import asyncio

import pytest
from django.db import OperationalError

from hearten.gateway.limits import Limits
from hearten.gateway.protocol import Close
from hearten.gateway.tests.fakes import listener, turns
from hearten.gateway.tests.people import House


def filled(house, count, key="a"):
    house.domain.history.setdefault(key, [])
    for n in range(count):
        house.domain.write(key, f"m{n}")


async def test_who_comes_without_a_place_hears_only_what_is_new(house):
    filled(house, 3)
    wren = house.connect()
    await wren.subs()
    assert wren.wire.frames[0] == {"t": "subscribed", "topic": "talk:a", "seq": 3}
    filled(house, 2)
    house.hub.noticed("talk:a", 5)
    await turns()
    assert wren.seqs() == [4, 5]


@pytest.mark.parametrize("missed", [1, 50, 10_000])
async def test_who_comes_back_hears_all_they_missed_in_order(house, missed):
    filled(house, 7 + missed)
    wren = house.connect()
    await wren.subs(after=7)
    await turns(missed // 10 + 50)
    assert wren.seqs() == list(range(8, 8 + missed))
    filled(house, 1)
    house.hub.noticed("talk:a", 8 + missed)
    await turns()
    assert wren.seqs() == list(range(8, 9 + missed))


@pytest.mark.parametrize("later", range(12))
async def test_whoever_comes_while_a_topic_is_being_opened_starts_at_their_place(house, later):
    filled(house, 1)
    house.connect().says("sub", topic="talk:a", after=0)
    await turns(later)
    finch = house.connect()
    finch.says("sub", topic="talk:a", after=0)
    await turns()
    filled(house, 1)
    house.hub.noticed("talk:a", 2)
    await turns()
    assert finch.seqs() == [1, 2]


async def test_a_lost_notice_is_made_good_by_the_next(house):
    filled(house, 1)
    wren = house.connect()
    await wren.subs(after=0)
    filled(house, 4)
    house.hub.noticed("talk:a", 5)
    house.hub.noticed("talk:a", 3)
    await turns()
    assert wren.seqs() == [1, 2, 3, 4, 5]


async def test_a_recheck_finds_what_no_notice_told(house):
    filled(house, 1)
    wren = house.connect()
    await wren.subs(after=0)
    filled(house, 2)
    await house.hub.recheck(nudge=False)
    await turns()
    assert wren.seqs() == [1, 2, 3]


async def test_who_was_lost_sight_of_together_with_a_notice_gets_nothing_of_it(house):
    filled(house, 1)
    wren, finch = house.connect(), house.connect()
    for person in (wren, finch):
        await person.subs(after=0)
    house.domain.banned.add((finch.who.account_id, "a"))
    filled(house, 2)
    await house.hub.recheck(nudge=False)
    await turns()
    assert (wren.seqs(), finch.seqs()) == ([1, 2, 3], [1])
    assert finch.wire.frames[-1] == {"t": "revoked", "topic": "talk:a"}


@pytest.mark.parametrize(("nudge", "nudged"), [(True, 1), (False, 0)])
async def test_a_look_nudges_only_when_asked_to(house, nudge, nudged):
    wren = house.connect()
    await wren.subs(f"person:{wren.who.account_id}")
    await house.hub.recheck(nudge=nudge)
    assert len(wren.wire.of("nudge")) == nudged


async def test_a_notice_that_promises_too_much_does_no_harm(house):
    filled(house, 1)
    wren = house.connect()
    await wren.subs(after=0)
    house.hub.noticed("talk:a", 9)
    await turns()
    filled(house, 1)
    house.hub.noticed("talk:a", 2)
    await turns()
    assert wren.seqs() == [1, 2]


async def test_a_topic_reads_once_for_everybody(house):
    filled(house, 2)
    people = [house.connect() for _ in range(50)]
    for person in people:
        person.says("sub", topic="talk:a", after=0)
    await turns(100)
    assert [person.seqs() for person in people] == [[1, 2]] * 50
    assert house.domain.readings == [("a", 0, 2)]
    filled(house, 1)
    house.hub.noticed("talk:a", 3)
    await turns(100)
    assert [person.seqs() for person in people] == [[1, 2, 3]] * 50
    assert house.domain.readings[1:] == [("a", 2, house.limits.page)]


async def test_own_writes_are_not_read_back(house):
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    wren.says("do", id=str(listener().account_id), name="say", topic="talk:a", data={"text": "hi"})
    await turns()
    assert wren.wire.events() == [{"seq": 1, "kind": "said", "text": "hi"}]
    assert house.domain.readings == []


async def test_a_notice_of_our_own_run_waits_for_the_run(house):
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    house.hub.writes("talk:a")
    event = house.domain.write("a", "hi")
    house.hub.noticed("talk:a", 1)
    await turns()
    assert wren.seqs() == []
    house.hub.wrote("talk:a", [event])
    assert wren.seqs() == [1]
    await turns()
    assert house.domain.readings == []


@pytest.mark.parametrize("few", [0, 20])
async def test_what_another_process_wrote_behind_our_run_is_read_at_once(house, few, monkeypatch):
    """Its notice came before our run did, and no other will come."""
    monkeypatch.setattr("hearten.gateway.topic.FEW", few)
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    house.hub.writes("talk:a")
    ours, theirs = house.domain.write("a", "ours"), house.domain.write("a", "theirs")
    house.hub.noticed("talk:a", theirs["seq"])
    house.hub.wrote("talk:a", [ours])
    await turns()
    assert wren.seqs() == [1, 2]


async def test_what_another_process_wrote_in_many_talks_is_read_together(house):
    keys = [f"k{number}" for number in range(40)]
    wren = house.connect()
    for key in keys:
        filled(house, 0, key)
        await wren.subs(f"talk:{key}", after=0)
    asked, read = [], house.runner.read

    async def counted(function, *args):
        asked.append(len(args[0]))
        return await read(function, *args)

    house.runner.read = counted
    for key in keys:
        filled(house, 1, key)
        house.hub.noticed(f"talk:{key}", 1)
    await turns(100)
    assert wren.seqs() == [1] * 40
    assert asked == [40]


async def test_what_another_process_wrote_does_not_wait_for_a_run_that_hangs(house, monkeypatch):
    monkeypatch.setattr("hearten.gateway.topic.SETTLING", 0)
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    house.hub.writes("talk:a")
    filled(house, 1)
    house.hub.noticed("talk:a", 1)
    await turns()
    assert wren.seqs() == [1]
    filled(house, 1)
    house.hub.noticed("talk:a", 2)
    await turns()
    assert wren.seqs() == [1, 2]


@pytest.mark.parametrize("few", [0, 20])
async def test_a_room_of_any_size_is_told_once_and_in_order(house, few, monkeypatch):
    monkeypatch.setattr("hearten.gateway.topic.FEW", few)
    filled(house, 0)
    people = [house.connect() for _ in range(5)]
    for person in people:
        await person.subs(after=0)
    for number in range(3):
        house.hub.writes("talk:a")
        event = house.domain.write("a", f"m{number}")
        house.hub.noticed("talk:a", event["seq"])
        house.hub.wrote("talk:a", [event])
    await turns()
    assert [person.seqs() for person in people] == [[1, 2, 3]] * 5
    assert house.domain.readings == []


async def test_own_writes_behind_another_process_are_read(house):
    """Our run gave number 2 because another process had written number 1 unheard."""
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    house.domain.write("a", "from elsewhere")
    wren.says("do", id=str(listener().account_id), name="say", topic="talk:a", data={"text": "hi"})
    await turns()
    assert wren.seqs() == [1, 2]


@pytest.mark.parametrize("topic", ["talk:none", "nothing:a", "talk:secret"])
async def test_not_allowed_and_not_there_are_one_answer(house, topic):
    wren = house.connect()
    filled(house, 3, "secret")
    house.domain.banned.add((wren.who.account_id, "secret"))
    await wren.subs(topic, after=0)
    assert wren.wire.frames == [{"t": "denied", "topic": topic}]
    assert house.hub.rooms == {}
    house.hub.noticed(topic, 3)
    await turns()
    assert wren.wire.frames == [{"t": "denied", "topic": topic}]


async def test_a_domain_that_fails_at_the_question_has_not_said_yes(house, caplog):
    filled(house, 1)
    wren = house.connect()
    house.runner.down = ValueError("private words")
    await wren.subs(after=0)
    assert wren.wire.frames == [{"t": "denied", "topic": "talk:a"}]
    assert [record.getMessage() for record in caplog.records] == [
        "may_listen of talk failed: ValueError",
        "may_catch_up of talk failed: ValueError",
    ]


async def test_without_the_database_the_client_is_told_to_come_back(house):
    filled(house, 1)
    wren = house.connect()
    house.runner.down = OperationalError("the server is away")
    await wren.subs(after=0)
    assert (wren.wire.frames, wren.wire.closed) == ([], Close.TRY_AGAIN)
    house.runner.down = None
    again = house.connect(wren.who)
    await again.subs(after=0)
    assert again.seqs() == [1]


async def test_a_revoked_person_hears_nothing_more_on_any_page(house):
    filled(house, 1)
    wren = house.connect()
    other_page, finch = house.connect(wren.who), house.connect()
    for person in (wren, other_page, finch):
        await person.subs(after=0)
    house.domain.banned.add((wren.who.account_id, "a"))
    house.hub.revoke("talk:a", wren.who.account_id)
    filled(house, 1)
    house.hub.noticed("talk:a", 2)
    await turns()
    assert (wren.seqs(), other_page.seqs(), finch.seqs()) == ([1], [1], [1, 2])
    assert wren.wire.of("revoked") == [{"t": "revoked", "topic": "talk:a"}]
    assert other_page.wire.of("revoked") == [{"t": "revoked", "topic": "talk:a"}]
    assert finch.wire.of("revoked") == []


async def test_revoking_finds_somebody_who_was_just_being_let_in(house):
    filled(house, 5)
    wren = house.connect()
    wren.says("sub", topic="talk:a", after=0)
    house.hub.revoke("talk:a", wren.who.account_id)
    await turns()
    assert wren.wire.frames == [{"t": "revoked", "topic": "talk:a"}]
    assert house.hub.rooms == {}


async def test_leaving_ends_the_topic_and_coming_again_starts_at_its_place(house):
    filled(house, 2)
    wren = house.connect()
    await wren.subs(after=0)
    wren.says("unsub", topic="talk:a")
    await turns()
    assert house.hub.rooms == {}
    filled(house, 2)
    await wren.subs(after=2)
    assert wren.seqs() == [1, 2, 3, 4]


async def test_asking_again_starts_again_from_the_new_place(house):
    filled(house, 2)
    wren = house.connect()
    wren.says("sub", topic="talk:a", after=0)
    wren.says("sub", topic="talk:a", after=1)
    await turns()
    assert wren.seqs() == [2]
    assert len(house.hub.rooms["talk:a"].subscriptions) == 1


async def test_a_nudge_reaches_its_person_only(house):
    wren, finch = house.connect(), house.connect()
    mine, others = f"person:{wren.who.account_id}", f"person:{finch.who.account_id}"
    await wren.subs(mine)
    await finch.subs(others)
    await finch.subs(mine)
    house.hub.noticed(mine, 0)
    await turns()
    assert wren.wire.frames[1:] == [{"t": "nudge", "topic": mine}]
    assert finch.wire.frames[1:] == [{"t": "denied", "topic": mine}]


async def test_a_reader_catching_up_is_fed_no_faster_than_it_reads():
    house = House(Limits(page=10, frames_burst=1000))
    filled(house, 100)
    wren = house.connect()
    wren.wire.stall()
    await wren.subs(after=0)
    assert wren.seqs() == list(range(1, 11))
    wren.wire.reads.set()
    await turns(100)
    assert wren.seqs() == list(range(1, 101))


async def test_a_reader_that_does_not_read_is_cut_and_others_go_on():
    house = House(Limits(buffered=10_000, frames_burst=1000))
    filled(house, 0)
    slow, quick = house.connect(), house.connect()
    await slow.subs(after=0)
    await quick.subs(after=0)
    slow.wire.stall()
    for n in range(1, 301):
        house.domain.write("a", "x" * 100)
        house.hub.noticed("talk:a", n)
        await turns(4)
    await turns(1000)
    assert slow.wire.closed == Close.RESUME
    assert slow.seqs() == list(range(1, len(slow.seqs()) + 1))
    assert slow.wire.waiting < 11_000
    assert quick.seqs() == list(range(1, 301))
    assert len(house.hub.rooms["talk:a"].subscriptions) == 1


async def test_a_page_that_was_faster_than_the_notice_misses_nothing(house):
    """The page shows message 3 before this gateway has heard of it."""
    filled(house, 2)
    finch = house.connect()
    await finch.subs(after=2)
    filled(house, 1)
    wren = house.connect()
    await wren.subs(after=3)
    assert wren.wire.frames[0] == {"t": "subscribed", "topic": "talk:a", "seq": 3}
    assert finch.seqs() == [3]
    filled(house, 1)
    house.hub.noticed("talk:a", 4)
    await turns()
    assert [seq for seq in wren.seqs() if seq > 3] == [4]
    assert finch.seqs() == [3, 4]


async def test_a_client_that_has_more_than_there_is_learns_it(house):
    """The database was set back to a backup."""
    filled(house, 2)
    wren = house.connect()
    await wren.subs(after=40)
    assert wren.wire.frames[0] == {"t": "subscribed", "topic": "talk:a", "seq": 2}


async def test_a_number_another_process_gave_between_two_runs_is_not_left_out(house):
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    events = [house.domain.write("a", f"m{n}") for n in range(3)]
    house.hub.wrote("talk:a", [events[0]])
    house.hub.wrote("talk:a", [events[2]])
    await turns()
    assert wren.seqs() == [1, 2, 3]


async def test_who_is_revoked_while_a_big_room_is_being_told_hears_nothing_more(house, monkeypatch):
    monkeypatch.setattr("hearten.gateway.topic.CHUNK", 1)
    filled(house, 0)
    people = [house.connect() for _ in range(3)]
    for person in people:
        await person.subs(after=0)
    filled(house, 1)
    house.hub.noticed("talk:a", 1)
    while not people[0].seqs():
        await turns(1)
    house.hub.revoke("talk:a", people[2].who.account_id)
    await turns()
    assert [person.seqs() for person in people] == [[1], [1], []]


async def test_who_is_revoked_has_what_was_committed_before_and_nothing_after(house):
    filled(house, 0)
    wren, finch = house.connect(), house.connect()
    for person in (wren, finch):
        await person.subs(after=0)
    filled(house, 3)
    house.hub.noticed("talk:a", 2)
    house.hub.revoke("talk:a", wren.who.account_id, 2)
    house.hub.noticed("talk:a", 3)
    await turns()
    assert (wren.seqs(), finch.seqs()) == ([1, 2], [1, 2, 3])
    assert wren.wire.frames[-1] == {"t": "revoked", "topic": "talk:a"}
    assert len(wren.wire.of("revoked")) == 1
    assert len(house.hub.rooms["talk:a"].subscriptions) == 1


@pytest.mark.parametrize("upto", [1, 2, 3])
async def test_who_is_revoked_while_everybody_is_told_gets_the_rest_once(house, monkeypatch, upto):
    """In the middle of a frame: the first has it, the last does not."""
    monkeypatch.setattr("hearten.gateway.topic.CHUNK", 1)
    filled(house, 0)
    people = [house.connect() for _ in range(3)]
    for person in people:
        await person.subs(after=0)
    filled(house, 2)
    house.hub.noticed("talk:a", 2)
    while not people[0].seqs():
        await turns(1)
    filled(house, 1)
    for person in (people[0], people[2]):
        house.hub.revoke("talk:a", person.who.account_id, upto)
    await turns()
    had = max(upto, 2)
    assert people[0].seqs() == list(range(1, had + 1))
    assert people[2].seqs() == list(range(1, upto + 1))
    assert [person.wire.frames[-1]["t"] for person in (people[0], people[2])] == ["revoked"] * 2


async def test_who_is_on_the_way_out_is_seen_by_nobody_and_signals_nothing(house):
    filled(house, 0)
    wren, finch = house.connect(), house.connect()
    for person in (wren, finch):
        await person.subs(after=0)
    wren.says("signal", name="typing", topic="talk:a")
    filled(house, 1)
    house.hub.revoke("talk:a", wren.who.account_id, 1)
    wren.says("signal", name="typing", topic="talk:a")
    assert [error["code"] for error in wren.wire.of("error")] == ["no_signal"]
    while not finch.wire.of("presence") or finch.wire.of("presence")[-1]["count"] > 1:
        await asyncio.sleep(0)
    assert finch.wire.of("signals") == []
    assert wren.seqs() == [1]
    assert [presence["count"] for presence in wren.wire.of("presence")] == [1]


async def test_a_stricter_word_ends_a_farewell_at_once():
    house = House(Limits(page=1, frames_burst=1000))
    filled(house, 0)
    wren = house.connect()
    await wren.subs(after=0)
    filled(house, 5)
    wren.wire.stall()
    house.hub.revoke("talk:a", wren.who.account_id, 5)
    await turns()
    assert wren.seqs() == [1]
    house.hub.revoke("talk:a", wren.who.account_id)
    wren.wire.reads.set()
    await turns()
    assert wren.seqs() == [1]
    assert len(wren.wire.of("revoked")) == 1
    assert house.hub.rooms == {}


@pytest.mark.parametrize("upto", [0, 2])
async def test_a_page_read_before_a_revocation_is_cut_to_it(house, upto):
    filled(house, 3)
    wren, finch = house.connect(), house.connect()
    await finch.subs(after=3)
    read, go_on, real = asyncio.Event(), asyncio.Event(), house.runner.read

    async def slow(function, *args):
        answer = await real(function, *args)
        if function.__name__ == "what_came":
            read.set()
            await go_on.wait()
        return answer

    house.runner.read = slow
    wren.says("sub", topic="talk:a", after=0)
    await read.wait()
    house.hub.revoke("talk:a", wren.who.account_id, upto)
    go_on.set()
    await turns()
    assert wren.seqs() == list(range(1, upto + 1))
    assert wren.wire.frames[-1] == {"t": "revoked", "topic": "talk:a"}
    assert len(wren.wire.of("revoked")) == 1


async def test_a_stream_that_is_over_gives_its_last_words_and_then_goes(house):
    filled(house, 3)
    house.domain.over.add("a")
    wren = house.connect()
    await wren.subs(after=1)
    await turns()
    assert [frame["t"] for frame in wren.wire.frames] == ["subscribed", "events", "revoked"]
    assert wren.wire.frames[0]["seq"] == 3
    assert wren.seqs() == [2, 3]
    assert house.hub.rooms == {}
    wren.says("signal", name="typing", topic="talk:a")
    assert wren.wire.frames[-1]["code"] == "no_signal"
    house.domain.banned.add((wren.who.account_id, "a"))
    await wren.subs(after=1)
    assert wren.wire.frames[-1] == {"t": "denied", "topic": "talk:a"}


async def test_whoever_is_found_listening_to_what_is_over_has_its_last_words_first(house):
    """The notices of the ending were lost, both of them."""
    filled(house, 1)
    wren, finch = house.connect(), house.connect()
    for person in (wren, finch):
        await person.subs(after=0)
    filled(house, 1)
    house.domain.over.add("a")
    house.domain.banned.add((finch.who.account_id, "a"))
    for person in (wren, finch):
        await house.hub.part(house.hub.rooms["talk:a"].topic, person.who)
    await turns()
    assert (wren.seqs(), finch.seqs()) == ([1, 2], [1])
    assert wren.wire.frames[-1] == finch.wire.frames[-1] == {"t": "revoked", "topic": "talk:a"}


async def test_who_is_revoked_while_catching_up_never_joins():
    house = House(Limits(page=2, frames_burst=1000))
    filled(house, 4)
    wren, finch = house.connect(), house.connect()
    await finch.subs(after=4)
    wren.wire.stall()
    await wren.subs(after=2)
    assert wren.seqs() == [3, 4]
    house.hub.revoke("talk:a", wren.who.account_id)
    wren.wire.reads.set()
    await turns()
    filled(house, 1)
    house.hub.noticed("talk:a", 5)
    await turns()
    assert (wren.seqs(), finch.seqs()) == ([3, 4], [5])
    assert len(house.hub.rooms["talk:a"].topic.listening) == 1


async def test_a_history_with_a_hole_is_not_passed_on(house, caplog):
    """A domain that breaks its promise: better no events than a gap nobody notices."""
    filled(house, 5)
    del house.domain.history["a"][2]
    house.domain.history["a"].append({"seq": 6, "text": "private words"})
    wren = house.connect()
    await wren.subs(after=0)
    assert (wren.seqs(), wren.wire.closed) == ([], Close.TRY_AGAIN)
    assert "private" not in caplog.text
