"""Alerts: what is due, who could be told, what pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import Account, Membership, Programme, Role
from hearten.accounts.queries import people_with
from hearten.foundation.actors import Actor
from hearten.notifications.queries import DeliveryRead, deliveries_about
from hearten.rota.queries import duties_of
from hearten.rota.rules import LOOK_AHEAD, next_on_duty, on_duty
from hearten.safety import ports
from hearten.safety.models import Alert, AlertKind, AlertStep, Case, CaseState, DrillAnswer, Report
from hearten.safety.rules import escalation


def alerts_visible_to(actor: Actor, programme: Programme) -> QuerySet[Alert]:
    """For moderators of the programme, without those of cases they have a part in: nobody learns
    from an alert that they were found or reported. Managers see drills."""
    held = Membership.objects.filter(
        account=actor.actor_id,
        account__is_active=True,
        programme=programme,
        ended_at__isnull=True,
    )
    roles = set(held.values_list("role", flat=True))
    found = Alert.objects.filter(programme=programme).select_related("case")
    if Role.MODERATOR in roles:
        reported = Report.objects.filter(case=OuterRef("case"), reporter=actor.actor_id)
        return found.exclude(case__about=actor.actor_id).exclude(Exists(reported))
    return found.filter(kind=AlertKind.DRILL) if Role.MANAGER in roles else found.none()


def open_alerts(actor: Actor, programme: Programme) -> QuerySet[Alert]:
    """Alerts of danger nobody has yet, the longest waiting first."""
    return (
        alerts_visible_to(actor, programme)
        .filter(kind=AlertKind.DANGER, closed_at__isnull=True)
        .order_by("raised_at", "id")
    )


def calling(account: Account, programme: Programme, at: datetime) -> Alert | None:
    """What this person is being called for now: danger before practice, and what they took by phone and
    did not open yet; None when nothing."""
    told = AlertStep.objects.filter(alert=OuterRef("pk"), told=account)
    answered = DrillAnswer.objects.filter(alert=OuterRef("pk"), account=account)
    danger = Q(kind=AlertKind.DANGER, closed_at__isnull=True)
    by_phone = Q(by_phone=True, opened_at__isnull=True, claimed_by=account)
    since = at - escalation.PRACTICE_SHOWN_FOR
    drill = Q(kind=AlertKind.DRILL, raised_at__gte=since) & ~Exists(answered)
    mine = (
        alerts_visible_to(account, programme).filter(Exists(told)).filter(danger | by_phone | drill)
    )
    return mine.order_by("kind", "raised_at").first()  # "danger" comes before "drill"


def due_steps(at: datetime) -> list[UUID]:
    """Steps of open alerts that should have been taken by then, the longest due first."""
    due = AlertStep.objects.filter(
        taken_at__isnull=True, due_at__lte=at, alert__closed_at__isnull=True
    )
    return list(due.order_by("due_at", "id").values_list("id", flat=True))


def standing_of(step: AlertStep, at: datetime) -> escalation.Standing:
    """Who could be told by this step. Looked at now, not when the alert was raised."""
    alert = step.alert
    able, resting = _able(alert), ports.resting(alert.programme_id)
    if step.number > escalation.LAST_BY_ROTA:
        return escalation.Standing(able=able, on_duty=[], coming=[], resting=resting)
    spans = duties_of(alert.programme, since=at, until=at + LOOK_AHEAD)
    told = AlertStep.objects.filter(alert=alert, told__isnull=False)
    before = set(told.values_list("told", flat=True))
    here = [one for one in spans if one.person in set(able)]
    coming = next_on_duty(here, at, but=before)
    return escalation.Standing(
        able=able,
        on_duty=on_duty(here, at),
        coming=coming[1] if coming else [],
        has_it=alert.case.assignee_id if alert.case else None,
        resting=resting,
    )


def _able(alert: Alert) -> list[UUID]:
    """Active moderators of the programme who have no part in the case."""
    people = people_with(alert.programme, Role.MODERATOR)
    if alert.case is not None:
        reporters = Report.objects.filter(case=alert.case, reporter__isnull=False)
        people = people.exclude(pk=alert.case.about_id).exclude(pk__in=reporters.values("reporter"))
    return list(people.values_list("id", flat=True))


def only_by_phone(at: datetime) -> Q:
    """Alerts that were claimed by a key in a call some time ago, and nobody opened the case since."""
    since = at - escalation.PHONE_GOOD_FOR
    return Q(by_phone=True, opened_at__isnull=True, closed_at__lt=since)


def deserted_cases(at: datetime) -> list[Case]:
    """Cases that once raised an alert, are not resolved, have no open one, and that nobody has who
    still moderates, or whom nobody but a phone heard of."""
    raised = Alert.objects.filter(case=OuterRef("pk"))
    keeps = Membership.objects.filter(
        account=OuterRef("assignee"),
        account__is_active=True,
        programme=OuterRef("programme"),
        role=Role.MODERATOR,
        ended_at__isnull=True,
    )
    return list(
        Case.objects.exclude(state=CaseState.RESOLVED)
        .filter(Exists(raised), ~Exists(raised.filter(closed_at__isnull=True)))
        .filter(
            ~Exists(keeps)
            | Exists(raised.filter(only_by_phone(at), claimed_by=OuterRef("assignee")))
        )
        .order_by("opened_at")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One person in the report of a drill."""

    name: str
    ways: Sequence[DeliveryRead]
    answered_after: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRead:
    """One step in the report: whom it went to and how late it was."""

    number: int
    audience: str
    due_at: datetime
    late: timedelta | None
    """None while it is not taken."""
    people: Sequence[Reached]


def report_of(alert: Alert) -> list[StepRead]:
    """Every step of a drill, by whom it was answered, and what became of each delivery."""
    deliveries = deliveries_about(alert.subject)
    answers = dict(DrillAnswer.objects.filter(alert=alert).values_list("account_id", "at"))
    steps = alert.steps.prefetch_related("told")
    return [
        StepRead(
            number=step.number,
            audience=step.get_audience_display(),
            due_at=step.due_at,
            late=step.taken_at - step.due_at if step.taken_at else None,
            people=[
                Reached(
                    name=person.pseudonym,
                    ways=[
                        one
                        for one in deliveries
                        if one.account_id == person.pk and one.cause == step.cause
                    ],
                    answered_after=_after(answers.get(person.pk), step.taken_at),
                )
                for person in sorted(step.told.all(), key=lambda one: one.pseudonym_key)
            ],
        )
        for step in steps
    ]


def _after(answered: datetime | None, told: datetime | None) -> timedelta | None:
    if answered is None or told is None:
        return None
    return max(answered - told, timedelta(0))


def drills_of(programme: Programme) -> QuerySet[Alert]:
    """The programme's drills, the newest first."""
    found = Alert.objects.filter(programme=programme, kind=AlertKind.DRILL)
    return found.order_by("-raised_at", "id")
