"""What a person may read of what was decided about them. Nobody who decided is named anywhere here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account, Programme
from hearten.conduct.models import Appeal, Measure, MeasureKind, MeasureState
from hearten.conduct.ports import Footing
from hearten.conduct.queries.sealed import answer_of, reason_of, words_of
from hearten.conduct.rules import APPEAL_AFTER_END
from hearten.foundation import clock
from hearten.foundation.actors import Actor

_TOLD = Q(began_at__isnull=False)
"""A proposal nobody agreed to yet is nothing the person has to carry."""


def decisions_visible_to(actor: Actor) -> QuerySet[Measure]:
    """What was decided about this person and has begun, the latest first; theirs alone."""
    if actor.actor_id is None:
        return Measure.objects.none()
    mine = Measure.objects.filter(_TOLD, account_id=actor.actor_id)
    return mine.select_related("programme").order_by("-began_at", "id")


_TITLES = {
    MeasureKind.REMINDER: _("A reminder"),
    MeasureKind.WARNING: _("A warning"),
    MeasureKind.RESTRICTION: _("Some things are paused for you"),
    MeasureKind.PAUSE: _("Your account is paused"),
    MeasureKind.REMOVAL: _("Your account is closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRead:
    """An appeal, as its person reads it."""

    made_at: datetime
    decide_by: datetime
    words: str
    outcome: str
    """In words; empty while it is open."""
    decided_at: datetime | None
    answer: str
    late: bool
    """Whether the promise was not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One measure, opened for the person it is about."""

    id: UUID
    kind: str
    title: str
    scope: str
    rule: str
    """In words."""
    reason: str
    state: str
    began_at: datetime
    until: datetime | None
    provisional_until: datetime | None
    ended_at: datetime | None
    to_acknowledge: bool
    can_appeal: bool
    appeal: AppealRead | None


def decision_of(measure: Measure) -> Decision:
    """What the person reads of it."""
    assert measure.began_at is not None  # noqa: S101 - decisions_visible_to gives no other
    appeal = Appeal.objects.select_related("measure").filter(measure=measure).first()
    return Decision(
        id=measure.id,
        kind=measure.kind,
        title=str(_TITLES[MeasureKind(measure.kind)]),
        scope=measure.scope,
        rule=measure.get_rule_display(),
        reason=reason_of(measure),
        state=measure.state,
        began_at=measure.began_at,
        until=measure.until,
        provisional_until=measure.provisional_until,
        ended_at=measure.ended_at,
        to_acknowledge=is_to_acknowledge(measure),
        can_appeal=appeal is None and may_still_appeal(measure, clock.now()),
        appeal=_read(appeal) if appeal else None,
    )


def decisions_of(actor: Actor) -> list[Decision]:
    """All of them, opened."""
    return [decision_of(one) for one in decisions_visible_to(actor)]


def _read(appeal: Appeal) -> AppealRead:
    open_ = appeal.decided_at is None
    return AppealRead(
        made_at=appeal.made_at,
        decide_by=appeal.decide_by,
        words=words_of(appeal),
        outcome="" if open_ else appeal.get_outcome_display(),
        decided_at=appeal.decided_at,
        answer=answer_of(appeal),
        late=open_ and appeal.decide_by < clock.now(),
    )


def is_to_acknowledge(measure: Measure) -> bool:
    """Whether the person is asked to say that they have read it."""
    return measure.state == MeasureState.STANDING and measure.acknowledged_at is None


def may_still_appeal(measure: Measure, now: datetime) -> bool:
    """While it stands, and for a time after it is over: it counts for what comes later."""
    if measure.state == MeasureState.STANDING:
        return True
    over = measure.state == MeasureState.OVER and measure.ended_at is not None
    return over and now - measure.ended_at <= APPEAL_AFTER_END  # type: ignore[operator]


def _unread_warnings(account_id: UUID | OuterRef) -> QuerySet[Measure]:
    return Measure.objects.filter(
        account_id=account_id,
        state=MeasureState.STANDING,
        kind=MeasureKind.WARNING,
        acknowledged_at__isnull=True,
    )


def warning_waits(account_id: OuterRef) -> Exists:
    """Whether a warning waits to be read, to be asked within another question."""
    return Exists(_unread_warnings(account_id))


def to_read_first(account_id: UUID) -> UUID | None:
    """The warning somebody has to read before they go on."""
    waiting = _unread_warnings(account_id)
    return waiting.order_by("began_at").values_list("id", flat=True).first()


def keeping_out(account_id: UUID) -> QuerySet[Measure]:
    """What keeps a suspended person out."""
    provisional = Q(state=MeasureState.PROPOSED, began_at__isnull=False)
    standing = Q(state=MeasureState.STANDING, kind__in=[MeasureKind.PAUSE, MeasureKind.REMOVAL])
    return Measure.objects.filter(provisional | standing, account_id=account_id)


def unread_decisions(actor: Actor) -> int:
    """How many decisions the person has not said to have read."""
    waiting = decisions_visible_to(actor).filter(
        state=MeasureState.STANDING, acknowledged_at__isnull=True
    )
    return waiting.count()


def earlier_measures(
    account: Account, programme: Programme, *, besides: Footing
) -> Sequence[Measure]:
    """Measures of this programme that count as earlier: a warning or more, that stood and was not
    taken back, about another ground than this one."""
    counted = Measure.objects.filter(
        account=account,
        programme=programme,
        state__in=[MeasureState.STANDING, MeasureState.OVER],
    ).exclude(kind=MeasureKind.REMINDER)
    others = counted.exclude(ground_kind=besides.kind, ground_id=besides.id)
    return list(others.order_by("began_at"))
