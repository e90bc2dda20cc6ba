"""Deciding about somebody's conduct: by one for what takes little away, by two for the rest."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.actions.standing import lock_standing
from hearten.accounts.models import Account, Programme
from hearten.accounts.policies import may_suspend
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct import policies, queries, rules
from hearten.conduct.actions.effects import begin, end, lock, stand
from hearten.conduct.models import Measure, MeasureState, Rule
from hearten.conduct.ports import Footing
from hearten.conduct.rules import Basis, Grounds, Kind
from hearten.foundation import clock, crypto, ids, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

REASON_MOST = 2000
"""Characters of what the person reads: what happened and what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a moderator wants to decide."""

    kind: Kind
    rule: Rule
    reason: str
    scope: str = ""
    days: int | None = None
    gravity: int = 1
    urgent: bool = False
    """Others are in danger: a pause begins at once, for a short time."""


@transaction.atomic
def impose(
    *,
    account: Account,
    programme: Programme,
    footing: Footing,
    wish: Wish,
    measure_id: UUID | None = None,
    by: Actor,
) -> Measure:
    """Decide about somebody. What is light stands at once; a pause or removal is proposed, and waits
    for a second person. `measure_id` makes a repeated send one measure.

    NotPossible where the grounds are not enough: one report by one person alone never leads to a
    pause or a removal (rules/escalation.py).
    """
    account, _programmes = lock_standing(account)
    if by.actor_id is None or not policies.may_impose(by, account, programme, footing):
        raise NotAllowed(_("Please take this case first, so that everybody knows who has it."))
    if wish.kind in rules.GRAVE and not may_suspend(by, account):
        raise NotAllowed(_("You cannot suspend this person."))
    if measure_id and (known := Measure.objects.filter(pk=measure_id, account=account).first()):
        return known
    reason = _checked(wish)
    _refuse_doubled(account, wish.kind)
    made = Measure(
        id=measure_id or ids.new_id(),
        programme=programme,
        account=account,
        kind=wish.kind.value,
        scope=wish.scope,
        rule=wish.rule,
        gravity=wish.gravity,
        basis=_basis(account, programme, footing, wish, by),
        ground_kind=footing.kind,
        ground_id=footing.id,
        days=wish.days,
        proposed_by_id=by.actor_id,
        state=MeasureState.PROPOSED,
    )
    made.sealed_reason = crypto.seal(
        crypto.unwrap(made.wrapped_key), reason, context=queries.reason_context(made)
    )
    _enter(made, wish, by)
    return made


def _checked(wish: Wish) -> str:
    if wish.rule not in Rule:
        raise Invalid(_("Please choose."), fields={"rule": _("Please choose.")})
    if not rules.fits(wish.kind, wish.scope, wish.days):
        most = rules.days_most(wish.kind, wish.scope)
        words = _("Please choose from 1 to %(most)s days.") % {"most": most}
        raise Invalid(words, fields={"days": words})
    try:
        return clean_text(wish.reason, most=REASON_MOST)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"reason": error.message}) from error


def _refuse_doubled(account: Account, kind: Kind) -> None:
    if kind in rules.GRAVE and account.measures.filter(state=MeasureState.PROPOSED).exists():
        raise NotPossible(
            _("Something is proposed about this person already. A second person decides it first."),
            code="proposed",
        )
    if kind in (Kind.REMINDER, Kind.WARNING):
        return
    heavier = [kind.value, Kind.REMOVAL.value]
    if account.measures.filter(state=MeasureState.STANDING, kind__in=heavier).exists():
        raise NotPossible(
            _("This stands already. Take it back first to decide anew."), code="stands"
        )


def _basis(
    account: Account, programme: Programme, footing: Footing, wish: Wish, by: Actor
) -> Basis:
    assert by.actor_id is not None  # noqa: S101 - the policy asked
    ground = footing.ground
    earlier = queries.earlier_measures(account, programme, besides=footing)
    grounds = Grounds(
        voices=ground.voices(footing.id),
        gravity=wish.gravity,
        opened=ground.opened_by(footing.id, by.actor_id),
        earlier=bool(earlier),
    )
    basis = rules.basis_of(wish.kind, grounds)
    if basis is not None:
        return basis
    if not grounds.opened:
        raise NotPossible(_("Please read what was reported first."), code="not_opened")
    raise NotPossible(
        _(
            "One report is not enough for this. It needs an earlier measure, reports of several"
            " people who do not belong together, or something grave that two moderators have read."
        ),
        code="not_enough",
    )


def _enter(made: Measure, wish: Wish, by: Actor) -> None:
    """Save it in its first state, with its effect."""
    now = clock.shared_now()
    made.proposed_at = now
    if not rules.needs_second(wish.kind):
        stand(made, at=now, by=by)
        audit.record(verb=Verb.MEASURE_IMPOSED, subject=made, by=by, **_details(made))
        return
    if rules.may_begin_at_once(wish.kind, urgent=wish.urgent):
        made.provisional_until = now + rules.PROVISIONAL
        begin(made, at=now, by=by)
    made.save(force_insert=True)
    audit.record(verb=Verb.MEASURE_PROPOSED, subject=made, by=by, **_details(made))
    for judge in queries.judges_of(made):
        live.nudge_on_commit(judge.id)


def _details(measure: Measure) -> dict[str, object]:
    """What the record says beside a verb: codes, and never a word of the reason."""
    return {
        "about": str(measure.account_id),
        "kind": str(measure.kind),
        "scope": str(measure.scope),
        "rule": str(measure.rule),
        "basis": str(measure.basis),
        "days": measure.days,
        "ground": f"{measure.ground_kind}:{measure.ground_id}",
        "provisional": measure.provisional_until is not None,
    }


@transaction.atomic
def confirm(*, measure: Measure, by: Actor) -> Measure:
    """The second person agrees: it stands. Agreeing again changes nothing."""
    held = lock(measure)
    if held.state == MeasureState.STANDING and held.confirmed_by_id == by.actor_id:
        return held
    _refuse_unless_second(held, by)
    if not policies.has_read(by, held):
        raise NotPossible(_("Please read what was reported first."), code="not_opened")
    held.confirmed_by_id = by.actor_id
    stand(held, at=clock.shared_now(), by=by)
    audit.record(verb=Verb.MEASURE_CONFIRMED, subject=held, by=by, **_details(held))
    live.nudge_on_commit(held.proposed_by_id)
    return held


@transaction.atomic
def decline(*, measure: Measure, by: Actor) -> Measure:
    """The second person does not agree, or whoever proposed it takes it back: it does not come to
    be, and what had begun for a while ends. Again, it changes nothing."""
    held = lock(measure)
    if held.state == MeasureState.DECLINED:
        return held
    if not policies.may_withdraw(by, held):
        _refuse_unless_second(held, by)
    elif held.state != MeasureState.PROPOSED:
        raise NotPossible(_("This was decided already."))
    end(held, MeasureState.DECLINED, at=clock.shared_now(), by=by)
    audit.record(verb=Verb.MEASURE_DECLINED, subject=held, by=by, **_details(held))
    live.nudge_on_commit(held.proposed_by_id)
    return held


def _refuse_unless_second(held: Measure, by: Actor) -> None:
    if not policies.may_second(by, held):
        raise NotAllowed(_("Somebody who has no part in it decides this."))
    if held.state != MeasureState.PROPOSED:
        raise NotPossible(_("This was decided already."))


@transaction.atomic
def lift(*, measure: Measure, by: Actor) -> Measure:
    """Take back what stands, before its time. Again, it changes nothing."""
    held = lock(measure)
    if held.state == MeasureState.LIFTED:
        return held
    if not policies.may_lift(by, held):
        raise NotAllowed(_("Only a moderator who has no part in it can take this back."))
    if held.state != MeasureState.STANDING:
        raise NotPossible(_("This does not stand any more."))
    end(held, MeasureState.LIFTED, at=clock.shared_now(), by=by)
    audit.record(verb=Verb.MEASURE_LIFTED, subject=held, by=by, **_details(held))
    return held


@transaction.atomic
def acknowledge(*, measure: Measure, by: Actor) -> Measure:
    """The person has read it: after a warning they can go on. Once; again changes nothing."""
    held = lock(measure)
    if by.actor_id != held.account_id:
        raise NotAllowed(_("Only the person it was written to can say that."))
    if not queries.is_to_acknowledge(held):
        return held
    held.acknowledged_at = clock.now()
    held.save(update_fields=["acknowledged_at"])
    audit.record(verb=Verb.MEASURE_ACKNOWLEDGED, subject=held, by=by, **_details(held))
    live.nudge_on_commit(held.account_id)
    return held
