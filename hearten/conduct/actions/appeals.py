"""Asking for another look, and the look itself: by somebody who decided nothing before."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import RestoreReason
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct import policies, queries, rules
from hearten.conduct.actions.effects import end, let_in, lock
from hearten.conduct.models import Appeal, Measure, MeasureState, Outcome
from hearten.conduct.rules import Kind
from hearten.foundation import clock, crypto, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

WORDS_MOST = 4000
ANSWER_MOST = 2000


@transaction.atomic
def appeal(*, measure: Measure, words: str, by: Actor) -> Appeal:
    """The person sees it otherwise, and says why. Once for each measure: again gives the first. When
    an answer is promised is stored with it."""
    held = lock(measure)
    if not policies.may_appeal(by, held):
        raise NotAllowed(_("Only the person it is about can ask for this."))
    if known := Appeal.objects.filter(measure=held).first():
        return known
    if not queries.may_still_appeal(held, clock.now()):
        raise NotPossible(_("It is too late to ask for another look at this."), code="late")
    words = _clean(words, WORDS_MOST, "words")
    now = clock.shared_now()
    promised = timedelta(days=queries.settings_of(held.programme).appeal_days)
    made = Appeal(measure=held, made_at=now, decide_by=now + promised)
    key = crypto.unwrap(held.wrapped_key)
    made.sealed_words = crypto.seal(key, words, context=queries.appeal_context(made, "words"))
    made.save(force_insert=True)
    audit.record(verb=Verb.APPEAL_MADE, subject=made, by=by, measure=str(held.id))
    for judge in queries.judges_of(held):
        live.nudge_on_commit(judge.id)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighter:
    """What a measure becomes."""

    kind: Kind
    scope: str = ""
    days: int | None = None
    """From now on."""


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, outcome: Outcome, answer: str, lighter: Lighter | None = None, by: Actor
) -> Appeal:
    """Decide an appeal, with an answer the person reads. LIFTED takes the measure back and lets the
    person in again; CHANGED makes it `lighter`. The same again changes nothing."""
    measure = lock(appeal.measure)
    held = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    held.measure = measure
    if not policies.may_decide(by, measure):
        raise NotAllowed(_("Somebody who has no part in it decides this."))
    if held.outcome:
        if (held.decided_by_id, held.outcome) == (by.actor_id, outcome):
            return held
        raise NotPossible(_("This was decided already."))
    if outcome not in Outcome:
        raise Invalid(_("Please choose."), fields={"outcome": _("Please choose.")})
    answer = _clean(answer, ANSWER_MOST, "answer")
    _carry_out(measure, outcome, lighter, by)
    key = crypto.unwrap(measure.wrapped_key)
    held.sealed_reason = crypto.seal(key, answer, context=queries.appeal_context(held, "reason"))
    held.outcome, held.decided_by_id, held.decided_at = outcome, by.actor_id, clock.now()
    held.save()
    audit.record(
        verb=Verb.APPEAL_DECIDED,
        subject=held,
        by=by,
        measure=str(measure.id),
        outcome=str(outcome),
        kind=str(measure.kind),
    )
    live.nudge_on_commit(measure.account_id)
    return held


def _carry_out(measure: Measure, outcome: Outcome, lighter: Lighter | None, by: Actor) -> None:
    if outcome == Outcome.LIFTED:
        # Also what is over: it does not count any more.
        if measure.state in (MeasureState.STANDING, MeasureState.OVER):
            end(measure, MeasureState.LIFTED, at=clock.shared_now(), by=by)
    elif outcome == Outcome.CHANGED:
        _make_lighter(measure, lighter, by)


def _make_lighter(measure: Measure, lighter: Lighter | None, by: Actor) -> None:
    if measure.state != MeasureState.STANDING:
        raise NotPossible(_("This does not stand any more."))
    now = clock.shared_now()
    if lighter is None or not rules.fits(lighter.kind, lighter.scope, lighter.days):
        words = _("Please say what it becomes, and for how many days.")
        raise Invalid(words, fields={"lighter": words})
    until = now + timedelta(days=lighter.days) if lighter.days is not None else None
    before = (Kind(measure.kind), measure.scope, measure.until)
    if not rules.is_lighter(lighter.kind, lighter.scope, until, than=before):
        words = _("An appeal never makes it harder. Please choose something lighter.")
        raise Invalid(words, fields={"lighter": words})
    _refuse_second_of_its_kind(measure, lighter.kind)
    comes_back = measure.kind in rules.GRAVE and lighter.kind not in rules.GRAVE
    measure.kind, measure.scope = lighter.kind.value, lighter.scope
    measure.days, measure.until = lighter.days, until
    measure.save()
    if comes_back:
        let_in(measure, RestoreReason.LOOKED_INTO, by=by)


def _refuse_second_of_its_kind(measure: Measure, kind: Kind) -> None:
    doubled = Measure.objects.filter(
        account=measure.account_id, kind=kind.value, state=MeasureState.STANDING
    ).exclude(pk=measure.pk)
    if kind in rules.DAYS_MOST and doubled.exists():
        raise NotPossible(_("One of this kind stands already. Take this back instead."))


def _clean(text: str, most: int, field: str) -> str:
    try:
        return clean_text(text, most=most)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={field: error.message}) from error
