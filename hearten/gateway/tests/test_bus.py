"""What every bus promises, over the real thing."""

import asyncio
import json
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from nats import connect
from nats.aio.client import Client

from hearten.foundation import live
from hearten.gateway.bus import News, Revoked, SessionEnded, parse
from hearten.gateway.nats_bus import nats
from hearten.gateway.postgres_bus import PostgresBus, commits
from hearten.gateway.tests.buses import Heard, cut_off, in_thread, on_the_bus, over_nats
from hearten.gateway.tests.nats_server import NatsServer, nats_server
from hearten.gateway.tests.test_server import in_transaction

pytestmark = pytest.mark.django_db(transaction=True)

ID = "7f3c1f6e-2f43-4f43-9d6b-0a6a7f9f1c11"


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr("hearten.gateway.bus.FIRST_PAUSE", 0.001)


async def test_a_notice_is_heard_by_all_once_it_is_committed(make):
    async with on_the_bus(make) as one, on_the_bus(make) as other:
        await in_transaction(live.publish_on_commit, "talk:a", 3)
        await in_transaction(live.end_session_on_commit, session_id=UUID(ID))
        for heard in (one, other):
            assert await heard.notices.get() == News("talk:a", 3)
            assert await heard.notices.get() == SessionEnded(UUID(ID))


async def test_that_somebody_may_not_listen_comes_before_what_was_committed_later(make):
    async with on_the_bus(make) as heard:
        for seq in range(1, 100):
            await in_thread(_revoke_then_publish, seq)
        for seq in range(1, 100):
            assert await heard.notices.get() == Revoked("talk:a", UUID(ID), seq)
            assert await heard.notices.get() == News("talk:a", seq + 1)


def _revoke_then_publish(seq):
    live.revoke_on_commit(topic="talk:a", account_id=UUID(ID), upto=seq)
    live.publish_on_commit("talk:a", seq + 1)


async def test_what_was_not_committed_is_not_heard(make):
    def fail():
        live.publish_on_commit("talk:a", 1)
        raise ZeroDivisionError

    async with on_the_bus(make) as heard:
        with pytest.raises(ZeroDivisionError):
            await in_transaction(fail)
        await in_transaction(live.publish_on_commit, "talk:a", 2)
        assert await heard.notices.get() == News("talk:a", 2)


async def test_whispers_come_in_order_and_each_of_them(make):
    async with on_the_bus(make) as one, on_the_bus(make) as other:
        await _follow(other, "talk:a")
        said = ["here", "gone", "here", "gone", *(f"no. {n} → ’" for n in range(2000))]
        for text in said:
            one.bus.whisper(text, topic="talk:a")
        while (first := await other.whispers.get()) != said[0]:
            assert first == "follows"
        assert [first, *[await other.whispers.get() for _ in said[1:]]] == said


async def _follow(heard, topic):
    heard.bus.follow(topic)
    heard.bus.whisper("follows", topic=topic)
    assert await heard.whispers.get() == "follows"


async def test_a_whisper_without_a_topic_reaches_everybody(make):
    async with on_the_bus(make) as one, on_the_bus(make) as other:
        one.bus.whisper("all")
        await _all_hear("all", one, other)


async def test_nothing_said_while_the_bus_is_away_comes_later(make):
    async with on_the_bus(make) as other:
        Heard(make).bus.whisper("into the void")
        async with on_the_bus(make) as one:
            one.bus.whisper("now")
            await _all_hear("now", one, other)


async def test_after_a_cut_it_hears_again_and_says_that_notices_were_missed(make):
    async with on_the_bus(make) as one, on_the_bus(make) as other:
        for seq in range(1, 4):
            before = [heard.notices_missed for heard in (one, other)]
            assert await in_thread(cut_off, "hearten live bus") == 2
            for heard, missed in zip((one, other), before, strict=True):
                await heard.until(lambda h=heard, n=missed: h.notices_missed > n)
            await in_transaction(live.publish_on_commit, "talk:a", seq)
            for heard in (one, other):
                assert await heard.notices.get() == News("talk:a", seq)


async def _all_hear(word, *all_of_them):
    for heard in all_of_them:
        assert await heard.whispers.get() == word


# PostgreSQL's


async def test_a_cut_loses_whispers_says_so_and_goes_on():
    async with on_the_bus(PostgresBus) as one:
        for round_ in range(3):
            await in_thread(cut_off, "hearten live bus, speaking")
            missed = one.whispers_missed
            one.bus.whisper("lost, but it shows that nobody is there")
            await one.until(lambda n=missed: one.whispers_missed > n)
            one.bus.whisper(f"after cut {round_}")
            await _all_hear(f"after cut {round_}", one)


async def test_the_bus_tries_again_until_the_database_is_there(monkeypatch):
    real, tries = psycopg.AsyncConnection.connect, []
    connected = asyncio.Event()

    async def connect(**given):
        tries.append(1)
        if len(tries) < 4:
            raise psycopg.OperationalError("the server is starting up")
        return await real(**given)

    async def on_connected():
        connected.set()

    monkeypatch.setattr("hearten.gateway.postgres_bus.psycopg.AsyncConnection.connect", connect)
    heard: asyncio.Queue = asyncio.Queue()
    bus = commits(heard.put_nowait, on_connected)
    task = asyncio.create_task(bus.run())
    await connected.wait()
    assert (len(tries), bus.connected) == (4, True)
    await in_transaction(live.publish_on_commit, "talk:a", 3)
    assert await heard.get() == News("talk:a", 3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert bus.connected is False


async def test_a_quiet_bus_is_tried_and_goes_on(monkeypatch):
    monkeypatch.setattr("hearten.gateway.postgres_bus.QUIET", 0.001)
    async with on_the_bus(PostgresBus) as heard:
        for seq in range(1, 20):
            await in_transaction(live.publish_on_commit, "talk:a", seq)
        assert [(await heard.notices.get()).seq for _ in range(19)] == list(range(1, 20))


async def test_whoever_only_reads_along_hears_no_whisper():
    heard: asyncio.Queue = asyncio.Queue()
    connected = asyncio.Event()

    async def on_connected():
        connected.set()

    task = asyncio.create_task(commits(heard.put_nowait, on_connected).run())
    await connected.wait()
    async with on_the_bus(PostgresBus) as one:
        one.bus.whisper("not for everybody")
        assert await one.whispers.get() == "not for everybody"
        await in_transaction(live.publish_on_commit, "talk:a", 1)
        assert await heard.get() == News("talk:a", 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert heard.empty()


async def test_a_whisper_is_not_in_the_write_ahead_log():
    """Which keeps what tables get. Something that is written there shows that this can look."""
    said, written = uuid4().hex, uuid4().hex

    def log() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(false, 'test', %s)", [written])
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute(
                "SELECT pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir() "
                "WHERE name ~ '^[0-9A-F]{24}$'"
            )
            return b"".join(bytes(row[0]) for row in cursor.fetchall())

    async with on_the_bus(PostgresBus) as one:
        one.bus.whisper(said)
        assert await one.whispers.get() == said
        kept = await in_thread(log)
    assert (written.encode() in kept, said.encode() in kept) == (True, False)


# NATS'


async def test_nats_is_killed_and_comes_back():
    with nats_server() as server:
        async with on_the_bus(over_nats(server)) as one, on_the_bus(over_nats(server)) as other:
            await _follow(other, "talk:a")
            for round_ in range(3):
                missed = [heard.whispers_missed for heard in (one, other)]
                server.kill()
                for heard in (one, other):
                    await heard.until(lambda h=heard: not h.bus.connected)
                    heard.bus.whisper("into the void", topic="talk:a")
                await in_transaction(live.publish_on_commit, "talk:a", round_ + 1)
                for heard in (one, other):  # of commits it hears all the same
                    assert await heard.notices.get() == News("talk:a", round_ + 1)
                server.start()
                for heard, before in zip((one, other), missed, strict=True):
                    await heard.until(lambda h=heard, n=before: h.whispers_missed > n)
                one.bus.whisper(f"after kill {round_}", topic="talk:a")
                await _all_hear(f"after kill {round_}", other)


async def test_of_several_servers_any_will_do():
    nobody = NatsServer()
    with nats_server() as server:
        async with on_the_bus(over_nats(nobody, server)) as one:
            one.bus.whisper("found")
            await _all_hear("found", one)


async def test_a_topic_is_whispered_of_where_it_is_followed_and_nowhere_else(server):
    make = over_nats(server)
    async with on_the_bus(make) as one, on_the_bus(make) as other:
        await _follow(other, "talk:a")
        other.bus.unfollow("talk:a")
        await _follow(other, "talk:b")
        one.bus.whisper("not followed any more", topic="talk:a")
        one.bus.whisper("of another", topic="talk:b-2")
        one.bus.whisper("followed", topic="talk:b")
        await _all_hear("followed", other)


async def test_installations_that_share_nats_do_not_hear_each_other(server):
    async with (
        on_the_bus(over_nats(server)) as one,
        on_the_bus(over_nats(server, name="there")) as other,
    ):
        await _follow(other, "talk:a")
        one.bus.whisper("ours", topic="talk:a")
        one.bus.whisper("all of us")
        await _all_hear("all of us", one)
        other.bus.whisper("theirs")
        await _all_hear("theirs", other)


async def test_a_wrong_word_keeps_trying_and_is_in_no_log(server, caplog):
    url = server.url.replace("whispered", "planted")
    one = Heard(nats(servers=[url], name="here"))
    task = asyncio.create_task(one.bus.run())
    await one.until(lambda: caplog.text.count("NATS is away") > 2)
    assert (one.bus.connected, task.done(), "planted" in caplog.text) == (False, False, False)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("payload", "notice"),
    [
        ('{"topic":"talk:a","seq":3}', News("talk:a", 3)),
        ('{"topics":{}}', None),
        ('{"topics":["talk:a"]}', None),
        ('{"topics":{"talk:a":3,"talk:b":null}}', None),
        (
            json.dumps({"revoke": ID, "topic": "talk:a", "upto": 7}),
            Revoked("talk:a", UUID(ID), 7),
        ),
        (json.dumps({"revoke": ID, "topic": "talk:a", "upto": "x"}), None),
        (json.dumps({"session": ID}), SessionEnded(UUID(ID))),
        ("", None),
        ("[]", None),
        ("7", None),
        ("{}", None),
        ('{"topic":"talk:a"}', None),
        ('{"session":"me"}', None),
        ('{"revoke":null,"topic":"talk:a"}', None),
    ],
)
def test_a_notice_says(payload, notice):
    assert parse(payload) == ([notice] if notice else [])


def test_a_notice_may_tell_of_many_topics():
    assert parse('{"topics":{"talk:a":3,"person:b":0}}') == [News("talk:a", 3), News("person:b", 0)]


async def test_it_is_connected_once_the_server_knows_what_it_follows(monkeypatch):
    """Not once the server answers: the client's ping overtakes what it still has to write."""
    writes, written = Client._flusher, asyncio.Event()

    async def writes_late(client):
        await written.wait()
        await writes(client)

    with nats_server() as server:
        other = await connect(server.url)
        monkeypatch.setattr(Client, "_flusher", writes_late)
        heard = Heard(over_nats(server))
        heard.bus.follow("talk:a")
        task = asyncio.create_task(heard.bus.run())
        await heard.until(lambda: heard.notices_missed > 0 and heard.bus._taking)
        for _ in range(50):
            await other.flush()
        assert not heard.bus.connected
        written.set()
        await heard.until(lambda: heard.bus.connected)
        await other.publish("hearten.here.talk.a", b"at once")
        assert await heard.whispers.get() == "at once"
        await other.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
