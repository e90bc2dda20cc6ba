"""Leaving it to a member whom to ask, for a while."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.matching import policies, rules
from hearten.matching.actions.locks import lock_request
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import SupportRequest
from hearten.matching.queries.settings import answer_times, settings_of
from hearten.matching.queries.supporters import meeting_of
from hearten.matching.rules import Kind


def time_to_choose(request: SupportRequest) -> datetime | None:
    """Until when the member of a new request is left to choose; None where nobody fits them, for then
    the queue looks on without waiting for a choice there is not."""
    meeting = meeting_of(request.programme, [request])
    [need] = meeting.needs
    if not rules.suggest(need, meeting.supporters, request.made_at, 1):
        return None
    times = answer_times(settings_of(request.programme))
    return rules.choose_by(Kind(request.kind), request.made_at, times)


@transaction.atomic
def stop_choosing(*, request: SupportRequest, by: Actor) -> SupportRequest:
    """The member leaves the choice to the queue, which asks whoever fits best. Where they are not
    choosing (any more), nothing changes."""
    held = lock_request(request.pk)
    if not policies.may_change_request(by, held):
        raise NotAllowed(_("Only the person who asked can choose."))
    if not rules.is_choosing(held.choose_until, clock.now()):
        return held
    held.choose_until = None
    held.save(update_fields=["choose_until"])
    audit.record(verb=Verb.REQUEST_LEFT_TO_QUEUE, subject=held, by=by)
    live.nudge_on_commit(held.member_id)
    ask_for_sweep(held.programme_id)
    return held
