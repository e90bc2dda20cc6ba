from uuid import UUID

import pytest

from hearten.gateway.limits import Bucket, Limits
from hearten.gateway.protocol import Close
from hearten.gateway.roster import Roster
from hearten.gateway.tests.fakes import listener, turns
from hearten.gateway.tests.people import House


async def test_it_begins_by_saying_who_you_are(house):
    wren = house.connect()
    wren.connection.hello()
    assert wren.wire.frames == [
        {"t": "hello", "v": 1, "you": str(wren.who.account_id), "heartbeat": 25.0}
    ]


async def test_a_ping_is_answered(house):
    wren = house.connect()
    wren.says("ping")
    assert wren.wire.frames == [{"t": "pong"}]


async def test_senseless_frames_are_named_and_too_many_end_it():
    house = House(Limits(bad_frames=3, frames_burst=100))
    wren = house.connect()
    for text in ("what?", None, "[]", '{"t":"sub"}', "more", "and more"):
        wren.connection.take(text)
    codes = [frame["code"] for frame in wren.wire.of("error")]
    assert codes == ["bad_json", "bad_json", "bad_frame", "bad_topic"]
    assert wren.wire.closed == Close.BAD_FRAMES


async def test_frames_too_fast_are_named_and_too_many_end_it():
    house = House(Limits(frames_per_second=10, frames_burst=5, bad_frames=2))
    wren = house.connect()
    for _ in range(7):
        wren.says("ping")
    assert (len(wren.wire.of("pong")), len(wren.wire.of("error"))) == (5, 2)
    house.now += 1
    for _ in range(5):
        wren.says("ping")
    assert (len(wren.wire.of("pong")), wren.wire.closed) == (10, None)
    wren.says("ping")
    assert wren.wire.closed == Close.TOO_MUCH


async def test_a_command_too_fast_may_be_sent_again():
    house = House(Limits(frames_per_second=10, frames_burst=2))
    house.domain.history["a"] = []
    wren = house.connect()
    await wren.subs()
    frame = {"name": "say", "topic": "talk:a", "data": {"text": "x"}}
    wren.says("do", id=str(UUID(int=1)), **frame)
    wren.says("do", id=str(UUID(int=2)), **frame)
    await turns()
    assert [(f["t"], f["id"], f.get("code")) for f in wren.wire.frames if "id" in f] == [
        ("refused", str(UUID(int=2)), "try_again"),
        ("done", str(UUID(int=1)), None),
    ]
    house.now += 1
    wren.says("do", id=str(UUID(int=2)), **frame)
    await turns()
    assert wren.wire.of("done")[-1] == {"t": "done", "id": str(UUID(int=2)), "result": {"seq": 2}}


@pytest.mark.parametrize(
    "limits",
    [
        {"person_frames_per_second": 2, "person_frames_burst": 6},
        {"person_bytes_per_second": 400, "person_bytes_burst": 1200},
    ],
    ids=["frames", "bytes"],
)
async def test_a_person_has_one_allowance_over_all_pages(limits):
    frame = '{"t":"ping","pad":"' + "é" * 50
    frame += " " * (198 - len(frame.encode())) + '"}'  # 200 bytes, in fewer letters
    house = House(Limits(**limits, bad_frames=3))
    wren, finch = house.connect(), house.connect()
    pages = [house.connect(wren.who) for _ in range(3)]
    for page in pages * 3:
        page.connection.take(frame)
    assert [len(page.wire.of("pong")) for page in pages] == [2, 2, 2]
    assert [[e["code"] for e in page.wire.of("error")] for page in pages] == [["too_fast"]] * 3
    finch.connection.take(frame)
    assert finch.wire.frames == [{"t": "pong"}]
    house.now += 0.5
    pages[0].connection.take(frame)
    pages[1].connection.take(frame)
    assert [len(page.wire.of("pong")) for page in pages] == [3, 2, 2]


async def test_coming_again_is_no_new_start_until_the_person_was_quiet():
    house = House(Limits(person_frames_per_second=1, person_frames_burst=2))
    wren = house.connect()
    house.roster.admit(wren.connection)
    for _ in range(2):
        wren.says("ping")
    house.roster.forget_quiet(house.now + 60)
    wren.connection.gone()
    house.roster.remove(wren.connection)
    house.roster.forget_quiet(house.now)
    again = house.connect(wren.who)
    again.says("ping")
    assert again.wire.frames[0]["code"] == "too_fast"
    house.now += 60
    held = house.roster.allowance(wren.who.account_id, house.now)
    house.roster.forget_quiet(house.now)
    assert house.roster.allowance(wren.who.account_id, house.now) is not held


async def test_somebody_who_writes_as_fast_as_they_can_never_meets_the_limits():
    """Ten minutes of a message a second with signs of typing, on two pages, after coming back with
    a hundred messages that waited."""
    house = House(Limits())
    house.domain.history["a"] = []
    wren = house.connect()
    pages = [wren, house.connect(wren.who)]
    for page in pages:
        await page.subs()
    said = {"name": "say", "topic": "talk:a", "data": {"text": "x" * 200}}
    for n in range(98):
        wren.says("do", id=str(UUID(int=n)), **said)
    for second in range(600):
        house.now += 1
        for page in pages:
            page.says("do", id=str(UUID(int=1000 + second)), **said)
            page.says("signal", name="typing", topic="talk:a")
            page.says("ping")
        await turns(8)
    await turns()
    for page in pages:
        assert (page.wire.of("error"), page.wire.of("refused"), page.wire.closed) == ([], [], None)


def refusals(person):
    return [frame["code"] for frame in person.wire.of("refused")]


@pytest.mark.parametrize("topic", ["talk:invented", "talk:secret", "talk:a"])
async def test_a_command_for_what_one_does_not_hear_is_never_run(house, topic):
    house.domain.history = {"a": [], "secret": [], "b": []}
    wren = house.connect()
    house.domain.banned.add((wren.who.account_id, "secret"))
    await wren.subs("talk:b")
    if topic != "talk:a":
        await wren.subs(topic)
    wren.says("do", id=str(UUID(int=1)), name="say", topic=topic, data={"text": "x"})
    await turns()
    assert (refusals(wren), house.domain.batches) == (["not_allowed"], [])
    assert house.writer._queues == {}


@pytest.mark.parametrize("how", ["unsub", "revoke"])
async def test_who_hears_no_longer_writes_no_longer(house, how):
    house.domain.history["a"] = []
    wren = house.connect()
    await wren.subs()
    if how == "unsub":
        wren.says("unsub", topic="talk:a")
    else:
        house.hub.revoke("talk:a", wren.who.account_id)
    wren.says("do", id=str(UUID(int=1)), name="say", topic="talk:a", data={"text": "x"})
    await turns()
    assert (refusals(wren), house.domain.batches) == (["not_allowed"], [])


async def test_a_command_before_the_yes_is_to_be_sent_again(house):
    house.domain.history["a"] = []
    wren = house.connect()
    frame = {"id": str(UUID(int=1)), "name": "say", "topic": "talk:a", "data": {"text": "x"}}
    wren.says("sub", topic="talk:a", after=0)
    wren.says("do", **frame)
    await turns()
    assert (refusals(wren), house.domain.batches) == (["try_again"], [])
    wren.says("do", **frame)
    await turns()
    assert wren.wire.of("done") == [{"t": "done", "id": frame["id"], "result": {"seq": 1}}]


async def test_a_connection_listens_to_so_many_topics():
    house = House(Limits(subscriptions=2, frames_burst=100))
    house.domain.history = {key: [] for key in "abc"}
    wren = house.connect()
    for key in "abc":
        await wren.subs(f"talk:{key}")
    assert [frame["topic"] for frame in wren.wire.of("subscribed")] == ["talk:a", "talk:b"]
    assert [frame["code"] for frame in wren.wire.of("error")] == ["too_many_topics"]
    wren.says("unsub", topic="talk:a")
    await wren.subs("talk:c")
    assert [frame["topic"] for frame in wren.wire.of("subscribed")][2:] == ["talk:c"]


async def test_denied_topics_take_no_place():
    house = House(Limits(subscriptions=1, frames_burst=100))
    house.domain.history["a"] = []
    wren = house.connect()
    await wren.subs("talk:none")
    await wren.subs("talk:a")
    assert [frame["topic"] for frame in wren.wire.of("subscribed")] == ["talk:a"]


async def test_a_closed_connection_takes_and_says_nothing(house):
    house.domain.history["a"] = []
    wren = house.connect()
    await wren.subs()
    wren.connection.close(Close.NOT_SIGNED_IN)
    before = list(wren.wire.frames)
    wren.says("ping")
    wren.says("do", id=str(wren.who.account_id), name="say", topic="talk:a", data={"text": "x"})
    await turns()
    assert (wren.wire.frames, wren.wire.closed) == (before, Close.NOT_SIGNED_IN)
    assert house.domain.batches == []
    assert house.hub.rooms == {}


async def test_presence_is_told_as_it_stands_to_listeners_only(house):
    house.domain.history["a"] = []
    wren, finch, stranger = house.connect(), house.connect(), house.connect()
    house.domain.banned.add((stranger.who.account_id, "a"))
    await stranger.subs()
    await wren.subs()
    here = wren.wire.of("presence")[-1]
    assert here == {
        "t": "presence",
        "topic": "talk:a",
        "count": 1,
        "here": [{"id": str(wren.who.account_id), "who": "Wren"}],
    }
    await finch.subs()
    gathering = house.hub.rooms["talk:a"].gathering
    gathering._say()
    assert wren.wire.of("presence")[-1]["count"] == 2
    assert finch.wire.of("presence")[-1]["count"] == 2
    finch.says("unsub", topic="talk:a")
    gathering._say()
    assert [p["id"] for p in wren.wire.of("presence")[-1]["here"]] == [str(wren.who.account_id)]
    assert [frame["t"] for frame in stranger.wire.frames] == ["denied"]


async def test_a_second_page_of_a_person_is_not_a_second_person(house):
    house.domain.history["a"] = []
    wren = house.connect()
    other_page = house.connect(wren.who)
    await wren.subs()
    await other_page.subs()
    gathering = house.hub.rooms["talk:a"].gathering
    gathering._say()
    assert other_page.wire.of("presence")[-1]["count"] == 1
    other_page.connection.gone()
    gathering._say()
    assert wren.wire.of("presence")[-1]["count"] == 1


async def test_presence_names_some_and_counts_all(house, monkeypatch):
    monkeypatch.setattr("hearten.gateway.gathering.NAMED", 2)
    house.domain.history["a"] = []
    people = [house.connect() for _ in range(5)]
    for person in people:
        await person.subs()
    house.hub.rooms["talk:a"].gathering._say()
    told = people[0].wire.of("presence")[-1]
    assert (told["count"], len(told["here"])) == (5, 2)


async def test_typing_reaches_listeners_only_and_is_told_once(house):
    house.domain.history = {"a": [], "b": []}
    wren, finch, elsewhere = house.connect(), house.connect(), house.connect()
    await wren.subs()
    await finch.subs()
    await elsewhere.subs("talk:b")
    await turns()
    for _ in range(3):
        wren.says("signal", name="typing", topic="talk:a")
    house.hub.rooms["talk:a"].gathering._say()
    expected = [{"name": "typing", "id": str(wren.who.account_id), "who": "Wren"}]
    assert [frame["signals"] for frame in finch.wire.of("signals")] == [expected]
    assert elsewhere.wire.of("signals") == []
    assert house.domain.batches == []


@pytest.mark.parametrize(
    ("name", "topic"), [("typing", "talk:b"), ("shouting", "talk:a"), ("typing", "person:x")]
)
async def test_who_does_not_listen_cannot_signal(house, name, topic):
    house.domain.history = {"a": [], "b": []}
    wren, finch = house.connect(), house.connect()
    await wren.subs("talk:a")
    await finch.subs("talk:b")
    wren.says("signal", name=name, topic=topic)
    await turns()
    assert [frame["code"] for frame in wren.wire.of("error")] == ["no_signal"]
    assert finch.wire.of("signals") == []


async def test_a_signal_of_somebody_who_went_is_not_told(house):
    house.domain.history["a"] = []
    wren, finch = house.connect(), house.connect()
    await wren.subs()
    await finch.subs()
    gathering = house.hub.rooms["talk:a"].gathering
    gathering._say()
    wren.says("signal", name="typing", topic="talk:a")
    wren.connection.gone()
    gathering._say()
    assert finch.wire.of("signals") == []


async def test_the_roster_ends_a_session_everywhere_and_for_those_at_the_door(house):
    roster = Roster(Limits(connections_per_account=9))
    wren, finch = house.connect(), house.connect()
    other_page = house.connect(wren.who)
    for person in (wren, other_page, finch):
        assert roster.admit(person.connection) is None
    assert len(roster) == 3
    roster.end_sessions([wren.who.session_id])
    assert (wren.wire.closed, other_page.wire.closed) == (4401, 4401)
    assert finch.wire.closed is None
    assert roster.admit(house.connect(wren.who).connection) == Close.NOT_SIGNED_IN
    for person in (wren, other_page, wren):
        roster.remove(person.connection)
    assert (len(roster), roster.sessions()) == (1, {finch.who.session_id})


async def test_a_person_has_so_many_connections(house):
    roster = Roster(Limits(connections_per_account=2))
    who = listener()
    people = [house.connect(who) for _ in range(3)]
    assert [roster.admit(person.connection) for person in people] == [None, None, Close.TOO_MUCH]
    roster.remove(people[2].connection)
    assert roster.admit(people[2].connection) == Close.TOO_MUCH
    roster.remove(people[0].connection)
    assert roster.admit(people[2].connection) is None


def test_a_bucket_fills_with_time_and_no_further():
    bucket = Bucket(rate=2, burst=3, now=100.0)
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(100.5), bucket.take(100.5)] == [True, False]
    assert [bucket.take(900.0) for _ in range(4)] == [True, True, True, False]
