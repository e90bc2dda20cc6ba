"""A warm handover: the supporter writes, the member reads first and decides."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Role
from hearten.accounts.queries import has_role, is_blocked
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.matching import policies
from hearten.matching.actions.holding import refuse_held_from_writing
from hearten.matching.actions.locks import lock_pairing
from hearten.matching.models import Pairing
from hearten.matching.queries.sealed import handover_of, sealed
from hearten.matching.wording import Side

HANDOVER_MOST = 2000
"""Characters a supporter passes on."""


@transaction.atomic
def hand_over(*, pairing_id: UUID, words: str, to: Account | None = None, by: Actor) -> Pairing:
    """The supporter of an ended pairing passes something on, to a colleague or to whoever fits.
    Until the member has answered it can be written anew."""
    held = lock_pairing(pairing_id)
    write_handover(held, words=words, to=to, by=by)
    return held


def write_handover(held: Pairing, *, words: str, to: Account | None, by: Actor) -> None:
    """The same on a locked pairing. Sealed with the member's key: it is about them."""
    side = policies.side_of(by, member_id=held.member_id, supporter_id=held.supporter_id)
    if side is not Side.SUPPORTER:
        raise NotAllowed(_("Only the supporter can hand over."))
    words = _clean(words)
    if held.ended_at is None or held.handover_answered_at is not None:
        raise NotPossible(_("A handover comes after the ending, and before the member answers it."))
    _refuse_unfit(held, to)
    refuse_held_from_writing(held.supporter_id, words)
    if handover_of(held) == words and held.handover_to_id == (to.id if to else None):
        return
    held.sealed_handover = sealed(held.member, held, "sealed_handover", words)
    held.handover_to = to
    held.save(update_fields=["sealed_handover", "handover_to"])
    audit.record(
        verb=Verb.HANDOVER_WRITTEN, subject=held, by=by, to=str(to.id) if to is not None else None
    )
    live.nudge_on_commit(held.member_id)


def _clean(words: str) -> str:
    try:
        return clean_text(words, most=HANDOVER_MOST)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"handover": error.message}) from error


def _refuse_unfit(held: Pairing, to: Account | None) -> None:
    """A block between member and colleague reads the same as an ended role."""
    if to is None:
        return
    if (
        to.id in (held.member_id, held.supporter_id)
        or not has_role(to.id, held.programme_id, Role.SUPPORTER)
        or is_blocked(to.id, held.member_id)
    ):
        words = _("Choose another colleague, or leave this open.")
        raise Invalid(words, fields={"handover_to": words})
