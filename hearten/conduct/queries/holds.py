"""What a measure keeps people from now: asked at every message and every yes, also of open sockets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hearten.conduct.models import Measure, MeasureKind, MeasureState, Scope
from hearten.foundation import clock

_HOLDS = Q(state=MeasureState.STANDING) & (
    Q(kind=MeasureKind.RESTRICTION) | Q(kind=MeasureKind.WARNING, acknowledged_at__isnull=True)
)


@dataclass(frozen=True, slots=True)
class Hold:
    """What somebody may not do for now."""

    scope: Scope
    """Writing includes beginning anything new."""
    until: datetime | None
    """None: until they have read what was written to them."""

    @property
    def words(self) -> str:
        """For the person, in their language and zone."""
        if self.until is None:
            return _(
                "There is something to read for you first, under Decisions about your account. After"
                " that you can go on. Crisis help and your plan stay open."
            )
        when = {"when": date_format(timezone.localtime(self.until), "DATETIME_FORMAT")}
        if self.scope == Scope.WRITING:
            return (
                _("Writing is paused for you until %(when)s. Crisis help and your plan stay open.")
                % when
            )
        return (
            _(
                "New conversations are paused for you until %(when)s. Those you have go on. Crisis help"
                " and your plan stay open."
            )
            % when
        )


def holds_on(account_ids: Iterable[UUID]) -> dict[UUID, Hold]:
    """Those of these people who are held from something, each with the strongest hold. One query
    where nobody is; a second one asks the clock all processes share."""
    found = list(
        Measure.objects.filter(_HOLDS, account_id__in=list(account_ids)).values_list(
            "account_id", "scope", "until"
        )
    )
    if not found:
        return {}
    now = clock.shared_now()
    held: dict[UUID, Hold] = {}
    for account_id, scope, until in found:
        if until is not None and until <= now:
            continue
        hold = Hold(Scope(scope or Scope.WRITING), until)
        known = held.get(account_id)
        if known is None or known.scope == Scope.NEW:
            held[account_id] = hold
    return held


def may_be_held(account_id: OuterRef) -> Exists:
    """Whether anything might hold this person: to be asked within another query, so that nobody costs
    a query more where nothing does. Only `holds_on` knows what, and whether it has run out."""
    return Exists(Measure.objects.filter(_HOLDS, account_id=account_id))


def hold_on(account_id: UUID) -> Hold | None:
    """What one person is held from, if anything."""
    return holds_on([account_id]).get(account_id)


def held_accounts() -> QuerySet[Measure, UUID]:
    """The ids of everybody held from beginning anything new, as a subquery for those who propose."""
    standing = Measure.objects.filter(_HOLDS)
    running = standing.filter(Q(until__isnull=True) | Q(until__gt=clock.now()))
    return running.values_list("account_id", flat=True)
