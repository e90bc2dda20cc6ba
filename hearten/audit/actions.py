"""Writing the record, and sealing it."""

from typing import Any

from django.db import connection, models, transaction

from hearten.audit import queries
from hearten.audit.models import Event, Seal
from hearten.audit.rules import SEAL_MOST, link_after
from hearten.audit.vocabulary import Verb, is_code
from hearten.foundation import clock
from hearten.foundation.actors import Actor

LATE_BY_MOST = 10_000
"""How many ids behind the newest a late commit is looked for at each sealing. What comes later still
is found when everything is looked at."""


def record(*, verb: Verb, subject: models.Model, by: Actor, **details: Any) -> Event:
    """Add one act to the record, in the caller's transaction: an act that cannot be recorded does
    not happen, and a recorded act did. `details` holds ids, codes and counts, never written text.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must share the transaction of the write it records")
    for name, value in details.items():
        if not is_code(value):
            raise ValueError(
                f"the detail {name} is no id, code or count"
            )  # and is not repeated here
    return Event.objects.create(
        at=clock.now(),
        actor_id=by.actor_id,
        actor_name=by.actor_name,
        verb=Verb(verb),
        object_kind=subject._meta.label_lower,
        object_id=str(subject.pk),
        details=details,
    )


def seal_events(*, everything: bool = False) -> int:
    """Put every committed event that has no seal under one; gives how many there were.

    Each seal is a transaction of its own: killed at any moment, the chain is whole and the next call
    goes on. With `everything`, also events more than LATE_BY_MOST ids behind are looked for.
    """
    highest = None if everything else queries.highest_sealed()
    least = None if highest is None else highest - LATE_BY_MOST
    total = 0
    while ids := _seal_next(least):
        total += len(ids)
        if len(ids) < SEAL_MOST:
            break
        least = ids[-1] + 1
    return total


@transaction.atomic
def _seal_next(least: int | None) -> list[int]:
    """Add one seal, under the lock that keeps the chain one chain: writers of events never wait for
    it, sealers take turns."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE")
    lines = queries.unsealed_lines(least=least, most=SEAL_MOST)
    if not lines:
        return []
    link = link_after(queries.head(), lines, at=clock.now())
    Seal.objects.create(
        position=link.position,
        previous=link.previous,
        at=link.at,
        events=queries.ranges_of(link.ids),
        prints=link.prints,
        hash=link.hash,
    )
    return list(link.ids)
