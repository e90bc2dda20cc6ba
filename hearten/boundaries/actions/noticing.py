"""Signs are counted, and become a concern where they are due one. Inside the caller's transaction,
which holds the lock on the supporter's account: what is counted about one supporter is counted one
after the other, in several talks too."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.boundaries import queries, rules
from hearten.boundaries.models import Concern, Sign, Why
from hearten.boundaries.rules import Kind, Side
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason

_REASONS = {Kind.MONEY: ReportReason.MONEY, Kind.CLOSE: ReportReason.SEXUAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """One kind noticed at a moment, with where it belongs."""

    programme: Programme
    kind: Kind
    side: Side
    day: date
    """On the supporter's own wall clock."""
    at: datetime
    pairing_id: UUID | None
    """None for the kinds about a supporter's whole week."""
    seq: int | None = None
    """The message, where it is one."""


def lock_supporter(supporter_id: UUID) -> None:
    """Accounts come before anything else: the order in which everybody takes locks."""
    Account.objects.select_for_update(no_key=True).only("id").get(pk=supporter_id)


def _alike(supporter_id: UUID, noticed: Noticed) -> dict[str, Any]:
    """What is about the same thing."""
    return {
        "supporter_id": supporter_id,
        "pairing_id": noticed.pairing_id,
        "side": noticed.side,
        "kind": noticed.kind,
    }


def count(supporter_id: UUID, noticed: Noticed, *, once_a_day: bool = False) -> bool:
    """Add one to the day's sign; with `once_a_day` a second look at a lasting state adds nothing.
    Says whether it added."""
    sign, fresh = Sign.objects.get_or_create(
        **_alike(supporter_id, noticed),
        day=noticed.day,
        defaults={"programme": noticed.programme, "count": 1},
    )
    if fresh:
        return True
    if once_a_day:
        return False
    Sign.objects.filter(pk=sign.pk).update(count=F("count") + 1)
    return True


def consider(supporter_id: UUID, noticed: Noticed, *, by: Actor) -> Concern | None:
    """After counting: open the concern that is due, or take the open one further. None where there
    is nothing to show yet."""
    alike = Concern.objects.filter(**_alike(supporter_id, noticed))
    held = alike.select_for_update(of=("self",)).filter(closed_at__isnull=True).first()
    if held is not None:
        return _go_on(held, noticed, by)
    last = alike.order_by("-closed_at").values_list("closed_at", flat=True).first()
    if not rules.may_return(noticed.kind, last.date() if last else None, noticed.day):
        return None
    if _is_long_past(noticed):
        return None
    if not rules.opens(noticed.kind, noticed.side, _counts(supporter_id, noticed), noticed.day):
        return None
    return _open(supporter_id, noticed, by)


def _is_long_past(noticed: Noticed) -> bool:
    """Read late, when nobody was there to read: a card about it would help nobody now. What is
    grave is never too late."""
    late = clock.now() - noticed.at > rules.LOOK_BACK
    return late and not rules.is_grave(noticed.kind, noticed.side)


def _counts(supporter_id: UUID, noticed: Noticed) -> list[tuple[date, int]]:
    signs = Sign.objects.filter(
        **_alike(supporter_id, noticed), day__gt=noticed.day - rules.LOOK_BACK
    )
    return list(signs.values_list("day", "count"))


def _open(supporter_id: UUID, noticed: Noticed, by: Actor) -> Concern:
    why = ""
    if rules.is_grave(noticed.kind, noticed.side):
        why = Why.GRAVE
    elif noticed.kind in rules.UNSEEN:
        why = Why.UNSEEN
    made = Concern.objects.create(
        **_alike(supporter_id, noticed),
        programme=noticed.programme,
        opened_at=noticed.at,
        opened_day=noticed.day,
        last_at=noticed.at,
        last_seq=noticed.seq,
        with_supervisor_at=noticed.at if why else None,
        why=why,
    )
    audit.record(
        verb=Verb.CONCERN_RAISED,
        subject=made,
        by=by,
        kind=str(noticed.kind),
        side=str(noticed.side),
        why=str(why),
    )
    if why == Why.GRAVE:
        _tell_moderators(made, noticed, by)
    if why:
        _tell_supervisors(made)
    live.nudge_on_commit(supporter_id)
    return made


def _tell_supervisors(held: Concern) -> None:
    for person in people_with(held.programme, Role.SUPERVISOR).exclude(pk=held.supporter_id):
        live.nudge_on_commit(person.pk)


def _tell_moderators(made: Concern, noticed: Noticed, by: Actor) -> None:
    """A case about what the supporter did, once a day. Without a word of the talk: people are
    promised that a moderator reads a message only where it is reported or a life may be in danger."""
    safety.report(
        programme=noticed.programme,
        about=made.supporter_id,
        reason=_REASONS[noticed.kind],
        words="",
        subject_kind="boundaries.concern",
        subject_id=f"{made.pk}/{noticed.day}",
        evidence="",
        by=by,
    )


def _go_on(held: Concern, noticed: Noticed, by: Actor) -> Concern:
    if rules.is_grave(noticed.kind, noticed.side):
        _tell_moderators(held, noticed, by)
    if noticed.at >= held.last_at:
        held.last_at, held.last_seq = noticed.at, noticed.seq or held.last_seq
        held.save(update_fields=["last_at", "last_seq"])
    days = Sign.objects.filter(
        supporter=held.supporter_id,
        pairing=held.pairing_id,
        side=held.side,
        kind=held.kind,
        day__gt=held.opened_day,
    )
    enough = queries.settings_of(noticed.programme).days_on
    went_on = rules.went_on(
        days.values_list("day", flat=True), shown=held.opened_day, enough=enough
    )
    if went_on:
        bring_to_supervisor(held, Why.WENT_ON, noticed.at, by=by)
    return held


def bring_to_supervisor(held: Concern, why: Why, at: datetime, *, by: Actor) -> None:
    """From now on supervisors see a locked concern. Once is enough."""
    if held.with_supervisor_at is not None:
        return
    held.with_supervisor_at, held.why = at, why
    held.save(update_fields=["with_supervisor_at", "why"])
    audit.record(verb=Verb.CONCERN_BROUGHT, subject=held, by=by, why=str(why))
    _tell_supervisors(held)
    live.nudge_on_commit(held.supporter_id)
