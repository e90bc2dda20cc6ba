"""Whoever owns the tables can change them; the check says what they changed."""

# ruff: noqa: S608 - our own tables and numbers

from datetime import timedelta
from typing import Any

import pytest

from hearten.audit import actions, queries
from hearten.audit.actions import seal_events
from hearten.audit.queries import checking
from hearten.audit.tests.records import events, owning_the_tables
from hearten.foundation import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Nine events under three seals."""
    monkeypatch.setattr(actions, "SEAL_MOST", 3)
    made = events(9)
    seal_events()
    assert queries.check().in_words() == ("whole (events: 9, seals: 3, not sealed yet: 0)")
    return made


def fault() -> str | None:
    return queries.check().fault


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = gen_random_uuid(), actor_name = ''",
        "actor_name = 'day job'",
        "verb = 'accounts.joined'",
        "object_kind = ''",
        "object_id = object_id || ' '",
        'details = details || \'{"number": "4"}\'',
    ],
)
def test_an_edited_event_is_named(ids: list[int], change: str) -> None:
    with owning_the_tables() as cursor:
        cursor.execute(f"UPDATE audit_event SET {change} WHERE id = {ids[4]}")
    assert fault() == f"seal 2: event {ids[4]} was changed"


def test_a_deleted_event_is_named(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute(f"DELETE FROM audit_event WHERE id IN ({ids[5]}, {ids[7]})")
    assert fault() == f"seal 2: event {ids[5]} was deleted"


def test_events_put_in_another_order_are_named(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        _swap(cursor, "audit_event", "id", ids[3], ids[5])
    assert fault() == (
        f"seal 2: event {ids[3]} was put in another order: event {ids[5]} holds what it held"
    )


def _swap(cursor: Any, table: str, column: str, one: int, other: int) -> None:
    for before, after in ((one, -1), (other, one), (-1, other)):
        cursor.execute(f"UPDATE {table} SET {column} = {after} WHERE {column} = {before}")


def test_an_event_put_between_others_is_named(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute(f"UPDATE audit_event SET id = {ids[4]} + 1000 WHERE id = {ids[4]}")
        events(1, id=ids[4])
    assert fault() == f"seal 2: event {ids[4]} was changed"


def test_a_second_row_of_one_id_is_named(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_pkey")
        cursor.execute(f"INSERT INTO audit_event SELECT * FROM audit_event WHERE id = {ids[4]}")
    assert fault() == f"seal 2: event {ids[4]} was changed"


def test_an_event_added_past_the_sealer_is_named(ids: list[int]) -> None:
    [added] = events(1, id=ids[0] - 100, at=clock.now() - timedelta(minutes=6))
    assert fault() == (
        f"older than 5 minutes and without a seal: 1, the first is event {added}. Added past Hearten,"
        " or their seals were taken away, or the jobs process does not run"
    )


def test_an_old_event_added_and_sealed_is_counted(ids: list[int]) -> None:
    events(1, at=clock.now() - timedelta(minutes=61))
    seal_events()
    assert queries.check().in_words() == (
        "whole (events: 10, seals: 4, not sealed yet: 0, sealed over an hour after their own time: 1)"
    )


def test_what_was_recorded_just_now_may_wait(ids: list[int]) -> None:
    events(2)
    assert queries.check().in_words() == ("whole (events: 9, seals: 3, not sealed yet: 2)")


def test_an_emptied_record_is_named(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("TRUNCATE audit_event")
    assert fault() == f"seal 1: event {ids[0]} was deleted"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("DELETE FROM audit_seal WHERE position = 2", "seal 2 is missing, seal 3 comes next"),
        ("DELETE FROM audit_seal WHERE position = 1", "seal 1 is missing, seal 2 comes next"),
        ("UPDATE audit_seal SET at = now() WHERE position = 2", "seal 2 itself was changed"),
        (
            "UPDATE audit_seal SET events = '{[1,9000000000000)}' WHERE position = 2",
            "seal 2 itself was changed",
        ),
        (
            "UPDATE audit_seal SET hash = sha256('') WHERE position = 2",
            "seal 2 itself was changed",
        ),
        (
            "UPDATE audit_seal SET previous = sha256('') WHERE position = 2",
            "seal 2 does not follow seal 1: seals were put in another order, taken out or added",
        ),
    ],
)
def test_a_changed_seal_is_named(ids: list[int], change: str, named: str) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_one_for_each_event")
        cursor.execute(change)
    assert fault() == named


def test_seals_put_in_another_order_are_named(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_position")
        _swap(cursor, "audit_seal", "position", 2, 3)
    assert fault() == (
        "seal 2 does not follow seal 1: seals were put in another order, taken out or added"
    )


def test_without_the_last_seals_their_events_have_none(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE position > 1")
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert str(fault()).startswith(
            f"older than 5 minutes and without a seal: 6, the first is event {ids[3]}."
        )


def _cut_off_the_end(ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE position > 1")
        cursor.execute(f"DELETE FROM audit_event WHERE id > {ids[2]}")


def test_an_end_cut_off_cleanly_is_found_by_an_anchor(ids: list[int]) -> None:
    anchor = queries.head()
    _cut_off_the_end(ids)
    assert fault() is None
    assert queries.check([anchor]).fault == (
        "the record ends at seal 1, but seal 3 was anchored as of"
        f" {anchor.at.isoformat()}: its end was cut off"
    )


def test_an_anchored_record_that_was_emptied_is_named(ids: list[int]) -> None:
    anchor = queries.head()
    with owning_the_tables() as cursor:
        cursor.execute("TRUNCATE audit_event, audit_seal")
    assert fault() is None
    assert str(queries.check([anchor]).fault).startswith("the record ends at seal 0, but seal 3")


def test_a_chain_written_anew_is_found_between_two_anchors(ids: list[int]) -> None:
    *_, last = links = list(queries.links())
    anchors = [links[0].head, last.head]
    with owning_the_tables() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE position > 1")
        cursor.execute(f"UPDATE audit_event SET verb = 'accounts.joined' WHERE id = {ids[4]}")
    seal_events()
    assert fault() is None
    assert queries.check(anchors).fault == (
        f"seal 3 is not the one anchored as of {last.at.isoformat()}: the record was written anew"
        " after seal 1, which an anchor confirms"
    )
    assert str(queries.check(anchors[1:]).fault).endswith("the record was written anew")


def test_anchors_of_a_record_that_grew_hold(ids: list[int]) -> None:
    anchors = [queries.head(), queries.head()]
    events(1)
    seal_events()
    assert queries.check([*anchors, queries.head()]).fault is None


def test_the_first_fault_in_the_order_of_the_record_is_named(
    ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_EVENTS_AT_ONCE", 2)
    with owning_the_tables() as cursor:
        cursor.execute(f"UPDATE audit_event SET verb = 'accounts.joined' WHERE id >= {ids[5]}")
    verdict = queries.check()
    assert (verdict.fault, verdict.events, verdict.head.position) == (
        f"seal 2: event {ids[5]} was changed",
        3,
        1,
    )


def test_not_more_than_a_handful_of_seals_is_read_at_once(
    ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    lines_of = checking.lines_of
    monkeypatch.setattr(checking, "_EVENTS_AT_ONCE", 5)
    monkeypatch.setattr(checking, "lines_of", lambda some: read.append(len(some)) or lines_of(some))
    assert (fault(), read) == (None, [6, 3])
