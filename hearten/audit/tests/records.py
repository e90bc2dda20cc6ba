"""Events to seal, and somebody who owns the tables and changes what should not change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from hearten.audit.models import Event
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock


def events(many: int, **values: Any) -> list[int]:
    """Add so many events; gives their ids."""
    made = [event(number, **values) for number in range(many)]
    return [each.id for each in Event.objects.bulk_create(made)]


def event(number: int = 0, **values: Any) -> Event:
    """One event that is not stored yet."""
    given: dict[str, Any] = {
        "at": clock.now(),
        "actor_name": "night job",
        "verb": Verb.PROGRAMME_CHANGED,
        "object_kind": "kitchen.table",
        "object_id": str(number),
        "details": {"tab\t": "\\N", "number": number},
    }
    return Event(**given | values)


@contextmanager
def owning_the_tables() -> Iterator[Any]:
    """A cursor for which no trigger stands in the way."""
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_not_emptied")
