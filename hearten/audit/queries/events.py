"""Events, as rows and as the canonical lines that are hashed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models

from hearten.audit.models import Event
from hearten.audit.vocabulary import ACCESS_VERBS
from hearten.foundation.actors import Actor

LINE = (
    "json_build_array(id, extract(epoch FROM at), actor_id, actor_name, verb,"
    " object_kind, object_id, details)"
)
"""An event's canonical form: every column in one JSON array, as PostgreSQL writes it."""
_LEAST_ID = -(2**63)
_FREE = """
    SELECT int8multirange(int8range(%(least)s, NULL)) - coalesce(range_agg(events), '{}')
    FROM audit_seal WHERE events && int8range(%(least)s, NULL)
"""
"""The ids from `least` on that no seal covers. A seal that covers one of them overlaps that range,
so only such seals are read, and an event that has a seal is never named."""


class Waiting(NamedTuple):
    """How many events no seal covers; how many of them for too long, and the first of those."""

    total: int
    overdue: int
    first_overdue: int | None


def events_about(subject: models.Model) -> models.QuerySet[Event]:
    """Every recorded act on one object, oldest first."""
    return Event.objects.filter(
        object_kind=subject._meta.label_lower, object_id=str(subject.pk)
    ).order_by("id")


def events_by(actor: Actor) -> models.QuerySet[Event]:
    """Every act of one actor, oldest first."""
    return Event.objects.filter(actor_id=actor.actor_id, actor_name=actor.actor_name).order_by("id")


def accesses_to(kind: str, ids: Iterable[object]) -> models.QuerySet[Event]:
    """Every look at these objects of one kind (as in `object_kind`), newest first."""
    return Event.objects.filter(
        object_kind=kind, object_id__in=[str(one) for one in ids], verb__in=ACCESS_VERBS
    ).order_by("-id")


def unsealed_lines(*, least: int | None, most: int) -> dict[int, str]:
    """The first `most` committed events without a seal, from id `least` on, by id."""
    return _lines(
        "id = ANY(ARRAY(SELECT id FROM audit_event"  # noqa: S608 - nothing comes from outside
        f" WHERE id >= %(least)s AND id <@ ({_FREE}) ORDER BY id LIMIT %(most)s))",
        {"least": _LEAST_ID if least is None else least, "most": most},
    )


def lines_of(ids: Sequence[int]) -> dict[int, str]:
    """The canonical lines of those of these events that are stored, by id."""
    # As text: as a list each number costs more than all else that is done with the event.
    return _lines("id = ANY(%(ids)s::bigint[])", {"ids": f"{{{','.join(map(str, ids))}}}"})


def waiting(*, since: datetime) -> Waiting:
    """The events no seal covers, those from before `since` apart. Looks at the whole record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE at < %(since)s),"
            " min(id) FILTER (WHERE at < %(since)s) FROM audit_event WHERE NOT id <@"
            " (SELECT coalesce(range_agg(events), '{}') FROM audit_seal)",
            {"since": since},
        )
        return Waiting(*cursor.fetchone())


def _lines(condition: str, values: dict[str, Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    with connection.cursor() as cursor:
        # Conditions are written in this file, values are bound.
        cursor.execute(f"SELECT id, {LINE}::text FROM audit_event WHERE {condition}", values)  # noqa: S608
        for event_id, line in cursor.fetchall():
            # Two rows of one id, where somebody took the key away, are no event anybody sealed.
            found[event_id] = f"{found[event_id]}\n{line}" if event_id in found else line
    return found
