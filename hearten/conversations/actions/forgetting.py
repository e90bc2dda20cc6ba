"""Versions that were replaced or deleted are emptied when their time is over, and pictures go."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from hearten.attachments import actions as attachments
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conversations import policies
from hearten.conversations.models import Conversation, Message, MessageAttachment, MessageKind
from hearten.conversations.rules import KEPT_FOR
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed

_EMPTY = f"""
UPDATE {Message._meta.db_table} AS old SET sealed_text = ''
FROM {Message._meta.db_table} AS later
WHERE later.kind IN ('edit', 'deletion') AND later.at <= %s
AND old.conversation_id = later.conversation_id AND old.seq < later.seq
AND (
    (old.kind = 'text' AND old.seq = later.about_seq)
    OR (old.kind = 'edit' AND old.about_seq = later.about_seq)
)
AND old.sealed_text <> ''
RETURNING old.conversation_id
"""  # noqa: S608 - the table's name is ours


@transaction.atomic
def forget_versions(*, by: Actor) -> int:
    """Empty every version that was replaced or deleted `KEPT_FOR` ago, and delete the pictures of
    messages that were deleted then. What was reported before is a
    copy, and stays with its case. Gives how many there were; called again, none."""
    if not policies.may_forget_versions(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    until = clock.now() - KEPT_FOR
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, [until])
        emptied = Counter(conversation_id for (conversation_id,) in cursor.fetchall())
    _forget_pictures(until, by=by)
    for conversation in Conversation.objects.filter(pk__in=emptied).order_by("pk"):
        count = emptied[conversation.pk]
        audit.record(verb=Verb.VERSIONS_FORGOTTEN, subject=conversation, by=by, versions=count)
    return emptied.total()


def _forget_pictures(until: datetime, *, by: Actor) -> None:
    """Of messages that were deleted by then."""
    deleted = Message.objects.filter(
        conversation=OuterRef("conversation"),
        about_seq=OuterRef("seq"),
        kind=MessageKind.DELETION,
        at__lte=until,
    )
    release(MessageAttachment.objects.filter(Exists(deleted)), by=by)


def release(links: QuerySet[MessageAttachment], *, by: Actor) -> None:
    """Let these go, and delete what they point at."""
    carried = list(links.values_list("attachment_id", flat=True))
    links.delete()
    attachments.remove(attachment_ids=carried, by=by)
