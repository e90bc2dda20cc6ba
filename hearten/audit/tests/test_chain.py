"""The pure part of the chain: what is hashed, and what a broken one is called."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from hearten.audit.rules import (
    BEFORE_THE_FIRST,
    Head,
    Link,
    Verdict,
    WrongAnchor,
    fault_in,
    late_under,
    link_after,
)

AT = datetime(2026, 3, 29, 1, 30, 0, 7, tzinfo=UTC)
LINES = {
    4: '[4, 1774747800.000000, null, "night job", "a.b", "k", "1", {}]',
    9: '[9, 1774747801.000000, null, "night job", "a.b", "k", "é", {}]',
}


def changed(link: Link, **values: object) -> Link:
    fields = {name: getattr(link, name) for name in Link.__slots__}
    return Link(**fields | values)


FIRST = link_after(BEFORE_THE_FIRST, LINES, at=AT)


def test_the_hash_is_of_the_written_text() -> None:
    text = f"hearten audit seal 1\n1\t1774747800.000007\t{'00' * 32}\n"
    for line in LINES.values():
        text += hashlib.sha256(line.encode()).hexdigest() + "\n"
    assert FIRST.hash == hashlib.sha256(text.encode()).digest()
    assert FIRST.prints == b"".join(hashlib.sha256(x.encode()).digest()[:4] for x in LINES.values())
    assert (FIRST.position, FIRST.previous, FIRST.ids) == (1, bytes(32), [4, 9])


def test_a_seal_over_what_it_sealed_holds() -> None:
    assert fault_in(FIRST, after=BEFORE_THE_FIRST, lines=LINES) is None
    second = link_after(FIRST.head, {5: "[5, 0.000000]"}, at=AT)
    assert fault_in(second, after=FIRST.head, lines=LINES | {5: "[5, 0.000000]"}) is None


SWAPPED = {4: "[4" + LINES[9][2:], 9: "[9" + LINES[4][2:]}


@pytest.mark.parametrize(
    ("link", "lines", "fault"),
    [
        (FIRST, LINES | {9: LINES[9] + " "}, "seal 1: event 9 was changed"),
        (FIRST, {9: LINES[9]}, "seal 1: event 4 was deleted"),
        (FIRST, {}, "seal 1: event 4 was deleted"),
        (
            FIRST,
            SWAPPED,
            "seal 1: event 4 was put in another order: event 9 holds what it held",
        ),
        (changed(FIRST, position=3), LINES, "seal 1 is missing, seal 3 comes next"),
        (
            changed(FIRST, previous=bytes(31) + b"\1"),
            LINES,
            "seal 1 does not follow seal 0: seals were put in another order, taken out or added",
        ),
        (changed(FIRST, at=AT + timedelta(microseconds=1)), LINES, "seal 1 itself was changed"),
        (changed(FIRST, hash=bytes(32)), LINES, "seal 1 itself was changed"),
        (changed(FIRST, prints=bytes(8)), LINES, "seal 1 itself was changed"),
        (changed(FIRST, ids=[4]), LINES, "seal 1 itself was changed"),
        (changed(FIRST, ids=[]), LINES, "seal 1 itself was changed"),
        (
            changed(FIRST, ids=[4], prints=FIRST.prints[:4]),
            LINES,
            "seal 1 itself was changed",
        ),
    ],
)
def test_what_is_wrong_is_named(link: Link, lines: dict[int, str], fault: str) -> None:
    assert fault_in(link, after=BEFORE_THE_FIRST, lines=lines) == fault


def test_a_change_that_fits_its_print_is_still_found() -> None:
    """Four bytes can be met by trying; the whole hash cannot."""
    other = LINES | {9: "[9, something else]"}
    prints = FIRST.prints[:4] + hashlib.sha256(other[9].encode()).digest()[:4]
    forged = changed(FIRST, prints=prints)
    assert fault_in(forged, after=BEFORE_THE_FIRST, lines=other) == "seal 1 itself was changed"


def test_an_anchor_is_read_as_it_was_written() -> None:
    assert Head.from_anchor(FIRST.head.as_anchor()) == FIRST.head


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "null",
        "seal 1",
        '{"position": 1, "hash": "00"}',
        '{"position": 1, "hash": "00", "at": "2026-03-29T01:30:00+00:00"}',
        f'{{"position": 0, "hash": "{"00" * 32}", "at": "2026-03-29T01:30:00+00:00"}}',
        f'{{"position": 1, "hash": "{"00" * 32}", "at": "2026-03-29T01:30:00"}}',
    ],
)
def test_what_is_no_anchor_is_refused(line: str) -> None:
    with pytest.raises(WrongAnchor, match="not an anchor"):
        Head.from_anchor(line)


def test_late_is_more_than_an_hour() -> None:
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    lines = {4: f"[4, {at.timestamp():.6f}, null]", 5: '[5, "Infinity", null]'}
    just, later = at + timedelta(hours=1), at + timedelta(hours=1, milliseconds=1)
    assert late_under(link_after(BEFORE_THE_FIRST, lines, at=just), lines) == 0
    assert late_under(link_after(BEFORE_THE_FIRST, lines, at=later), lines) == 1


def test_the_verdict_is_one_line() -> None:
    assert Verdict(head=FIRST.head, events=2, late=1, waiting=3).in_words() == (
        "whole (events: 2, seals: 1, not sealed yet: 3, sealed over an hour after their own time: 1)"
    )
    assert Verdict(head=FIRST.head, events=2, fault="seal 2 itself was changed").in_words() == (
        "broken: seal 2 itself was changed (what is before it holds: events: 2, seals: 1)"
    )
