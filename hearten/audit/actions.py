"""Writing the record."""

from typing import Any

from django.db import models, transaction

from hearten.audit.models import Event
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor


def record(*, verb: Verb, subject: models.Model, by: Actor, **details: Any) -> Event:
    """Add one act to the record, in the caller's transaction: an act that cannot be recorded does
    not happen, and a recorded act did. `details` holds ids, codes and counts, never written text.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must share the transaction of the write it records")
    return Event.objects.create(
        at=clock.now(),
        actor_id=by.actor_id,
        actor_name=by.actor_name,
        verb=verb,
        object_kind=subject._meta.label_lower,
        object_id=str(subject.pk),
        details=details,
    )
