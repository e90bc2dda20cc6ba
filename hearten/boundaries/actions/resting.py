"""Crisis work is added up; whoever comes near the cap is told, whoever reaches it rests."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.boundaries import policies, queries, rules
from hearten.boundaries.models import Rest, Yield
from hearten.boundaries.queries import Exposure
from hearten.boundaries.rules import Standing
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


def look_after_exposure(*, programme: Programme, by: Actor) -> int:
    """Tell and relieve whoever is due; gives to how many something changed. What follows is stored
    once a week and person, so looking again changes nothing."""
    if not policies.may_notice(by):
        raise NotAllowed(_("Only the programme’s own counting does this."))
    found = queries.exposures_of(programme, clock.shared_now())
    due = [one for one in found if one.standing is not Standing.FREE]
    return sum(_keep(programme, one, by) for one in due)


@transaction.atomic
def _keep(programme: Programme, exposure: Exposure, by: Actor) -> bool:
    rest, fresh = Rest.objects.get_or_create(
        programme=programme, account_id=exposure.account_id, week=exposure.week.monday
    )
    minutes = exposure.work // timedelta(minutes=1)
    if fresh:
        audit.record(verb=Verb.REST_ADVISED, subject=rest, by=by, minutes=minutes)
    capped = exposure.standing is Standing.CAPPED
    if capped:
        rest = Rest.objects.select_for_update(of=("self",)).get(pk=rest.pk)
        capped = rest.capped_at is None
    if capped:
        pause = timedelta(hours=queries.settings_of(programme).break_hours)
        rest.capped_at = clock.shared_now()
        rest.until = rules.rest_until(rest.capped_at, pause, exposure.week)
        rest.save(update_fields=["capped_at", "until"])
        audit.record(verb=Verb.REST_BEGAN, subject=rest, by=by, minutes=minutes)
    if fresh or capped:
        live.nudge_on_commit(exposure.account_id)
    return fresh or capped


@transaction.atomic
def keep_yielded(*, programme_id: UUID, cause: str, people: Collection[UUID], by: Actor) -> None:
    """People who rest were called, because nobody else was left or had answered. For safety.ports;
    called twice for one cause it is kept once."""
    if not policies.may_notice(by):
        raise NotAllowed(_("Only the calling itself keeps this."))
    for account_id in sorted(people):
        kept, fresh = Yield.objects.get_or_create(
            cause=cause, account_id=account_id, defaults={"programme_id": programme_id}
        )
        if fresh:
            audit.record(verb=Verb.CAP_YIELDED, subject=kept, by=by, cause=cause)
