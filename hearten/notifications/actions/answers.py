"""A key pressed in a call."""

from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import HeartenError, NotAllowed
from hearten.notifications import policies, ports, queries
from hearten.notifications.models import Delivery


class Answer(StrEnum):
    """What the call says back."""

    YOURS = "yours"
    NOT_NEEDED = "not_needed"
    OPEN_THE_APP = "open_the_app"


@transaction.atomic
def answer_call(*, delivery_id: UUID, by: Actor) -> Answer:
    """Whoever was called says "I have it". Pressed again, or sent again by the provider, it changes
    nothing and says the same."""
    if not policies.may_carry(by):
        raise NotAllowed(_("Only the programme itself takes these."))
    call = queries.call_to_answer(delivery_id)
    if call is None or not policies.may_be_called(call.account_id):
        return Answer.OPEN_THE_APP
    if call.answered_at is not None:
        return Answer.YOURS
    try:
        with transaction.atomic():
            theirs = ports.on_answer()(subject=call.subject, by=call.account)
    except HeartenError:
        return Answer.OPEN_THE_APP
    if not theirs:
        return Answer.NOT_NEEDED
    # After the case's lock, never before it: whoever takes a case withdraws its deliveries.
    fresh = Delivery.objects.filter(pk=call.pk, answered_at__isnull=True)
    if fresh.update(answered_at=clock.shared_now()):
        audit.record(verb=Verb.CALL_ANSWERED, subject=call, by=call.account)
    return Answer.YOURS
