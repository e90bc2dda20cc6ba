"""How far somebody has read. Not on the record: it says nothing but what a person looked at."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import is_self
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations import queries
from hearten.conversations.actions import ledger
from hearten.conversations.models import Participant, TalkSettings
from hearten.conversations.rules import reading_topic_of, topic_of
from hearten.foundation import live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.notifications import actions as notifications


@transaction.atomic
def mark_read(*, conversation_id: UUID, seq: int, by: Actor) -> bool:
    """`by` has had everything up to `seq` on their screen. Only ever moves forward, and never
    beyond what there is. Gives whether it moved."""
    if by.actor_id is None:
        return False
    newest = queries.newest_seq(conversation_id)
    reached = min(seq, newest)
    moved = Participant.objects.filter(
        conversation_id=conversation_id,
        account_id=by.actor_id,
        left_at__isnull=True,
        read_seq__lt=reached,
    ).update(read_seq=reached)
    if moved and reached == newest:
        notifications.note_seen(account_id=by.actor_id, place=topic_of(conversation_id), by=by)
    if moved:
        live.nudge_on_commit(by.actor_id)
        if queries.shows_read(by.actor_id):
            live.publish_on_commit(reading_topic_of(conversation_id), 0)
    return bool(moved)


@transaction.atomic
def save_talk_settings(*, account: Account, shows_read: bool, by: Actor) -> TalkSettings:
    """Choose whether the others see how far one has read, and one how far they have. It holds at once,
    also on pages that are open. Saved again, nothing changes."""
    if not is_self(by, account.pk):
        raise NotAllowed(_("Only the person can choose this."))
    ledger.lock_account(account.pk)
    saved, _made = TalkSettings.objects.get_or_create(account=account)
    if saved.shows_read == shows_read:
        return saved
    saved.shows_read = shows_read
    saved.save(update_fields=["shows_read"])
    audit.record(verb=Verb.TALK_SETTINGS_CHANGED, subject=saved, by=by, shows_read=shows_read)
    seats = Participant.objects.filter(account=account, left_at__isnull=True)
    for conversation_id in seats.filter(conversation__ended_at__isnull=True).values_list(
        "conversation_id", flat=True
    ):
        topic = reading_topic_of(conversation_id)
        live.publish_on_commit(topic, 0)
        if not shows_read:
            live.revoke_on_commit(topic=topic, account_id=account.pk, upto=0)
    return saved
