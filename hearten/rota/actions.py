"""Planning who is on duty, and how calls move on."""

from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.rota import policies
from hearten.rota.models import DutyChange, EscalationSettings, PhoneFrom, Shift, Weekday
from hearten.rota.rules import is_zone

MINUTES_MOST = 60


@transaction.atomic
def add_shift(
    *,
    programme: Programme,
    account: Account,
    weekday: int,
    starts: time,
    ends: time,
    zone: str,
    by: Actor,
) -> Shift:
    """On duty every week from one time to another where the person lives. The same start again is
    the same shift, with the end given now."""
    _check(by, account.pk, programme)
    if weekday not in Weekday.values:
        _refuse("weekday", _("Please choose a day."))
    _check_zone(zone)
    shift, _fresh = Shift.objects.update_or_create(
        programme=programme,
        account=account,
        weekday=weekday,
        starts=starts,
        zone=zone,
        defaults={"ends": ends},
    )
    audit.record(verb=Verb.SHIFT_ADDED, subject=shift, by=by, account=str(account.pk))
    return shift


@transaction.atomic
def remove_shift(*, shift: Shift, by: Actor) -> None:
    """Not on duty then any more. Gone already is fine."""
    _check(by, shift.account_id, shift.programme)
    for one in Shift.objects.select_for_update().filter(pk=shift.pk):
        audit.record(verb=Verb.SHIFT_REMOVED, subject=one, by=by, account=str(one.account_id))
        one.delete()


@transaction.atomic
def add_duty_change(
    *,
    programme: Programme,
    account: Account,
    on: bool,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
) -> DutyChange:
    """Once away, or once on duty beside the shifts. The same again is the same one."""
    _check(by, account.pk, programme)
    if ends_at <= starts_at:
        _refuse("ends_at", _("Please choose an end after the start."))
    change, fresh = DutyChange.objects.get_or_create(
        programme=programme, account=account, on=on, starts_at=starts_at, ends_at=ends_at
    )
    if fresh:
        audit.record(verb=Verb.DUTY_CHANGED, subject=change, by=by, account=str(account.pk), on=on)
    return change


@transaction.atomic
def remove_duty_change(*, change: DutyChange, by: Actor) -> None:
    """The shifts count again. Gone already is fine."""
    _check(by, change.account_id, change.programme)
    for one in DutyChange.objects.select_for_update().filter(pk=change.pk):
        audit.record(verb=Verb.DUTY_CHANGE_REMOVED, subject=one, by=by, account=str(one.account_id))
        one.delete()


@transaction.atomic
def save_escalation(
    *,
    programme: Programme,
    minutes: int,
    drill_weekday: int,
    drill_at: time,
    zone: str,
    by: Actor,
    text_from: int = PhoneFrom.FIRST,
    call_from: int = PhoneFrom.FIRST,
) -> EscalationSettings:
    """How fast alerts move on, from which round on phones are used, and when the programme practises.
    Alerts that are open keep the minutes they began with; phones follow at the next step."""
    if not policies.may_set_pace(by, programme):
        raise NotAllowed(_("Only managers set this."))
    if not 1 <= minutes <= MINUTES_MOST:
        _refuse("minutes", _("Please choose from 1 to 60 minutes."))
    for field, first in (("text_from", text_from), ("call_from", call_from)):
        if first not in PhoneFrom.values:
            _refuse(field, _("Please choose one."))
    if drill_weekday not in Weekday.values:
        _refuse("drill_weekday", _("Please choose a day."))
    _check_zone(zone)
    saved, _fresh = EscalationSettings.objects.update_or_create(
        programme=programme,
        defaults={
            "minutes": minutes,
            "text_from": text_from,
            "call_from": call_from,
            "drill_weekday": drill_weekday,
            "drill_at": drill_at,
            "zone": zone,
        },
    )
    audit.record(
        verb=Verb.ESCALATION_CHANGED,
        subject=saved,
        by=by,
        minutes=minutes,
        text_from=int(text_from),
        call_from=int(call_from),
    )
    return saved


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Delete somebody's duties. For safety, in whose part of the erasure they go."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    for model in (Shift, DutyChange):
        taken.delete(model.objects.filter(account=account))
    return taken


def _check(by: Actor, account_id: UUID, programme: Programme) -> None:
    if not policies.may_plan(by, account_id, programme):
        raise NotAllowed(_("You plan your own duties; managers plan everybody’s."))


def _check_zone(zone: str) -> None:
    if not is_zone(zone):
        _refuse("zone", _("Please choose a time zone."))


def _refuse(field: str, message: str) -> None:
    raise Invalid(message, fields={field: message})
