"""Reading the promise: what it is, whom a wait is brought to, how well it was kept."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from hearten.accounts.models import Account, Membership, Programme, Role
from hearten.accounts.queries import blocked_with, people_with
from hearten.forum.models import WAITING, ForumSettings, Post, Space, Thread
from hearten.forum.queries.blocks import is_hidden_from, who_does_not_meet
from hearten.forum.queries.holding import blocks_between
from hearten.forum.rules import LOOKED_AT_MOST, LOOKED_BACK, Asked, Kept, Step, kept
from hearten.foundation import clock
from hearten.rota.queries import duty_now

_DUE = {Step.ROTA: "rota_at", Step.SUPERVISORS: "due_at"}
TOLD = {Step.ROTA: "told_rota_at", Step.SUPERVISORS: "told_supervisors_at"}
"""Where a thread keeps that a step was taken."""


def settings_of(programme: Programme) -> ForumSettings:
    """What is set, or what holds where nobody set anything (not stored then)."""
    stored = ForumSettings.objects.filter(programme=programme).first()
    return stored or ForumSettings(programme=programme)


def _first_is_held() -> Exists:
    return Exists(Post.objects.filter(thread=OuterRef("pk"), number=1, held_at__isnull=False))


def due_threads(step: Step, at: datetime) -> QuerySet[Thread]:
    """The threads of which the people of this step are to be told, longest due first: nobody else
    can answer what is held or stands in a closed space, so nobody is told of it."""
    due, told = _DUE[step], TOLD[step]
    found = Thread.objects.filter(WAITING, **{f"{due}__lte": at, f"{told}__isnull": True})
    return found.filter(~_first_is_held(), listed_in__closed_at__isnull=True).order_by(due, "pk")


def people_to_tell(step: Step, thread: Thread, at: datetime) -> list[UUID]:
    """Whom a step tells: who is on duty, else every moderator; or the supervisors, else the managers.
    Never who opened the thread, nor anybody with whom they have a block."""
    programme, opener = thread.space.programme, thread.opener.account_id
    out = {opener, *(blocked_with(opener) if opener else ()), *who_does_not_meet(thread.opener)}
    if step == Step.ROTA:
        on_duty = [one.pk for one in duty_now(programme, at).on if one.pk not in out]
        return on_duty or _people(programme, Role.MODERATOR, out)
    supervisors = _people(programme, Role.SUPERVISOR, out)
    return supervisors or _people(programme, Role.MANAGER, out)


def _people(programme: Programme, role: Role, out: set[UUID | None]) -> list[UUID]:
    return [
        one for one in people_with(programme, role).values_list("pk", flat=True) if one not in out
    ]


def told_threads(person: Account, programme: Programme) -> QuerySet[Thread]:
    """What waits now, and was brought to people of this person's roles, without what they opened and
    what somebody opened with whom they have a block; nothing for who has none of these roles."""
    here = Membership.objects.filter(programme=programme, ended_at__isnull=True)
    mine = here.filter(account=person)
    supervises = Exists(mine.filter(role=Role.SUPERVISOR)) | (
        Exists(mine.filter(role=Role.MANAGER)) & ~Exists(here.filter(role=Role.SUPERVISOR))
    )
    brought = Q(Exists(mine.filter(role=Role.MODERATOR)), told_rota_at__isnull=False) | Q(
        supervises, told_supervisors_at__isnull=False
    )
    found = Thread.objects.filter(WAITING, brought, space__programme=programme)
    found = found.filter(~_first_is_held(), listed_in__closed_at__isnull=True)
    found = found.exclude(opener__account=person)
    found = found.filter(~Exists(blocks_between(person, "opener__account")))
    return found.exclude(is_hidden_from(person.pk, "opener"))


def told_spaces(person: Account, programme: Programme) -> QuerySet[Space]:
    """The spaces in which such threads wait, by name."""
    waiting = told_threads(person, programme).filter(listed_in=OuterRef("pk"))
    return Space.objects.filter(Exists(waiting), programme=programme).order_by("name")


def kept_in(space: Space) -> Kept | None:
    """How well the promise was kept in a space, for everybody the same; None: too few to say. One
    query of a bounded number of rows."""
    now = clock.now()
    first = Post.objects.filter(thread=OuterRef("pk"), number=1)
    rows = (
        Thread.objects.filter(
            listed_in=space, due_at__isnull=False, opened_at__gt=now - LOOKED_BACK
        )
        .filter(~_first_is_held())
        .annotate(taken_away_at=Subquery(first.values("taken_away_at")))
        .order_by(F("opened_at").desc())
        .values_list("opened_at", "due_at", "answered_at", "taken_away_at")[:LOOKED_AT_MOST]
    )
    asked = [
        Asked(
            opened_at=opened_at,
            due_at=due_at,
            answered_at=answered_at,
            ended_at=_earliest(taken_away_at, space.closed_at),
        )
        for opened_at, due_at, answered_at, taken_away_at in rows
        if due_at is not None
    ]
    return kept(asked, now)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one), default=None)
