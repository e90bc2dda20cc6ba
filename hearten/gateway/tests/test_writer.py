import asyncio
from uuid import UUID, uuid4

import pytest
from django.db import InterfaceError, OperationalError

from hearten.foundation.errors import NotPossible
from hearten.foundation.live import Done
from hearten.gateway.limits import Limits
from hearten.gateway.tests.fakes import turns
from hearten.gateway.tests.people import House
from hearten.gateway.writer import TRIES


def say(person, text, topic="talk:a", id_=None):
    id_ = id_ or uuid4()
    person.says("do", id=str(id_), name="say", topic=topic, data={"text": text})
    return id_


async def listening(house, *keys):
    """Somebody who listens to these talks, and so may write to them."""
    person = house.connect()
    for key in keys or "a":
        house.domain.history.setdefault(key, [])
        await person.subs(f"talk:{key}")
    return person


def answers(person):
    return [frame for frame in person.wire.frames if frame["t"] in ("done", "refused")]


def texts(house, key="a"):
    return [event["text"] for event in house.domain.history.get(key, ())]


@pytest.fixture
def slow(house):
    """The runs wait until they are let go, one by one."""
    gate = asyncio.Semaphore(0)
    at_once = house.runner.write

    async def write(function, *args):
        await gate.acquire()
        return await at_once(function, *args)

    house.runner.write = write
    return gate


async def test_what_comes_during_a_run_becomes_the_next_run_in_order(house, slow):
    wren, finch = await listening(house), await listening(house)
    first = say(wren, "1")
    await turns()
    later = [say(person, text) for person, text in [(finch, "2"), (wren, "3"), (finch, "4")]]
    slow.release()
    await turns()
    assert house.domain.batches == [[first]]
    slow.release()
    await turns()
    assert house.domain.batches == [[first], later]
    assert texts(house) == ["1", "2", "3", "4"]
    assert [frame["result"]["seq"] for frame in answers(finch)] == [2, 4]


async def test_an_answer_comes_only_after_the_commit(house, slow):
    wren = await listening(house)
    say(wren, "1")
    await turns()
    assert answers(wren) == []
    slow.release()
    await turns()
    assert [frame["t"] for frame in answers(wren)] == ["done"]


async def test_topics_do_not_wait_for_each_other(house, slow):
    wren = await listening(house, "a", "b")
    say(wren, "1", "talk:a")
    say(wren, "1", "talk:b")
    slow.release()
    slow.release()
    await turns()
    assert (texts(house, "a"), texts(house, "b")) == (["1"], ["1"])
    assert len(house.domain.batches) == 2


async def test_what_comes_for_many_topics_during_a_run_is_one_run(house, slow):
    wren = await listening(house, "a", "b", "c")
    say(wren, "1", "talk:a")
    await turns()
    say(wren, "2", "talk:b")
    await turns()
    for topic in ("talk:c", "talk:a", "talk:b", "talk:c"):
        say(wren, "later", topic)
    for _ in range(4):
        slow.release()
        await turns()
    assert house.domain.runs == [["a"], ["b"], ["c", "a"], ["b"]]
    assert [texts(house, key) for key in "abc"] == [["1", "later"], ["2", "later"], ["later"] * 2]


async def test_a_topic_somebody_else_holds_keeps_no_other_waiting(house, slow):
    wren = await listening(house, "a", "b")
    house.domain.held = {"a"}
    say(wren, "1", "talk:a"), say(wren, "2", "talk:b"), say(wren, "3", "talk:a")
    await turns()
    slow.release()
    await turns()
    assert (texts(house, "a"), texts(house, "b")) == ([], ["2"])
    say(wren, "4", "talk:a"), say(wren, "5", "talk:b")
    await turns()
    for _ in range(4):
        slow.release()
        await turns()
    assert (texts(house, "a"), texts(house, "b")) == (["1", "3", "4"], ["2", "5"])
    assert len(answers(wren)) == 5


async def test_a_topic_that_is_free_again_goes_with_the_next_run(house, slow):
    """Whoever held it was another gateway with a run of its own: it is not worth a run alone."""
    wren = await listening(house, "a", "b")
    house.domain.held = {"a"}
    say(wren, "1", "talk:a"), say(wren, "2", "talk:b"), say(wren, "3", "talk:a")
    await turns()
    slow.release()
    await turns()
    house.domain.held = set()
    say(wren, "4", "talk:a"), say(wren, "5", "talk:b")
    for _ in range(4):
        slow.release()
        await turns()
    assert (texts(house, "a"), texts(house, "b")) == (["1", "3", "4"], ["2", "5"])
    assert len(answers(wren)) == 5
    assert house.domain.waited == []


async def test_a_topic_that_stays_held_is_waited_for_at_last(house):
    wren = await listening(house)
    house.domain.held = {"a"}
    say(wren, "1"), say(wren, "2")
    await turns(50)
    assert texts(house) == ["1", "2"]
    assert (house.domain.runs, house.domain.waited) == ([[]] * TRIES + [["a"]], [["a"]])


async def test_a_topic_nobody_can_write_to_does_not_refuse_the_others(house, caplog):
    def fail(key, frames):
        if key == "b":
            raise ValueError("its key does not open")

    house.domain.before_run = fail
    wren = await listening(house, "a", "b", "c", "d")
    for key in "abcd":
        say(wren, key, f"talk:{key}")
    await turns(50)
    assert [texts(house, key) for key in "abcd"] == [["a"], [], ["c"], ["d"]]
    codes = {frame["id"]: frame.get("code") for frame in answers(wren)}
    assert sorted(codes.values(), key=str) == [None, None, None, "try_again"]
    assert "ValueError" in caplog.text


async def test_a_run_is_bounded():
    house = House(Limits(batch=3, frames_burst=100))
    wren = await listening(house)
    for n in range(8):
        say(wren, str(n))
    await turns(50)
    assert [len(batch) for batch in house.domain.batches] == [3, 3, 2]
    assert texts(house) == [str(n) for n in range(8)]


async def test_every_frame_gets_its_own_answer(house):
    wren = await listening(house)
    good, bad = say(wren, "1"), say(wren, 7)
    await turns()
    assert answers(wren) == [
        {"t": "done", "id": str(good), "result": {"seq": 1}},
        {"t": "refused", "id": str(bad), "code": "invalid", "message": "Please write something."},
    ]


async def test_the_same_id_again_is_the_same_message(house):
    wren = await listening(house)
    id_ = uuid4()
    say(wren, "1", id_=id_)
    await turns()
    say(wren, "1", id_=id_)
    await turns()
    assert texts(house) == ["1"]
    assert [frame["result"] for frame in answers(wren)] == [{"seq": 1}, {"seq": 1}]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
async def test_without_the_database_nothing_is_decided(house, error, caplog):
    wren = await listening(house)
    house.runner.down = error("connection to 10.0.0.1 failed")
    ids = [say(wren, "private words") for _ in range(3)]
    await turns()
    assert answers(wren) == [
        {"t": "refused", "id": str(id_), "code": "try_again", "message": ""} for id_ in ids
    ]
    house.runner.down = None
    for id_ in ids:
        say(wren, "private words", id_=id_)
    await turns()
    assert texts(house) == ["private words"] * 3
    assert "private" not in caplog.text
    assert "10.0.0.1" not in caplog.text


async def test_a_frame_nobody_can_take_does_not_refuse_its_neighbours(house, caplog):
    poison = f"private {uuid4()}"

    def fail(key, frames):
        for frame in frames:
            if frame.data["text"] == poison:
                raise ValueError(f"this cannot be stored: {poison}")

    house.domain.before_run = fail
    wren = await listening(house)
    say(wren, "1"), say(wren, poison), say(wren, "2")
    await turns(50)
    assert texts(house) == ["1", "2"]
    assert [frame.get("code") for frame in answers(wren)] == [None, "try_again", None]
    assert "ValueError" in caplog.text
    assert poison not in caplog.text


async def test_an_expected_error_of_a_run_is_the_persons_answer(house):
    def ended(key, frames):
        raise NotPossible("This conversation has ended.", code="ended")

    house.domain.before_run = ended
    wren = await listening(house)
    id_ = say(wren, "1")
    await turns()
    assert answers(wren) == [
        {
            "t": "refused",
            "id": str(id_),
            "code": "ended",
            "message": "This conversation has ended.",
        }
    ]


async def test_a_command_that_answers_another_number_of_frames_is_not_believed(house, caplog):
    wren = await listening(house)
    wren.connection._commands["talk", "say"] = type(house.domain.command)(
        name="say", topic="talk", run=lambda frames, wait: {"a": ([Done(result={})] * 2, [])}
    )
    say(wren, "1")
    await turns()
    assert [frame["code"] for frame in answers(wren)] == ["try_again"]


async def test_a_queue_that_is_full_says_so(house, slow, monkeypatch):
    monkeypatch.setattr("hearten.gateway.writer.QUEUE", 2)
    wren = await listening(house)
    say(wren, "under way")
    await turns()
    for n in range(3):
        say(wren, str(n))
    assert [frame["code"] for frame in answers(wren)] == ["try_again"]
    slow.release()
    slow.release()
    await turns()
    assert texts(house) == ["under way", "0", "1"]


async def test_too_many_unanswered_commands_are_refused():
    house = House(Limits(unanswered=2, frames_burst=100))
    wren = await listening(house)
    ids = [say(wren, str(n)) for n in range(3)]
    assert answers(wren) == [
        {"t": "refused", "id": str(ids[2]), "code": "try_again", "message": ""}
    ]
    await turns()
    assert texts(house) == ["0", "1"]
    say(wren, "3")
    await turns()
    assert texts(house) == ["0", "1", "3"]


@pytest.mark.parametrize(("name", "topic"), [("shout", "talk:a"), ("say", "person:a")])
async def test_an_unknown_command_is_refused(house, name, topic):
    wren = house.connect()
    wren.says("do", id=str(UUID(int=1)), name=name, topic=topic, data={})
    assert answers(wren)[0]["code"] == "unknown_command"
    assert house.domain.batches == []


async def test_who_left_before_the_answer_harms_nobody(house, slow):
    wren, finch = await listening(house), await listening(house)
    say(wren, "1"), say(finch, "2")
    wren.connection.gone()
    slow.release()
    await turns()
    assert (answers(wren), len(answers(finch))) == ([], 1)
    assert texts(house) == ["1", "2"]
