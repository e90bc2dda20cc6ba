"""Somebody says "I have it"."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.safety import policies
from hearten.safety.actions.cases import assign_case
from hearten.safety.models import Alert, DrillAnswer


@transaction.atomic
def claim_alert(*, alert: Alert, by: Actor) -> None:
    """Take what the alert calls for: the case, or in a drill just one's own answer. Pressing it again
    does nothing; NotPossible says who was first."""
    if by.actor_id is None or not policies.may_answer(by.actor_id, alert):
        raise NotAllowed(_("You are part of this case, so somebody else looks at it."))
    if alert.case is not None:
        assign_case(case=alert.case, by=by)
        return
    _answer, fresh = DrillAnswer.objects.get_or_create(alert=alert, account_id=by.actor_id)
    if fresh:
        audit.record(verb=Verb.DRILL_ANSWERED, subject=alert, by=by)
        live.nudge_on_commit(by.actor_id)
