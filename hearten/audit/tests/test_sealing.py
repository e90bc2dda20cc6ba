"""Every committed event comes under one seal, whenever it commits and whoever is killed."""

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from hearten.audit import actions, jobs, queries
from hearten.audit.actions import seal_events
from hearten.audit.models import Event, Seal
from hearten.audit.queries.events import LINE
from hearten.audit.tests.records import event, events
from hearten.foundation.queue import app
from hearten.foundation.tests.at_once import at_once

together = pytest.mark.django_db(transaction=True)


def seals() -> list[tuple[int, list[int]]]:
    return [(link.position, list(link.ids)) for link in queries.links()]


@pytest.mark.django_db
def test_events_are_sealed_once_in_the_order_of_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SEAL_MOST", 2)
    ids = events(5)
    assert (seal_events(), seal_events()) == (5, 0)
    assert seals() == [(1, ids[:2]), (2, ids[2:4]), (3, ids[4:])]
    assert queries.check().fault is None


@pytest.mark.django_db
def test_nothing_to_seal_is_no_seal() -> None:
    assert (seal_events(), seal_events(everything=True)) == (0, 0)
    assert (Seal.objects.count(), queries.check().in_words()) == (
        0,
        "whole (events: 0, seals: 0, not sealed yet: 0)",
    )


@pytest.mark.django_db
def test_every_column_of_an_event_is_sealed() -> None:
    in_line = {
        column.strip().removeprefix("extract(epoch FROM ").rstrip(")")
        for column in LINE.removeprefix("json_build_array(").split(",")
    }
    assert in_line == {field.column for field in Event._meta.get_fields()}


@together
def test_an_event_that_commits_late_comes_under_a_later_seal() -> None:
    late = connection.copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_event (at, actor_name, verb, object_kind, object_id, details)"
                " VALUES (now(), 'slow job', 'accounts.joined', 'k', '1', '{}') RETURNING id"
            )
            [low] = cursor.fetchone()
        high = events(3)
        assert low < high[0]
        assert seal_events() == 3
        late.commit()
        assert queries.check().waiting == 1
        assert seal_events() == 1
    finally:
        late.close()
    assert seals() == [(1, high), (2, [low])]
    assert (queries.check().fault, queries.check().waiting) == (None, 0)


@pytest.mark.django_db
def test_what_is_very_late_is_found_by_looking_at_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "LATE_BY_MOST", 5)
    events(9)
    assert seal_events() == 9
    [low] = events(1, id=-3)
    assert seal_events() == 0
    assert seal_events(everything=True) == 1
    assert seals()[-1] == (2, [low])


def _as_if_sealed(ids: list[int]) -> dict[str, object]:
    return {
        "position": 1,
        "previous": bytes(32),
        "at": event().at,
        "events": queries.ranges_of(ids),
        "prints": bytes(4 * len(ids)),
        "hash": bytes(32),
    }


@together
def test_two_sealers_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SEAL_MOST", 2)
    ids = events(15)
    assert sum(at_once(seal_events, seal_events, seal_events)) == 15
    assert [event_id for _, sealed in seals() for event_id in sealed] == ids
    assert (queries.check().fault, queries.check().events) == (None, 15)


@together
def test_whoever_records_does_not_wait_for_the_sealer() -> None:
    events(1)
    sealer = connection.copy()
    try:
        sealer.set_autocommit(False)
        with sealer.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10ms'")
            events(1)
            assert queries.check().waiting == 2
            with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
                seal_events()
    finally:
        sealer.close()
    assert seal_events() == 2


@together
def test_a_sealer_killed_in_the_middle_leaves_a_whole_chain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "SEAL_MOST", 2)
    ids = events(9)
    create, calls = Seal.objects.create, []

    def dies_after_the_third(**values: object) -> Seal:
        calls.append(values)
        made = create(**values)
        if len(calls) == 3:
            _kill_this_connection()
        return made

    monkeypatch.setattr(Seal.objects, "create", dies_after_the_third)
    with pytest.raises(DatabaseError):
        seal_events()
    connection.close()
    assert seals() == [(1, ids[:2]), (2, ids[2:4])]
    assert (queries.check().fault, queries.check().waiting) == (None, 5)
    assert seal_events() == 5
    assert (queries.check().fault, queries.check().events) == (None, 9)


def _kill_this_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    with psycopg.connect(**_parameters(), autocommit=True) as killer:
        killer.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _parameters() -> dict[str, object]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "host", "port") if given.get(name)}


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE audit_seal SET at = now()", "DELETE FROM audit_seal"])
def test_seals_are_append_only(change: str) -> None:
    events(1)
    seal_events()
    with pytest.raises(IntegrityError, match="audit_seal is append-only"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"position": 0, "previous": b"\1" * 32}, "audit_seal_position"),
        ({"previous": b"\1" * 32}, "audit_seal_begins_with_zeros"),
        ({"position": 2}, "audit_seal_begins_with_zeros"),
        ({"hash": b"1"}, "audit_seal_hashes"),
        ({"prints": b""}, "audit_seal_prints"),
        ({"prints": b"12345"}, "audit_seal_prints"),
        ({"prints": bytes(4004)}, "audit_seal_prints"),
        ({"events": queries.ranges_of([])}, "audit_seal_names_its_events"),
    ],
)
def test_a_seal_has_its_form(wrong: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Seal.objects.create(**_as_if_sealed([1]) | wrong)


@pytest.mark.django_db
def test_no_event_has_two_seals() -> None:
    Seal.objects.create(**_as_if_sealed([1, 2, 3]))
    with pytest.raises(IntegrityError, match="audit_seal_one_for_each_event"), transaction.atomic():
        Seal.objects.create(**_as_if_sealed([3, 4]) | {"position": 2, "previous": b"\1" * 32})


@pytest.mark.django_db
def test_a_seal_over_neighbours_is_one_range() -> None:
    first, *_, last = events(100)
    seal_events()
    [stored] = Seal.objects.all()
    assert [(each.lower, each.upper) for each in stored.events] == [(first, last + 1)]


@pytest.mark.django_db
def test_the_jobs_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LATE_BY_MOST", 5)
    events(9)
    jobs.seal(timestamp=0)
    events(1, id=-3)
    jobs.seal(timestamp=60)
    assert queries.check().waiting == 1
    jobs.seal_everything(timestamp=60)
    assert (queries.check().waiting, queries.check().fault) == (0, None)


def test_sealing_runs_by_itself_each_minute_and_everything_each_hour() -> None:
    crons = {
        each.task.name: each.cron
        for each in app.periodic_registry.periodic_tasks.values()
        if each.task.name.startswith("audit.")
    }
    assert crons == {"audit.seal": "* * * * *", "audit.seal_everything": "23 * * * *"}
