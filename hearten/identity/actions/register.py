"""What was told to somebody outside is written down, and the person reads it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text
from hearten.identity import policies
from hearten.identity.actions.openings import days_of, locked
from hearten.identity.models import Disclosure, Ground, Opening, Recipient, Release, Told
from hearten.identity.queries.openings import words_context

WORDS_MOST = 500


@transaction.atomic
def register_disclosure(
    *,
    opening: Opening,
    what: Sequence[str],
    recipient: str,
    ground: str,
    words: str,
    disclosure_id: UUID,
    by: Account,
) -> Disclosure:
    """Write into the register what was told to somebody outside after an opening. `disclosure_id`
    makes a repeated send one line."""
    held = locked(opening)
    if not policies.may_register(by, held) or held.wrapped_key is None:
        raise NotAllowed(_("Only who opened the details, or a manager, can write this."))
    if known := Disclosure.objects.filter(pk=disclosure_id, opening=held).first():
        return known
    told, text = _whole(what, recipient, ground, words)
    made = Disclosure(
        id=disclosure_id,
        opening=held,
        by=by,
        at=clock.shared_now(),
        what=told,
        recipient=recipient,
        ground=ground,
    )
    made.sealed_words = _sealed(made, bytes(held.wrapped_key), text)
    made.save(force_insert=True)
    audit.record(
        verb=Verb.DISCLOSURE_REGISTERED,
        subject=made,
        by=by,
        opening=str(held.pk),
        told=told,
        recipient=recipient,
        ground=ground,
    )
    return made


@transaction.atomic
def register_release(
    *,
    programme: Programme,
    about: Account,
    what: Sequence[str],
    recipient: str,
    ground: str,
    words: str,
    delay: str = "",
    delay_days: int | None = None,
    release_id: UUID,
    by: Account,
) -> Release:
    """Write into the register what left about somebody without an opening, such as for a court.
    `release_id` makes a repeated send one line."""
    if not policies.may_release(by, about, programme):
        raise NotAllowed(_("Only a manager can write this, and not about themselves."))
    if known := Release.objects.filter(pk=release_id, about=about).first():
        return known
    told, text = _whole(what, recipient, ground, words)
    days, now = days_of(delay, delay_days), clock.shared_now()
    made = Release(
        id=release_id,
        programme=programme,
        about=about,
        by=by,
        at=now,
        what=told,
        recipient=recipient,
        ground=ground,
        delay=delay,
        tell_at=now + timedelta(days=days or 0),
    )
    if made.wrapped_key is not None:
        made.sealed_words = _sealed(made, bytes(made.wrapped_key), text)
    made.save(force_insert=True)
    audit.record(
        verb=Verb.RELEASE_REGISTERED,
        subject=made,
        by=by,
        about=str(about.pk),
        told=told,
        recipient=recipient,
        ground=ground,
        delay=delay,
        days=days,
    )
    return made


def _whole(what: Sequence[str], recipient: str, ground: str, words: str) -> tuple[list[str], str]:
    """What was told and the note, cleaned; Invalid where a line would not be whole."""
    if not what or set(what) - set(Told.values):
        message = _("Please choose what was told.")
        raise Invalid(message, fields={"what": message})
    if recipient not in Recipient or ground not in Ground:
        message = _("Please choose to whom, and on what ground.")
        raise Invalid(message, fields={"recipient": message})
    try:
        return sorted(set(what)), clean_text(words, most=WORDS_MOST, required=False)
    except Invalid as error:
        raise Invalid(error.message, fields={"words": error.message}) from error


def _sealed(row: Disclosure | Release, wrapped: bytes, text: str) -> bytes | None:
    if not text:
        return None
    return crypto.seal(crypto.unwrap(wrapped), text, context=words_context(row))


@transaction.atomic
def put_notice_away(*, notice_id: UUID, by: Account) -> None:
    """The person has read what they were told: an opening, or what left. It stays on their page."""
    now = clock.shared_now()
    told = {"pk": notice_id, "about": by, "tell_at__lte": now, "seen_at__isnull": True}
    Opening.objects.filter(agreed=True, **told).update(seen_at=now)
    Release.objects.filter(**told).update(seen_at=now)
