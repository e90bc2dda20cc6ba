"""Keeping attachments. A row is its own record (who, when, what kind), so nothing is written beside it;
what becomes of it afterwards is recorded by the domain whose place it is in."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Taken
from hearten.attachments import policies, queries
from hearten.attachments.clients import press
from hearten.attachments.models import Attachment, Kind
from hearten.attachments.rules import SMALL, UPLOAD_MOST, WHOLE, WORDS_MOST, Refused
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

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
    if not policies.may_keep(by):
        raise NotAllowed(_("Only a person can send a picture."))
    words = _described(words)
    try:
        if len(sent) > UPLOAD_MOST:
            raise Refused("too_big")
        made = press.picture_of(sent)
    except Refused as refused:
        message = _why(refused.code)
        raise Invalid(message, code=refused.code, fields={"picture": message}) from refused
    except press.Busy as busy:
        raise NotPossible(
            _("Many pictures are being sent just now. Please try again in a moment."), code="busy"
        ) from busy
    row = Attachment(
        author_id=by.actor_id,
        place=place,
        kind=Kind.PICTURE,
        width=made.width,
        height=made.height,
    )
    _seal(row, crypto.unwrap(wrapped_key), {WHOLE: made.whole, SMALL: made.small}, words)
    row.save(force_insert=True)
    return queries.Attached(row.id, row.kind, row.width, row.height, words)


def _described(words: str) -> str:
    try:
        return clean_text(words, most=WORDS_MOST, required=False, lines=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"words": error.message}) from error


def _seal(row: Attachment, key: crypto.DataKey, sizes: dict[str, bytes | None], words: str) -> None:
    """Each into the field of its name."""
    for size, content in sizes.items():
        if content is not None:
            context = queries.sealed_in(row, size)
            setattr(row, f"sealed_{size}", crypto.seal_bytes(key, content, context=context))
    if words:
        row.sealed_words = crypto.seal(key, words, context=queries.sealed_in(row, "words"))


def _why(code: str) -> str:
    """For the person."""
    return {
        "empty": _("This file is empty. Please choose another."),
        "too_big": _("This picture is larger than 10 MB. Please choose a smaller one."),
        "too_many_pixels": _(
            "This picture is too large to be read. Please make it smaller first; a picture of your screen "
            "that shows it will do."
        ),
        "heic": _(
            "This picture is in a form that many phones cannot show (HEIC). Please send it as JPEG; a "
            "picture of your screen that shows it will do."
        ),
        "unknown": _(
            "This is not a picture that can be sent. JPEG, PNG, WebP and GIF can. Please choose another."
        ),
    }.get(code, _("This picture cannot be read; it may be damaged. Please choose another."))


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
