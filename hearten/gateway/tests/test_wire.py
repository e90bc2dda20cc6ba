"""What reaches the socket, and in how many writes."""

import asyncio
from types import SimpleNamespace

from hearten.gateway.wire import LiveProtocol


def reader():
    """The protocol over a transport that remembers."""
    made = LiveProtocol.__new__(LiveProtocol)
    made.writes, made.waiting = [], 0
    made.transport = SimpleNamespace(
        write=lambda frame: made.writes.append(bytes(frame)),
        get_write_buffer_size=lambda: made.waiting,
        is_closing=lambda: False,
        abort=lambda: None,
    )
    made.loop = asyncio.get_running_loop()
    made.queue = asyncio.Queue()
    made.conn = SimpleNamespace(
        send_close=lambda code, reason: None, data_to_send=lambda: [b"goodbye"]
    )
    made.close_sent = made.disconnected = made.read_paused = False
    return made


async def test_what_is_kept_leaves_with_the_next_frame_in_one_write():
    wire = reader()
    assert wire.keep(b"done ", 10)
    assert wire.write(b"event", 10)
    await asyncio.sleep(0)
    assert wire.writes == [b"done event"]


async def test_what_is_kept_does_not_wait_for_a_frame_that_never_comes():
    wire = reader()
    wire.keep(b"one ", 10)
    wire.keep(b"two", 10)
    assert wire.writes == []
    await asyncio.sleep(0)
    assert wire.writes == [b"one two"]


async def test_the_goodbye_comes_behind_what_is_kept():
    wire = reader()
    wire.keep(b"done", 10)
    wire.close(4408, "resume", 60)
    await asyncio.sleep(0)
    assert wire.writes == [b"done", b"goodbye"]
    assert wire.keep(b"late", 10)
    await asyncio.sleep(0)
    assert wire.writes == [b"done", b"goodbye"]
    wire.close_timer.cancel()


async def test_nothing_is_kept_for_a_reader_that_does_not_read():
    wire = reader()
    wire.behind, wire.waiting = True, 11
    assert not wire.keep(b"done", 10)
    assert not wire.write(b"event", 10)
    assert wire.writes == []


def _reads(wire, data, kind="text"):
    wire.curr_msg_data_type, wire.frames = kind, [data]
    wire.send_receive_event_to_app()


async def test_what_is_read_is_taken_at_once_and_what_came_before_in_its_turn():
    wire, taken = reader(), []
    wire.transport.pause_reading = lambda: None
    _reads(wire, b"early")
    wire.listen(taken.append)
    _reads(wire, b"behind it")
    assert taken == []
    while not wire.queue.empty():
        taken.append(wire.queue.get_nowait()["text"])
    _reads(wire, "später".encode())
    _reads(wire, b"\x00", kind="bytes")
    assert taken == ["early", "behind it", "später", None]
    assert wire.queue.empty()


async def test_what_is_no_text_ends_the_connection_and_is_not_taken():
    wire, taken, ended = reader(), [], []
    wire.listen(taken.append)
    wire.conn.send_close = lambda code: ended.append(code)
    wire.handle_parser_exception = lambda: ended.append("over")
    _reads(wire, b"\xff")
    assert (taken, ended) == ([], [1007, "over"])


async def test_nothing_is_taken_after_the_goodbye():
    wire, taken = reader(), []
    wire.listen(taken.append)
    wire.close_sent = True
    _reads(wire, b"late")
    assert taken == []
