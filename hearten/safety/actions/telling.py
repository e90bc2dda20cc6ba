"""The person who reported reads that it was looked at."""

from django.db import transaction

from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.safety import queries


@transaction.atomic
def note_told(*, by: Actor) -> int:
    """`by` has the answers to their own reports on their screen. Gives how many were new. Not on the
    record: it says nothing but what a person looked at."""
    fresh = queries.untold(by).update(told_at=clock.now())
    if fresh and by.actor_id is not None:
        live.nudge_on_commit(by.actor_id)
    return fresh
