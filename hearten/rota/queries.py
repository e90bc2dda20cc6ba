"""The rota as it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import has_role, people_with
from hearten.foundation.actors import Actor
from hearten.rota import rules
from hearten.rota.models import DutyChange, EscalationSettings, Shift


def shifts_visible_to(actor: Actor, programme: Programme) -> QuerySet[Shift]:
    """One's own; everybody's for managers of the programme."""
    found = Shift.objects.filter(programme=programme).select_related("account")
    everybody = has_role(actor.actor_id, programme.id, Role.MANAGER)
    return found if everybody else found.filter(account=actor.actor_id)


def changes_visible_to(actor: Actor, programme: Programme) -> QuerySet[DutyChange]:
    """As shifts_visible_to."""
    found = DutyChange.objects.filter(programme=programme).select_related("account")
    everybody = has_role(actor.actor_id, programme.id, Role.MANAGER)
    return found if everybody else found.filter(account=actor.actor_id)


def escalation_of(programme: Programme) -> EscalationSettings:
    """What is set, or what holds where nobody set anything (not stored then)."""
    stored = EscalationSettings.objects.filter(programme=programme).first()
    return stored or EscalationSettings(programme=programme, zone="UTC")


def duties_of(programme: Programme, *, since: datetime, until: datetime) -> list[rules.Span]:
    """Times on duty of everybody who is an active moderator now."""
    people = list(people_with(programme, Role.MODERATOR).values_list("id", flat=True))
    shifts = Shift.objects.filter(programme=programme, account__in=people)
    changes = DutyChange.objects.filter(
        programme=programme,
        account__in=people,
        ends_at__gt=since - timedelta(days=2),
        starts_at__lt=until + timedelta(days=2),
    )
    return rules.duties(
        [
            rules.Window(
                person=one.account_id,
                weekday=one.weekday,
                starts=one.starts,
                ends=one.ends,
                zone=one.zone,
            )
            for one in shifts
        ],
        [
            rules.Change(
                person=one.account_id, on=one.on, starts_at=one.starts_at, ends_at=one.ends_at
            )
            for one in changes
        ],
        since=since,
        until=until,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyNow:
    """Who is on duty, who comes next, and where nobody is, for pages."""

    on: Sequence[Account]
    next_at: datetime | None
    next: Sequence[Account]
    gaps: Sequence[tuple[datetime, datetime]]


def duty_now(programme: Programme, at: datetime) -> DutyNow:
    """The rota as it stands at a moment, and the next 14 days' gaps."""
    until = at + rules.LOOK_AHEAD
    spans = duties_of(programme, since=at, until=until)
    on = rules.on_duty(spans, at)
    coming = rules.next_on_duty(spans, at, but=on)
    people = Account.objects.in_bulk({one.person for one in spans})

    def named(ids: Sequence[UUID]) -> list[Account]:
        return [people[one] for one in ids]

    return DutyNow(
        on=named(on),
        next_at=coming[0] if coming else None,
        next=named(coming[1]) if coming else [],
        gaps=rules.gaps(spans, since=at, until=until),
    )
