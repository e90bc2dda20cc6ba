"""The database goes away and comes back; a reader stops reading."""

import asyncio
import json
import socket

import pytest
from django.db import connection, connections

from hearten.gateway.client import LiveClient
from hearten.gateway.limits import Limits
from hearten.gateway.tests.buses import cut_off, in_thread
from hearten.gateway.tests.serving import serving
from hearten.gateway.tests.test_server import People, client
from hearten.gateway.threads import Threads

pytestmark = pytest.mark.django_db(transaction=True)


async def test_what_was_written_while_the_bus_was_away_is_found(monkeypatch):
    monkeypatch.setattr("hearten.gateway.bus.FIRST_PAUSE", 0.01)
    people = People()
    with serving(authenticate=people.by_key.get, valid_sessions=people.valid) as gateway:
        gateway.domain.history["a"] = []
        key, leaving = people.sign_in(), people.sign_in()
        async with client(gateway, key) as wren, client(gateway, leaving) as finch:
            hears = await wren.subscribe("talk:a", after=0)
            await hears.next("subscribed")
            other = await finch.subscribe("talk:a", after=0)
            await other.next("subscribed")
            for round_ in range(3):
                gateway.domain.write("a", f"unheard {round_}")
                assert await in_thread(cut_off, "hearten live bus") == 1
                assert (await hears.events.get())["text"] == f"unheard {round_}"
            # Its notice was lost too: the session of one of them ended.
            del people.by_key[leaving]
            await in_thread(cut_off, "hearten live bus")
            assert await finch.closed == 4401


async def test_a_notice_that_nobody_missed_is_found_by_looking_again():
    people = People()
    with serving(
        authenticate=people.by_key.get,
        valid_sessions=people.valid,
        limits=Limits(look_again_seconds=0.01),
    ) as gateway:
        gateway.domain.history["a"] = []
        async with client(gateway, people.sign_in()) as wren:
            hears = await wren.subscribe("talk:a", after=0)
            await hears.next("subscribed")
            for round_ in range(3):
                gateway.domain.write("a", f"untold {round_}")
                assert (await hears.events.get())["text"] == f"untold {round_}"


async def test_a_thread_gets_a_new_connection_after_the_database_restarted():
    threads = Threads(readers=1, writers=1)

    def who():
        with connection.cursor() as cursor:
            cursor.execute("SET application_name = 'a thread of the gateway'")
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    try:
        first = await threads.read(who)
        assert await in_thread(cut_off, "a thread of the gateway") == 1
        assert await threads.read(who) != first
        with pytest.raises(ZeroDivisionError):
            await threads.write(lambda: 1 / 0)
        assert await threads.write(lambda: 7) == 7
        await threads.read(connections.close_all)
    finally:
        threads.close()


async def test_a_reader_that_stops_is_dropped_and_others_hear_everything():
    """Over real sockets: nothing is read from one of them while a hundred megabytes pass."""
    people = People()
    limits = Limits(buffered=200_000, stalled_seconds=0.05, frames_burst=100_000)
    with serving(
        authenticate=people.by_key.get, valid_sessions=people.valid, limits=limits
    ) as gateway:
        gateway.domain.history["a"] = []
        stopped = stop_reading(gateway, people.sign_in())
        async with client(gateway, people.sign_in()) as wren:
            hears = await wren.subscribe("talk:a", after=0)
            while (await hears.next("presence"))["count"] < 2:
                pass
            text = "x" * 20_000
            count = 0
            present = asyncio.ensure_future(alone(hears))
            while not present.done():
                count += 1
                await wren.do("say", "talk:a", {"text": text})
                assert (await hears.events.get())["seq"] == count
                assert count < 5_000
        stopped.close()


async def alone(hears):
    """Return when nobody else is there any more."""
    while (await hears.next("presence"))["count"] > 1:
        pass


def stop_reading(gateway, key):
    """A socket that subscribes and then never reads."""
    raw = socket.create_connection(("127.0.0.1", gateway.port))
    raw.sendall(
        f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nCookie: session={key}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert raw.recv(12) == b"HTTP/1.1 101"
    said = json.dumps({"t": "sub", "topic": "talk:a", "after": 0}).encode()
    raw.sendall(bytes((0x81, 0x80 | len(said))) + b"\0\0\0\0" + said)
    return raw


async def test_a_closing_reader_that_stopped_lets_its_socket_go():
    """The goodbye cannot be sent to somebody who does not read: the socket is dropped."""
    people = People()
    limits = Limits(stalled_seconds=0.05, revalidate_seconds=0.01)
    with serving(
        authenticate=people.by_key.get, valid_sessions=people.valid, limits=limits
    ) as gateway:
        gateway.domain.history["a"] = []
        key = people.sign_in()
        live_client = LiveClient(gateway.url, cookie=f"session={key}", origin=gateway.origin)
        async with live_client:
            hears = await live_client.subscribe("talk:a")
            await hears.next("subscribed")
            stopped = stop_reading(gateway, people.sign_in())
            while (await hears.next("presence"))["count"] < 2:
                pass
            people.by_key = {key: people.by_key[key]}
            await alone(hears)
            stopped.settimeout(20)
            await asyncio.to_thread(read_to_the_end, stopped)


def read_to_the_end(raw):
    try:
        while raw.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    raw.close()
