"""Alerts: raised with the case, moved on by what is stored and the database's clock, until claimed."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, ids, live, queue
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.notifications import actions as notifications
from hearten.notifications.queries import Words
from hearten.rota.queries import escalation_of
from hearten.rota.rules import last_practice
from hearten.safety import policies, ports, queries
from hearten.safety.models import (
    Alert,
    AlertKind,
    AlertStep,
    Audience,
    Case,
    CaseState,
)
from hearten.safety.rules import escalation

_LOG = logging.getLogger(__name__)
TAKE_STEPS = "safety.take_steps"
"""The job's name: actions do not import jobs, which import them."""


@transaction.atomic
def raise_alert(*, case: Case, by: Actor) -> Alert | None:
    """Somebody must take this case now. Only the rows are made here, in the transaction that
    found the danger; telling people follows from them. None where an alert is open already, or
    somebody took the case moments ago."""
    _check(policies.may_escalate(by))
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    now = clock.shared_now()
    if case.state == CaseState.RESOLVED or case.alerts.filter(closed_at__isnull=True).exists():
        return None
    if case.assignee_id is not None and _is_with_somebody(case, now):
        live.nudge_on_commit(case.assignee_id)
        return None
    return _raise(case.programme, AlertKind.DANGER, case, now, by)


def _is_with_somebody(case: Case, now: datetime) -> bool:
    """Whoever answered its last alert still has it, and did so a short time ago."""
    if not policies.may_work(case.assignee_id, case):
        return False
    since = now - escalation.STILL_FRESH
    theirs = case.alerts.filter(closed_at__gte=since, claimed_by=case.assignee_id)
    return theirs.exclude(queries.only_by_phone(now)).exists()


def _raise(
    programme: Programme, kind: AlertKind, case: Case | None, now: datetime, by: Actor
) -> Alert:
    minutes = escalation_of(programme).minutes
    alert = Alert.objects.create(
        id=ids.new_id(), programme=programme, kind=kind, case=case, minutes=minutes, raised_at=now
    )
    AlertStep.objects.create(alert=alert, number=1, due_at=now)
    audit.record(verb=Verb.ALERT_RAISED, subject=alert, by=by, kind=str(kind))
    queue.enqueue(queue.app.tasks[TAKE_STEPS], once_as=TAKE_STEPS)
    return alert


@transaction.atomic
def raise_for_deserted(*, by: Actor) -> int:
    """Cases with danger that nobody has any more, or that were taken by phone and never opened: each
    raises an alert again."""
    _check(policies.may_escalate(by))
    deserted = queries.deserted_cases(clock.shared_now())
    return sum(raise_alert(case=case, by=by) is not None for case in deserted)


def take_due_steps(*, by: Actor, overdue_by: timedelta = timedelta(0)) -> int:
    """Take every step that is due (by as much as `overdue_by`); gives how many were taken.

    Each step is a transaction of its own. Whatever kills us in between leaves the rest due, and one
    alert that cannot be moved on keeps no other waiting.
    """
    _check(policies.may_escalate(by))
    taken, failed = 0, None
    for step_id in queries.due_steps(clock.shared_now() - overdue_by):
        try:
            taken += _take_step(step_id, by=by)
        except Exception as error:
            _LOG.error("a step of an alert cannot be taken: %s", type(error).__name__)
            failed = error
    if failed is not None:
        raise failed  # the job fails where an operator sees it; the rows stay due
    return taken


@transaction.atomic
def _take_step(step_id: UUID, *, by: Actor) -> bool:
    """Tell the people of one step and put down the next; False where another process is at it."""
    held = Alert.objects.select_for_update(skip_locked=True, of=("self",))
    alert = held.filter(steps=step_id, closed_at__isnull=True).first()
    step = AlertStep.objects.filter(pk=step_id, taken_at__isnull=True).first()
    if alert is None or step is None:
        return False
    step.alert = alert
    now = clock.shared_now()
    standing = queries.standing_of(step, now)
    whom, people = escalation.audience(step.number, standing)
    if not people:
        _LOG.error("an alert is open and there is nobody to tell")
    step.audience, step.taken_at = Audience(whom), now
    step.save(update_fields=["audience", "taken_at"])
    step.told.set(Account.objects.filter(pk__in=people))
    settings = escalation_of(alert.programme)
    notifications.send(
        people=people,
        subject=alert.subject,
        cause=step.cause,
        words=Words.DRILL if alert.is_drill else Words.PAGE,
        without=escalation.without(
            whom, text_from=settings.text_from, call_from=settings.call_from
        ),
        by=by,
    )
    audit.record(
        verb=Verb.ALERT_STEP_TAKEN,
        subject=alert,
        by=by,
        number=step.number,
        audience=whom,
        people=len(people),
    )
    _go_on(alert, step, now)
    if rested := standing.resting.intersection(people):
        ports.tell_caps_yielded(
            programme_id=alert.programme_id, cause=step.cause, people=rested, by=by
        )
    return True


def _go_on(alert: Alert, step: AlertStep, now: datetime) -> None:
    """The next step, counted from when this one was taken: people get the minutes they were
    promised, however late this was. A drill ends once everybody was told."""
    if alert.is_drill and step.audience == Audience.EVERYONE:
        alert.closed_at = now
        alert.save(update_fields=["closed_at"])
        return
    due = now + timedelta(minutes=alert.minutes)
    AlertStep.objects.create(alert=alert, number=step.number + 1, due_at=due)


def settle_alert(*, case: Case, by: Actor) -> bool:
    """Somebody has the case: its open alert, if there is one, is over. In the transaction of
    whoever holds the case's lock."""
    alert = case.alerts.select_for_update().filter(closed_at__isnull=True).first()
    if alert is None:
        return False
    alert.closed_at, alert.claimed_by_id = clock.shared_now(), by.actor_id
    alert.save(update_fields=["closed_at", "claimed_by"])
    alert.steps.filter(taken_at__isnull=True).delete()
    case.alerts.filter(by_phone=True, opened_at__isnull=True).update(opened_at=alert.closed_at)
    notifications.withdraw(subject=alert.subject, by=by)
    audit.record(verb=Verb.ALERT_CLAIMED, subject=alert, by=by)
    for person in people_with(alert.programme, Role.MODERATOR).exclude(pk=case.about_id):
        live.nudge_on_commit(person.pk)
    return True


@transaction.atomic
def start_drill(*, programme: Programme, by: Actor) -> Alert:
    """Practise the whole chain, marked as practice everywhere. One that runs is given again."""
    _check(policies.may_practise(by, programme))
    drills = Alert.objects.filter(programme=programme, kind=AlertKind.DRILL)
    try:
        with transaction.atomic():
            return _raise(programme, AlertKind.DRILL, None, clock.shared_now(), by)
    except IntegrityError:
        return drills.get(closed_at__isnull=True)


def start_due_drills(*, by: Actor) -> int:
    """Start the weekly practice wherever it is time and there is somebody to practise; gives how
    many began."""
    _check(policies.may_escalate(by))
    now = clock.shared_now()
    due = [one for one in Programme.objects.all() if _practice_is_due(one, now)]
    for programme in due:
        start_drill(programme=programme, by=by)
    return len(due)


def _practice_is_due(programme: Programme, now: datetime) -> bool:
    settings = escalation_of(programme)
    set_for = last_practice(
        now, weekday=settings.drill_weekday, clock=settings.drill_at, zone=settings.zone
    )
    if now - set_for > escalation.PRACTICE_LATE_BY:
        return False
    newest = queries.drills_of(programme).first()
    if newest is not None and newest.raised_at >= set_for:
        return False
    return people_with(programme, Role.MODERATOR).exists()


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed(_("You cannot do this here."))
