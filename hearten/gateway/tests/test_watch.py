"""The watch reads what is new, all of it, whatever goes wrong meanwhile."""

import asyncio

import pytest
from django.db import OperationalError, connection

from hearten.foundation import live
from hearten.gateway import watch as module
from hearten.gateway.threads import Threads
from hearten.gateway.watch import Reader, Watch

PATIENCE = 20


class Shelf:
    """A kind of topic whose reading is written down."""

    def __init__(self, behind=()):
        self.behind_now = list(behind)
        self.read_keys = []
        self.faults = []
        self.done = asyncio.Event()
        self.until = 1

    def reader(self) -> Reader:
        return Reader(topic="shelf", read=self.read, behind=lambda: list(self.behind_now))

    def read(self, key):
        if self.faults:
            raise self.faults.pop(0)
        self.read_keys.append(key)
        if len(self.read_keys) >= self.until:
            self.loop.call_soon_threadsafe(self.done.set)


def run(shelf, during=lambda: None, until=1):
    """Run a watch until the shelf was read `until` times; `during` happens once it listens."""

    async def all_of_it():
        shelf.loop = asyncio.get_running_loop()
        shelf.until = until
        threads = Threads(readers=1, writers=2)
        watch = Watch([shelf.reader()], threads=threads)
        running = asyncio.ensure_future(watch.run())
        while not watch.bus.connected:
            await asyncio.wait([running], timeout=0.01)
        await asyncio.to_thread(during)
        await asyncio.wait_for(shelf.done.wait(), PATIENCE)
        await watch.settled()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        threads.close()

    asyncio.run(all_of_it())


@pytest.fixture
def publish(transactional_db):
    def published(*topics):
        for topic in topics:
            live.publish_on_commit(topic, 1)
        connection.close()

    return published


def test_what_was_behind_before_it_began_is_read(transactional_db):
    shelf = Shelf(behind=["a", "b"])
    run(shelf, until=2)
    assert sorted(shelf.read_keys) == ["a", "b"]


def test_what_is_published_is_read_and_other_topics_are_not(publish):
    shelf = Shelf()
    run(shelf, lambda: publish("person:x", "shelf:a", "talk:b"))
    assert shelf.read_keys == ["a"]


def test_a_database_fault_is_tried_again(publish, monkeypatch):
    monkeypatch.setattr(module, "AFTER_A_FAULT", 0.0)
    shelf = Shelf()
    shelf.faults = [OperationalError("gone"), OperationalError("gone")]
    run(shelf, lambda: publish("shelf:a"))
    assert shelf.read_keys == ["a"]


def test_a_topic_that_cannot_be_read_stops_no_other_and_logs_no_words(publish, caplog):
    shelf = Shelf()
    shelf.faults = [ValueError("planted words")]
    run(shelf, lambda: publish("shelf:a", "shelf:b"))
    assert len(shelf.read_keys) == 1
    assert "planted" not in caplog.text


def test_it_looks_again_for_what_no_notice_told(transactional_db, monkeypatch):
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.01)
    shelf = Shelf()
    run(shelf, lambda: shelf.behind_now.append("lost"))
    assert set(shelf.read_keys) == {"lost"}


def test_one_topic_is_read_by_one_thread_at_a_time(publish):
    shelf = Shelf()
    inside, most, real = [0], [0], shelf.read

    def read(key):
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        publish_more = key == "a" and len(shelf.read_keys) < 3
        if publish_more:
            publish("shelf:a")
        real(key)
        inside[0] -= 1

    shelf.read = read
    run(shelf, lambda: publish("shelf:a"), until=3)
    assert (most[0], shelf.read_keys[:3]) == (1, ["a", "a", "a"])
