"""What a measure does to the person: one place where it begins, one where it ends.

Locks are taken in one order: the programmes a person manages, the person (accounts), then the
measure, then its appeal. Within the caller's transaction, under those locks.
"""

from datetime import datetime, timedelta

from hearten.accounts import actions as accounts
from hearten.accounts.actions.standing import lock_standing
from hearten.accounts.models import Account, RestoreReason, SuspendReason
from hearten.conduct.models import Measure, MeasureKind, MeasureState, Rule
from hearten.conduct.rules import GRAVE
from hearten.foundation import live
from hearten.foundation.actors import Actor

_REASONS = {
    Rule.MONEY: SuspendReason.MISUSE,
    Rule.PLACE: SuspendReason.MISUSE,
    Rule.HONESTY: SuspendReason.DISHONEST,
}
"""The code for the account's record; anything else hurts somebody."""


def lock(measure: Measure) -> Measure:
    """The measure with its person and programme, held."""
    lock_standing(measure.account)
    held = Measure.objects.select_for_update(of=("self",)).select_related("account", "programme")
    return held.get(pk=measure.pk)


def begin(held: Measure, *, at: datetime, by: Actor) -> None:
    """It takes effect now. A pause or a removal suspends, which ends what the person has open."""
    held.began_at = held.began_at or at
    if held.kind not in GRAVE:
        live.nudge_on_commit(held.account_id)
        return
    was_active = Account.objects.get(pk=held.account_id).is_active
    if was_active:
        reason = _REASONS.get(Rule(held.rule), SuspendReason.HARM)
        accounts.suspend(account=held.account, reason=reason, by=by)
        held.suspends = True


def stand(held: Measure, *, at: datetime, by: Actor) -> None:
    """It stands: from now, or from when it began for a while."""
    _supersede(held, at=at)
    begin(held, at=at, by=by)
    held.state, held.provisional_until = MeasureState.STANDING, None
    if held.days is not None and held.began_at is not None:
        held.until = held.began_at + timedelta(days=held.days)
    held.save()


def end(held: Measure, state: MeasureState, *, at: datetime, by: Actor) -> None:
    """It is over, taken back or not agreed to. Whom it had suspended comes back, unless something
    else keeps them out."""
    held.state, held.ended_at = state, at
    held.save()
    let_in(held, _restored(state), by=by)
    live.nudge_on_commit(held.account_id)


def let_in(held: Measure, reason: RestoreReason, *, by: Actor) -> None:
    """Restore whom this measure suspended, once its row says that it keeps nobody out any more."""
    if held.suspends and not _kept_out(held):
        accounts.restore(account=held.account, reason=reason, by=by)


def _supersede(held: Measure, *, at: datetime) -> None:
    """A removal takes the place of a pause that stands: the person stays out without a gap."""
    if held.kind != MeasureKind.REMOVAL:
        return
    pauses = Measure.objects.filter(
        account=held.account_id, kind=MeasureKind.PAUSE, state=MeasureState.STANDING
    ).exclude(pk=held.pk)
    if any(pauses.values_list("suspends", flat=True)):
        held.suspends = True
    pauses.update(state=MeasureState.OVER, ended_at=at)


def _kept_out(held: Measure) -> bool:
    """Whether another pause or removal stands. It restores at its own end."""
    others = Measure.objects.filter(
        account=held.account_id, kind__in=GRAVE, state=MeasureState.STANDING
    ).exclude(pk=held.pk)
    return bool(others.update(suspends=True))


def _restored(state: MeasureState) -> RestoreReason:
    return RestoreReason.MISTAKE if state == MeasureState.DECLINED else RestoreReason.LOOKED_INTO
