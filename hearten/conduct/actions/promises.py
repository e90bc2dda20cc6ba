"""What a programme promises people who appeal."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct import policies
from hearten.conduct.models import APPEAL_DAYS_MOST, ConductSettings
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed


@transaction.atomic
def save_conduct_settings(*, programme: Programme, appeal_days: int, by: Actor) -> ConductSettings:
    """Within how many days an appeal is answered. What was promised before stays as it was promised.
    Saving what stands changes nothing."""
    if not policies.may_promise(by, programme):
        raise NotAllowed(_("Only a manager of this programme can change this."))
    if not 1 <= appeal_days <= APPEAL_DAYS_MOST:
        words = _("Please choose from 1 to %(most)s days.") % {"most": APPEAL_DAYS_MOST}
        raise Invalid(words, fields={"appeal_days": words})
    ConductSettings.objects.get_or_create(programme=programme)
    held = ConductSettings.objects.select_for_update().get(programme=programme)
    if held.appeal_days == appeal_days:
        return held
    held.appeal_days = appeal_days
    held.save(update_fields=["appeal_days"])
    audit.record(verb=Verb.CONDUCT_SETTINGS_CHANGED, subject=held, by=by, appeal_days=appeal_days)
    return held
