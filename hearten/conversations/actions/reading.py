"""How far somebody has read. Not on the record: it says nothing but what a person looked at."""

from uuid import UUID

from django.db import transaction

from hearten.conversations import queries
from hearten.conversations.models import Participant
from hearten.foundation import live
from hearten.foundation.actors import Actor


@transaction.atomic
def mark_read(*, conversation_id: UUID, seq: int, by: Actor) -> bool:
    """`by` has had everything up to `seq` on their screen. Only ever moves forward, and never
    beyond what there is. Gives whether it moved."""
    if by.actor_id is None:
        return False
    reached = min(seq, queries.newest_seq(conversation_id))
    moved = Participant.objects.filter(
        conversation_id=conversation_id,
        account_id=by.actor_id,
        left_at__isnull=True,
        read_seq__lt=reached,
    ).update(read_seq=reached)
    if moved:
        live.nudge_on_commit(by.actor_id)
    return bool(moved)
