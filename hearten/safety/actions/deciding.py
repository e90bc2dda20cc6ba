"""What a moderator does to and with the person a case is about: decide, and write. Through conduct."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.actions.standing import lock_standing
from hearten.conduct import actions as conduct
from hearten.conduct.actions import Wish
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotPossible
from hearten.safety.actions.cases import check_has, locked, refuse_resolved
from hearten.safety.models import Case, CaseNature
from hearten.safety.queries import footing_of


@transaction.atomic
def decide_measure(*, case: Case, wish: Wish, measure_id: UUID | None = None, by: Actor) -> None:
    """Remind, warn or restrict the person of a case one has, or propose a pause or a removal. What it
    may rest on is conduct's rule. `measure_id` makes a repeated send one measure."""
    held = _held(case, by)
    if held.nature != CaseNature.CONDUCT:
        raise NotPossible(_("This case is about somebody’s safety. Nobody is warned for that."))
    conduct.impose(
        account=held.about,
        programme=held.programme,
        footing=footing_of(held),
        wish=wish,
        measure_id=measure_id,
        by=by,
    )


@transaction.atomic
def write_to_person(*, case: Case, text: str, letter_id: UUID | None = None, by: Actor) -> None:
    """Write to the person of a case one has, as the moderation team. They can answer."""
    held = _held(case, by)
    conduct.write_letter(
        account=held.about,
        programme=held.programme,
        footing=footing_of(held),
        text=text,
        letter_id=letter_id,
        by=by,
    )


def _held(case: Case, by: Actor) -> Case:
    """The case, locked after its person: the order in which everybody takes locks."""
    lock_standing(case.about)
    held = locked(case)
    check_has(held, by)
    refuse_resolved(held)
    return held
