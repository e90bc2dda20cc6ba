"""Who asked to open whose details, who agreed, what the person is told, and the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account, Membership, Programme, Role
from hearten.accounts.ports import Look
from hearten.audit.queries import accesses_to
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.identity.models import Disclosure, Opening, Release, Told
from hearten.safety.queries import reported_by


def openings_visible_to(actor: Actor, programme: Programme, now: datetime) -> QuerySet[Opening]:
    """Requests that wait for a second person, for whoever could be that: moderators and managers of
    the programme who have no part in it. Nobody learns here that it is about them."""
    held = Membership.objects.filter(
        account=actor.actor_id,
        account__is_active=True,
        programme=programme,
        role__in=[Role.MODERATOR, Role.MANAGER],
        ended_at__isnull=True,
    )
    if not held.exists():
        return Opening.objects.none()
    return (
        Opening.objects.filter(case__programme=programme, answered_at__isnull=True)
        .filter(answer_by__gt=now)
        .exclude(Q(asked_by=actor.actor_id) | Q(about=actor.actor_id))
        .exclude(case__in=reported_by(actor))
        .select_related("case__programme", "about", "asked_by")
        .order_by("asked_at", "id")
    )


def opening_of_case(case: Any, asker: Actor) -> Opening | None:
    """The newest request of this moderator about a case."""
    found = Opening.objects.filter(case=case, asked_by=asker.actor_id)
    return found.select_related("case__programme", "about").order_by("-asked_at", "-id").first()


def reason_context(opening: Opening) -> str:
    """The authenticated context of the sealed reason."""
    return f"identity.Opening.reason:{opening.pk}"


def words_context(line: Disclosure | Release) -> str:
    """The authenticated context of the sealed words of a line of the register."""
    return f"{line._meta.label}.words:{line.pk}"


def reason_of(opening: Opening) -> str:
    """Why, or nothing once the key was destroyed."""
    if opening.wrapped_key is None:
        return ""
    key = crypto.unwrap(opening.wrapped_key)
    return crypto.unseal(key, bytes(opening.sealed_reason), context=reason_context(opening))


def words_of(line: Disclosure | Release) -> str:
    """What was written beside a line of the register."""
    owner = line.opening if isinstance(line, Disclosure) else line
    wrapped = owner.wrapped_key
    if wrapped is None or line.sealed_words is None:
        return ""
    sealed, context = bytes(line.sealed_words), words_context(line)
    return crypto.unseal(crypto.unwrap(wrapped), sealed, context=context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A line of the register, in words."""

    at: datetime
    what: Sequence[str]
    recipient: str
    ground: str
    words: str


def disclosures_of(opening: Opening) -> list[Registered]:
    """What was told to the outside after an opening."""
    return [_registered(one) for one in opening.disclosures.select_related("opening")]


def _registered(one: Disclosure | Release) -> Registered:
    names = dict(Told.choices)
    return Registered(
        at=one.at,
        what=[str(names.get(code, code)) for code in one.what],
        recipient=one.get_recipient_display(),
        ground=one.get_ground_display(),
        words=words_of(one),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a person is told: two people agreed to open their details."""

    id: UUID
    at: datetime
    until: datetime
    reason: str
    opened: int
    """How often they were opened."""
    disclosures: Sequence[Registered]
    seen: bool


def notices_for(account: Account) -> list[Notice]:
    """Everything this person is to be told by now, the newest first."""
    told = list(_told(account).prefetch_related("disclosures").order_by("-answered_at"))
    looks = [one.object_id for one in accesses_to(Opening._meta.label_lower, [o.pk for o in told])]
    return [
        Notice(
            id=one.pk,
            at=one.answered_at,
            until=one.opens_until,
            reason=reason_of(one),
            opened=looks.count(str(one.pk)),
            disclosures=disclosures_of(one),
            seen=one.seen_at is not None,
        )
        for one in told
        if one.answered_at and one.opens_until
    ]


def unseen_notices(account: Account) -> int:
    """How many openings the person has not put away; for their home."""
    return _told(account).filter(seen_at__isnull=True).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNotice:
    """What a person is told: something about them was told to somebody outside."""

    id: UUID
    told: Registered
    seen: bool


def releases_for(account: Account) -> list[ReleaseNotice]:
    """What left about this person, as far as they are to know by now, the newest first."""
    return [
        ReleaseNotice(id=one.pk, told=_registered(one), seen=one.seen_at is not None)
        for one in _left(account).order_by("-at", "-id")
    ]


def unseen_releases(account: Account) -> int:
    """How many of them the person has not put away; for their home."""
    return _left(account).filter(seen_at__isnull=True).count()


def _left(account: Account) -> QuerySet[Release]:
    return Release.objects.filter(about=account, tell_at__lte=clock.shared_now())


def releases_of(programme: Programme) -> list[dict[str, Any]]:
    """For managers: everything that left without an opening, the newest first."""
    now = clock.shared_now()
    found = Release.objects.filter(programme=programme).select_related("about", "by")
    return [
        {"release": one, "told": _registered(one), "waits": one.tell_at > now}
        for one in found.order_by("-at", "-id")
    ]


def _told(account: Account) -> QuerySet[Opening]:
    return Opening.objects.filter(about=account, agreed=True, tell_at__lte=clock.shared_now())


def looks_of(account: Account) -> list[Look]:
    """Each opening of the person's details that they may know of by now. For accounts.ports."""
    told = {str(one.pk): one for one in _told(account)}
    return [
        Look(
            at=one.at,
            what=_("Your emergency details"),
            role=_("A moderator, and a second person agreed"),
            why=reason_of(told[one.object_id]),
        )
        for one in accesses_to(Opening._meta.label_lower, told)
    ]


def register_of(programme: Programme) -> list[dict[str, Any]]:
    """For managers: every opening that was agreed to, without what was opened: who, when, why, until
    when the person is not told and on what ground, and what was told to the outside."""
    agreed = Opening.objects.filter(case__programme=programme, agreed=True)
    found = agreed.select_related("about", "asked_by", "answered_by", "case")
    now = clock.shared_now()
    return [
        {
            "opening": one,
            "reason": reason_of(one),
            "waits": bool(one.tell_at and one.tell_at > now),
            "disclosures": disclosures_of(one),
        }
        for one in found.order_by("-answered_at", "-id")
    ]
