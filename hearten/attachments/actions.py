"""Keeping attachments. A row is its own record (who, when, what kind), so nothing is written beside it;
what becomes of it afterwards is recorded by the domain whose place it is in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Taken
from hearten.attachments import policies, queries
from hearten.attachments.clients import press
from hearten.attachments.models import Attachment, Kind
from hearten.attachments.rules import SMALL, UPLOAD_MOST, WHOLE, WORDS_MOST, Refused
from hearten.attachments.words import why
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

Made = TypeVar("Made")
UNSENT_FOR = timedelta(hours=6)
"""How long something uploaded waits for its message."""


def keep_picture(
    *, place: str, wrapped_key: bytes, sent: bytes, words: str, by: Actor
) -> queries.Attached:
    """Make a picture anew and keep it, sealed for `place` with its key, until `by` sends it. `words`
    say what is on it. Called again it is another one; what is never sent goes by itself.

    Invalid with the field `picture` or `words` and a code of `rules.Refused`; NotPossible ("busy") when
    too many are being made. Decoding takes seconds: never call it with a transaction open.
    """
    words = _described(words, by)
    made = _made(press.picture_of, sent, "picture")
    row = Attachment(kind=Kind.PICTURE, width=made.width, height=made.height)
    sizes = {WHOLE: made.whole, SMALL: made.small}
    return _keep(row, place, wrapped_key, sizes, words, by)


def keep_sound(
    *, place: str, wrapped_key: bytes, sent: bytes, words: str, by: Actor
) -> queries.Attached:
    """The same for an audio note, with the field `sound`."""
    words = _described(words, by)
    made = _made(press.sound_of, sent, "sound")
    row = Attachment(kind=Kind.SOUND, seconds=made.seconds)
    return _keep(row, place, wrapped_key, {WHOLE: made.whole}, words, by)


def _described(words: str, by: Actor) -> str:
    if not policies.may_keep(by):
        raise NotAllowed(_("Only a person can send this."))
    try:
        return clean_text(words, most=WORDS_MOST, required=False, lines=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"words": error.message}) from error


def _made(press_it: Callable[[bytes], Made], sent: bytes, field: str) -> Made:
    try:
        if len(sent) > UPLOAD_MOST:
            raise Refused(f"too_big_{field}")
        return press_it(sent)
    except Refused as refused:
        message = why(refused.code)
        raise Invalid(message, code=refused.code, fields={field: message}) from refused
    except press.Busy as busy:
        raise NotPossible(
            _("Many people are sending something just now. Please try again in a moment."),
            code="busy",
        ) from busy


def _keep(
    row: Attachment,
    place: str,
    wrapped_key: bytes,
    sizes: Mapping[str, bytes | None],
    words: str,
    by: Actor,
) -> queries.Attached:
    row.place, row.author_id = place, by.actor_id
    _seal(row, crypto.unwrap(wrapped_key), sizes, words)
    row.save(force_insert=True)
    return queries.Attached(row.id, row.kind, row.width, row.height, row.seconds, words=words)


def _seal(
    row: Attachment, key: crypto.DataKey, sizes: Mapping[str, bytes | None], words: str
) -> None:
    """Each into the field of its name."""
    for size, content in sizes.items():
        if content is not None:
            context = queries.sealed_in(row, size)
            setattr(row, f"sealed_{size}", crypto.seal_bytes(key, content, context=context))
    if words:
        row.sealed_words = crypto.seal(key, words, context=queries.sealed_in(row, "words"))


def hold_unsent(
    *, place: str, attachment_ids: Collection[UUID], by: Actor
) -> dict[UUID, UUID | None]:
    """Hold what waits in a place until the transaction ends, so that it cannot be sent twice or go
    meanwhile. Gives the author of each that is there."""
    waiting = Attachment.objects.select_for_update().filter(
        id__in=attachment_ids, place=place, sent_at__isnull=True
    )
    return dict(waiting.order_by("id").values_list("id", "author_id"))


def mark_sent(*, attachment_ids: Collection[UUID], by: Actor) -> None:
    """They are carried now; in the transaction that points at them."""
    Attachment.objects.filter(id__in=attachment_ids, sent_at__isnull=True).update(
        sent_at=clock.now()
    )


@transaction.atomic
def copy(
    *,
    attachment_ids: Sequence[UUID],
    opened_with: bytes | memoryview | None,
    place: str,
    wrapped_key: bytes,
    by: Actor,
) -> list[UUID]:
    """Copies for another place, sealed with its key, in the order given; what is gone is left out.
    A copy has no author and is not waiting for anything."""
    key = crypto.unwrap(wrapped_key)
    copies = []
    for one in attachment_ids:
        original = Attachment.objects.filter(id=one).first()
        known = queries.described([one], opened_with).get(one)
        if original is None or known is None:
            continue
        row = Attachment(
            place=place,
            kind=original.kind,
            width=original.width,
            height=original.height,
            seconds=original.seconds,
            sent_at=clock.now(),
        )
        contents = {size: queries.content_of(one, size, opened_with) for size in (WHOLE, SMALL)}
        _seal(row, key, contents, known.words)
        row.save(force_insert=True)
        copies.append(row.id)
    return copies


@transaction.atomic
def remove(*, attachment_ids: Collection[UUID], by: Actor) -> int:
    """Delete these, with everything sealed in them; whoever points at them has let go of them. Gives
    how many there were."""
    if not policies.may_remove(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    count, _tables = Attachment.objects.filter(id__in=attachment_ids).delete()
    return count


@transaction.atomic
def forget_unsent(*, by: Actor) -> int:
    """Delete what was uploaded and never sent. Gives how many there were; called again, none."""
    if not policies.may_remove(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    old = Attachment.objects.filter(sent_at__isnull=True, at__lte=clock.now() - UNSENT_FOR)
    count, _tables = old.delete()
    return count


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Delete all that a person sent or was about to send; whoever points at them has let go of them."""
    if not policies.may_remove(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    taken.delete(Attachment.objects.filter(author=account))
    return taken
