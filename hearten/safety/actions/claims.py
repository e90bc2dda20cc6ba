"""Somebody says "I have it"."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import policies
from hearten.safety.actions.cases import assign_case
from hearten.safety.models import Alert, Case, DrillAnswer


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


@transaction.atomic
def claim_by_phone(*, subject: str, by: Actor) -> bool:
    """The same by a key pressed in a call. False where somebody else has it, or nobody needs to have it
    any more; bound to notifications.ports. It counts for a short time: then the case is opened, or
    people are called again."""
    known = Alert.objects.filter(pk=subject.removeprefix("alert:"))
    alert = known.select_related("case", "programme").first()
    if alert is None:
        return False
    try:
        claim_alert(alert=alert, by=by)
    except NotPossible:
        return False
    if alert.case_id is not None and alert.closed_at is None:
        known.filter(claimed_by=by.actor_id).update(by_phone=True)
    return True


@transaction.atomic
def note_opened(*, case: Case, by: Actor) -> None:
    """Whoever claimed this case by phone looks at it: it was them who picked up."""
    theirs = Alert.objects.filter(case=case, claimed_by=by.actor_id)
    unopened = theirs.filter(by_phone=True, opened_at__isnull=True)
    for alert in unopened.select_for_update():
        alert.opened_at = clock.shared_now()
        alert.save(update_fields=["opened_at"])
        audit.record(verb=Verb.ALERT_OPENED, subject=alert, by=by)
