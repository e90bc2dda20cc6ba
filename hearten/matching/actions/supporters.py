"""What a supporter takes on."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text
from hearten.matching import policies
from hearten.matching.actions.locks import lock_supporter
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import CAPACITY_MOST, Boundary, SupporterSettings

BOUNDARIES_MOST = 600
"""Characters of a supporter's own words on their boundaries card."""


@transaction.atomic
def save_supporter_settings(
    *,
    supporter: Account,
    programme: Programme,
    capacity: int | None = None,
    paused: bool | None = None,
    boundaries: Collection[str] | None = None,
    words: str | None = None,
    by: Actor,
) -> SupporterSettings:
    """Change what is given and leave the rest. Saving what already stands changes nothing.

    Pausing withdraws open proposals at the next sweep; present pairings go on. Fewer places than
    people sends nobody away.
    """
    if not policies.may_set_up_support(by, supporter_id=supporter.id, programme_id=programme.id):
        raise NotAllowed(_("Only a peer supporter can set this, for themselves."))
    held = lock_supporter(programme, supporter.id)
    wanted = {
        "capacity": _capacity(held.capacity if capacity is None else capacity),
        "paused_since": _paused_since(held, paused),
        "boundaries": _boundaries(held.boundaries if boundaries is None else boundaries),
        "boundaries_words": held.boundaries_words if words is None else _words(words),
    }
    changed = sorted(name for name, value in wanted.items() if getattr(held, name) != value)
    if not changed:
        return held
    for name in changed:
        setattr(held, name, wanted[name])
    held.changed_at = clock.now()
    held.save(update_fields=[*changed, "changed_at"])
    audit.record(
        verb=Verb.SUPPORTER_SETTINGS_CHANGED,
        subject=held,
        by=by,
        fields=changed,
        capacity=held.capacity,
        paused=held.paused_since is not None,
    )
    live.nudge_on_commit(supporter.id)
    ask_for_sweep(programme.id)
    return held


def _capacity(capacity: int) -> int:
    if not 0 <= capacity <= CAPACITY_MOST:
        words = _("Choose a number from 0 to %(most)s.") % {"most": CAPACITY_MOST}
        raise Invalid(words, fields={"capacity": words})
    return capacity


def _paused_since(held: SupporterSettings, paused: bool | None) -> object:
    if paused is None:
        return held.paused_since
    return (held.paused_since or clock.now()) if paused else None


def _boundaries(codes: Collection[str]) -> list[str]:
    """In the order of the card, each once."""
    if not set(codes) <= set(Boundary.values):
        words = _("Choose from the list.")
        raise Invalid(words, fields={"boundaries": words})
    return [code for code in Boundary.values if code in codes]


def _words(words: str) -> str:
    try:
        return clean_text(words, most=BOUNDARIES_MOST, required=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"words": error.message}) from error
