"""Two real gateways of one installation, over each real bus."""

from contextlib import contextmanager

import pytest
from django.db import connection

from hearten.foundation import live
from hearten.gateway.tests.fakes import Domain
from hearten.gateway.tests.serving import serving
from hearten.gateway.tests.test_server import People, client, in_transaction

pytestmark = pytest.mark.django_db(transaction=True)


class PublishingDomain(Domain):
    """Tells all gateways of what it wrote, once it has."""

    def run(self, frames, wait):
        given = super().run(frames, wait)
        live.publish_all_on_commit({f"talk:{key}": self.newest(key) for key in given})
        connection.close()
        return given


@pytest.fixture
def people():
    return People()


@pytest.fixture
def domain():
    domain = PublishingDomain()
    domain.history["a"] = []
    return domain


@pytest.fixture
def gateways(make, people, domain):
    with (
        gateway(make, people, domain) as one,
        gateway(make, people, domain) as other,
    ):
        yield one, other


@contextmanager
def gateway(make, people, domain):
    def names(ids):
        return {who.account_id: who.pseudonym for who in people.by_key.values()}

    with serving(
        authenticate=people.by_key.get,
        valid_sessions=people.valid,
        names=names,
        bus=make,
        domain=domain,
    ) as running:
        yield running


async def seen(stream, *names):
    """Wait until these people are there, and nobody else."""
    told = await stream.next("presence")
    while sorted(one["who"] for one in told["here"]) != sorted(names):
        told = await stream.next("presence")
    assert told["count"] == len(names)


async def test_what_is_written_at_one_is_heard_at_the_other(gateways, people, domain):
    one, other = gateways
    async with client(one, people.sign_in()) as wren, client(other, people.sign_in()) as finch:
        hears = [await live.subscribe("talk:a", after=0) for live in (wren, finch)]
        for stream in hears:
            await stream.next("subscribed")
        for number in range(20):
            await (wren, finch)[number % 2].do("say", "talk:a", {"text": f"no. {number}"})
        for stream in hears:
            heard = [(await stream.events.get())["text"] for _ in range(20)]
            assert heard == [f"no. {number}" for number in range(20)]


async def test_presence_and_typing_cross(gateways, people):
    one, other = gateways
    keys = people.sign_in("Wren"), people.sign_in("Finch")
    async with client(one, keys[0]) as wren, client(other, keys[1]) as finch:
        hears, told = await wren.subscribe("talk:a"), await finch.subscribe("talk:a")
        await seen(hears, "Wren", "Finch")
        await seen(told, "Wren", "Finch")
        await finch.send({"t": "signal", "topic": "talk:a", "name": "typing"})
        signals = await hears.next("signals")
        assert signals["signals"] == [{"name": "typing", "id": finch.you, "who": "Finch"}]
        await finch.unsubscribe("talk:a")
        await seen(hears, "Wren")


async def test_two_who_blocked_each_other_are_hidden_at_both_gateways(gateways, people, domain):
    one, other = gateways
    keys = people.sign_in("Wren"), people.sign_in("Finch")
    async with (
        client(one, keys[0]) as wren,
        client(other, keys[1]) as finch,
        client(one, people.sign_in("Robin")) as robin,
    ):
        streams = [await live.subscribe("talk:a") for live in (wren, finch, robin)]
        for stream in streams:
            await seen(stream, "Wren", "Finch", "Robin")

        def block():
            for key in keys:
                who = people.by_key[key].account_id
                domain.banned.add((who, "a"))
                live.revoke_on_commit(topic="talk:a", account_id=who, upto=0)

        await in_transaction(block)
        for stream in streams[:2]:
            await stream.next("revoked")
        await seen(streams[2], "Robin")
        for stream in streams[:2]:
            assert stream.others.empty()


async def test_a_gateway_that_ends_takes_its_people_along(make, people, domain):
    keys = people.sign_in("Wren"), people.sign_in("Finch")
    with gateway(make, people, domain) as one:
        async with client(one, keys[0]) as wren:
            hears = await wren.subscribe("talk:a")
            with gateway(make, people, domain) as other:
                async with client(other, keys[1]) as finch:
                    await finch.subscribe("talk:a")
                    await seen(hears, "Wren", "Finch")
            await seen(hears, "Wren")
