"""What ends without anybody's press: by a stored time, or because a manager let the person back in."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct import policies
from hearten.conduct.actions.effects import end, lock
from hearten.conduct.models import Measure, MeasureState
from hearten.conduct.rules import GRAVE
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed


def end_what_is_over(*, account_id: UUID | None = None, by: Actor) -> int:
    """End every measure whose stored time has passed, each in a transaction of its own, and give how
    many those were. A pause nobody agreed to in time counts as declined. Safe to repeat; also for one
    person alone, at the door."""
    if not policies.may_end_by_time(by):
        raise NotAllowed(_("Only the programme can do this."))
    found = Measure.objects.filter(_due())
    if account_id is not None:
        found = found.filter(account_id=account_id)
    return sum(_end(one, by=by) for one in found.select_related("account").order_by("id"))


def _due() -> Q:
    now = clock.shared_now()
    return Q(state=MeasureState.STANDING, until__lte=now) | Q(
        state=MeasureState.PROPOSED, provisional_until__lte=now
    )


@transaction.atomic
def _end(measure: Measure, *, by: Actor) -> bool:
    held, now = lock(measure), clock.shared_now()
    if held.state == MeasureState.PROPOSED and held.provisional_until is not None:
        if held.provisional_until > now:
            return False
        end(held, MeasureState.DECLINED, at=now, by=by)
        audit.record(verb=Verb.MEASURE_LAPSED, subject=held, by=by, kind=str(held.kind))
        return True
    if held.state != MeasureState.STANDING or held.until is None or held.until > now:
        return False
    end(held, MeasureState.OVER, at=now, by=by)
    audit.record(verb=Verb.MEASURE_OVER, subject=held, by=by, kind=str(held.kind))
    return True


@transaction.atomic
def on_account_restored(*, account_id: UUID, by: Actor) -> None:
    """A person was let back in: no pause or removal stands any more. For
    accounts.ports.bind_on_restored, which holds the account; called again it finds nothing."""
    standing = Measure.objects.select_for_update(of=("self",)).filter(
        account_id=account_id, kind__in=GRAVE, state=MeasureState.STANDING
    )
    begun = Measure.objects.select_for_update(of=("self",)).filter(
        account_id=account_id, state=MeasureState.PROPOSED, began_at__isnull=False
    )
    for held, state in [
        *((one, MeasureState.LIFTED) for one in standing),
        *((one, MeasureState.DECLINED) for one in begun),
    ]:
        held.state, held.ended_at, held.suspends = state, clock.now(), False
        held.save(update_fields=["state", "ended_at", "suspends"])
        audit.record(verb=Verb.MEASURE_LIFTED, subject=held, by=by, kind=str(held.kind))
