"""The whole gateway over real sockets, real PostgreSQL notices and the real client."""

import asyncio
import json
from urllib.request import urlopen
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hearten.foundation import live
from hearten.foundation.live import Listener
from hearten.gateway.client import Gone, LiveClient, Refusal
from hearten.gateway.limits import Limits
from hearten.gateway.protocol import Close
from hearten.gateway.tests.fakes import listener
from hearten.gateway.tests.serving import Serving, serving

pytestmark = pytest.mark.django_db(transaction=True)


class People:
    """Who is signed in by which cookie."""

    def __init__(self) -> None:
        self.by_key: dict[str, Listener] = {}

    def sign_in(self, pseudonym: str = "Wren") -> str:
        key = uuid4().hex
        self.by_key[key] = listener(pseudonym)
        return key

    def valid(self, sessions):
        return sessions & {who.session_id for who in self.by_key.values()}


@pytest.fixture
def people():
    return People()


@pytest.fixture
def gateway(people):
    with serving(authenticate=people.by_key.get, valid_sessions=people.valid) as running:
        running.domain.history["a"] = []
        yield running


def client(gateway: Serving, key: str) -> LiveClient:
    cookie = f"language=en; session={key}"
    return LiveClient(gateway.url, cookie=cookie, origin=gateway.origin, first_pause=0.01)


async def in_transaction(function, *args, **kwargs):
    """Call it as another process would, committed when this returns."""

    def call():
        try:
            with transaction.atomic():
                function(*args, **kwargs)
        finally:
            connection.close()

    await asyncio.to_thread(call)


async def test_what_one_says_the_other_hears(gateway, people):
    async with (
        client(gateway, people.sign_in()) as wren,
        client(gateway, people.sign_in()) as finch,
    ):
        hears = await finch.subscribe("talk:a", after=0)
        await hears.next("subscribed")
        await wren.subscribe("talk:a")
        result = await wren.do("say", "talk:a", {"text": "Good evening – سلام 🌱"})
        event = await hears.events.get()
    assert result == {"seq": 1}
    assert event == {"seq": 1, "kind": "said", "text": "Good evening – سلام 🌱"}


async def test_a_refusal_comes_with_its_words(gateway, people):
    async with client(gateway, people.sign_in()) as wren:
        await wren.subscribe("talk:a")
        with pytest.raises(Refusal) as caught:
            await wren.do("say", "talk:a", {"text": 7})
        with pytest.raises(Refusal) as unknown:
            await wren.do("shout", "talk:a", {})
    assert (caught.value.code, caught.value.message) == ("invalid", "Please write something.")
    assert unknown.value.code == "unknown_command"


async def test_a_notice_of_another_process_brings_its_events(gateway, people):
    async with client(gateway, people.sign_in()) as wren:
        hears = await wren.subscribe("talk:a", after=0)
        await hears.next("subscribed")
        gateway.domain.write("a", "from the page without script")
        await in_transaction(live.publish_on_commit, "talk:a", 1)
        assert (await hears.events.get())["text"] == "from the page without script"


async def test_a_nudge_a_revocation_and_the_end_of_a_session(gateway, people):
    key = people.sign_in()
    who = people.by_key[key]
    async with client(gateway, key) as wren:
        own = await wren.subscribe(f"person:{who.account_id}")
        talk = await wren.subscribe("talk:a", after=0)
        await own.next("subscribed")
        await talk.next("subscribed")
        await in_transaction(live.nudge_on_commit, who.account_id)
        assert await own.next("nudge") == {"t": "nudge", "topic": own.topic}
        await in_transaction(
            live.revoke_on_commit, topic="talk:a", account_id=who.account_id, upto=0
        )
        assert await talk.next("revoked") == {"t": "revoked", "topic": "talk:a"}
        await in_transaction(live.end_session_on_commit, session_id=who.session_id)
        assert await wren.closed == Close.NOT_SIGNED_IN


@pytest.mark.parametrize(
    ("origin", "word"),
    [
        ("http://127.0.0.1:8000", "hello"),
        ("http://evil.example", Close.WRONG_ORIGIN),
        (None, Close.WRONG_ORIGIN),
    ],
)
async def test_only_our_own_pages_come_in(gateway, people, origin, word):
    headers = {"Cookie": f"session={people.sign_in()}"}
    assert await first_word(gateway, origin, headers) == word


@pytest.mark.parametrize(
    "cookie", ["", "session=", "session=nobody", "other=1", 'session="', "\xe9=;"]
)
async def test_who_is_not_signed_in_stays_out(gateway, people, cookie):
    headers = {"Cookie": cookie}
    assert await first_word(gateway, gateway.origin, headers) == Close.NOT_SIGNED_IN


async def first_word(gateway, origin, headers):
    async with connect(gateway.url, origin=origin, additional_headers=headers) as socket:
        try:
            return json.loads(await socket.recv())["t"]
        except ConnectionClosed:
            return socket.close_code


async def test_a_client_that_may_not_come_gives_up(gateway):
    async with client(gateway, "nobody") as stranger:
        answer = asyncio.ensure_future(stranger.do("say", "talk:a", {"text": "hello"}))
        assert await stranger.closed == Close.NOT_SIGNED_IN
        with pytest.raises(Gone):
            await answer


async def raw(gateway, key):
    return await connect(
        gateway.url, origin=gateway.origin, additional_headers={"Cookie": f"session={key}"}
    ).__aenter__()


async def test_a_senseless_frame_gets_one_answer_and_harms_nothing(gateway, people):
    socket = await raw(gateway, people.sign_in())
    assert json.loads(await socket.recv())["t"] == "hello"
    await socket.send("what?")
    assert json.loads(await socket.recv()) == {
        "t": "error",
        "code": "bad_json",
        "message": "the frame is not JSON",
    }
    await socket.send(b"\x00\x01")
    assert json.loads(await socket.recv())["code"] == "bad_json"
    await socket.send('{"t":"ping"}')
    assert json.loads(await socket.recv()) == {"t": "pong"}
    await socket.close()


async def test_the_longest_message_in_the_widest_letters_fits(gateway, people):
    text = "🌱" * 10_000
    async with client(gateway, people.sign_in()) as wren:
        await wren.subscribe("talk:a")
        await wren.do("say", "talk:a", {"text": text})
    assert [event["text"] for event in gateway.domain.history["a"]] == [text]


async def test_a_frame_too_long_ends_the_connection(gateway, people):
    socket = await raw(gateway, people.sign_in())
    await socket.recv()
    await socket.send("x" * (48 * 1024 + 1))
    with pytest.raises(ConnectionClosed):
        await socket.recv()
    assert socket.close_code == 1009


async def test_a_connection_that_breaks_is_resumed_and_sends_again(gateway, people):
    """The write was made but its answer was lost: sent again with its id, it is made once."""
    broke = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with client(gateway, people.sign_in()) as wren:
        hears = await wren.subscribe("talk:a", after=0)
        await hears.next("subscribed")

        def cut(key, frames):
            gateway.domain.before_run = lambda key, frames: None
            asyncio.run_coroutine_threadsafe(break_off(), loop).result(10)

        async def break_off():
            wren._socket.transport.abort()
            gateway.domain.write("a", "said meanwhile")
            broke.set()

        gateway.domain.before_run = cut
        id_ = UUID(int=7)
        result = await wren.do("say", "talk:a", {"text": "mine"}, id=id_)
        assert broke.is_set()
        heard = [await hears.events.get(), await hears.events.get()]
    assert result == {"seq": 2}
    assert [event["text"] for event in heard] == ["said meanwhile", "mine"]
    assert [event["text"] for event in gateway.domain.history["a"]] == ["said meanwhile", "mine"]
    assert gateway.domain.batches == [[id_], [id_]]


async def test_presence_and_signals_over_the_wire(gateway, people):
    keys = people.sign_in("Wren"), people.sign_in("Finch")
    async with client(gateway, keys[0]) as wren, client(gateway, keys[1]) as finch:
        hears = await wren.subscribe("talk:a", after=0)
        await hears.next("subscribed")
        told = await finch.subscribe("talk:a", after=0)
        while (presence := await told.next("presence"))["count"] < 2:
            pass
        assert {person["who"] for person in presence["here"]} == {"Wren", "Finch"}
        await finch.send({"t": "signal", "topic": "talk:a", "name": "typing"})
        signals = await hears.next("signals")
        assert signals["signals"] == [{"name": "typing", "id": finch.you, "who": "Finch"}]


async def test_a_silent_connection_is_ended():
    people = People()
    limits = Limits(silent_seconds=0, revalidate_seconds=0.01)
    with serving(
        authenticate=people.by_key.get, valid_sessions=people.valid, limits=limits
    ) as gateway:
        socket = await raw(gateway, people.sign_in())
        with pytest.raises(ConnectionClosed):
            while True:
                await socket.recv()
        assert socket.close_code == Close.RESUME


async def test_the_second_line_finds_what_no_notice_told():
    people = People()
    key, other = people.sign_in(), people.sign_in()
    limits = Limits(revalidate_seconds=0.01)
    with serving(
        authenticate=people.by_key.get, valid_sessions=people.valid, limits=limits
    ) as gateway:
        gateway.domain.history["a"] = []
        async with client(gateway, key) as wren, client(gateway, other) as finch:
            hears = await finch.subscribe("talk:a")
            await hears.next("subscribed")
            gateway.domain.banned.add((people.by_key[other].account_id, "a"))
            assert await hears.next("revoked") == {"t": "revoked", "topic": "talk:a"}
            del people.by_key[key]
            assert await wren.closed == Close.NOT_SIGNED_IN


def test_it_says_that_it_serves(gateway):
    with urlopen(f"http://127.0.0.1:{gateway.port}/healthy") as answer:
        assert json.loads(answer.read())["serving"] is True
