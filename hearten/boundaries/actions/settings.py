"""How much a programme asks of one person."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.boundaries import policies
from hearten.boundaries.models import BoundarySettings
from hearten.boundaries.models.exposure import BREAK_HOURS_MOST, CRISIS_HOURS_MOST, DAYS_MOST
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed

MOST = {
    "crisis_hours": CRISIS_HOURS_MOST,
    "break_hours": BREAK_HOURS_MOST,
    "days_on": DAYS_MOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Hours of crisis work a week, hours of the break after them, and on how many days something
    goes on before a supervisor sees it."""

    crisis_hours: int
    break_hours: int
    days_on: int


@transaction.atomic
def save_boundary_settings(*, programme: Programme, caps: Caps, by: Actor) -> BoundarySettings:
    """Change them. Whoever rests already keeps the rest they were given. The same again changes
    nothing."""
    if not policies.may_set_boundaries(by, programme):
        raise NotAllowed(_("Only a manager of this programme can change this."))
    wanted = asdict(caps)
    wrong = {
        name: _("Choose a number from 1 to %(most)s.") % {"most": most}
        for name, most in MOST.items()
        if not 1 <= wanted[name] <= most
    }
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    BoundarySettings.objects.get_or_create(programme=programme)
    held = BoundarySettings.objects.select_for_update().get(programme=programme)
    changed = sorted(name for name, value in wanted.items() if getattr(held, name) != value)
    if not changed:
        return held
    for name in changed:
        setattr(held, name, wanted[name])
    held.save(update_fields=changed)
    audit.record(
        verb=Verb.BOUNDARY_SETTINGS_CHANGED,
        subject=held,
        by=by,
        **{name: wanted[name] for name in changed},
    )
    return held
