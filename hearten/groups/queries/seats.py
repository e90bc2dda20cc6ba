"""Reading who is in a group: for those who are in it."""

from dataclasses import dataclass
from datetime import date
from secrets import choice, randbelow
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Block, Programme
from hearten.accounts.queries import blocked_with, programmes_of
from hearten.accounts.rules import pseudonyms
from hearten.forum.rules import offered_name
from hearten.foundation import clock
from hearten.groups.models import Group, Seat, SeatRole, SeatState
from hearten.groups.queries.meetings import going_on
from hearten.groups.queries.sealed import (
    answers_context,
    introduction_context,
    unsealed,
    words_context,
)
from hearten.groups.rules import read_as_one, seat_of

_TRIES = 5


def seat_in(account_id: UUID | None, group: Group) -> Seat | None:
    """A person's own seat, from asking to leaving; None for nobody and for who is gone."""
    if account_id is None:
        return None
    mine = Seat.objects.filter(group=group, account=account_id)
    return mine.exclude(state=SeatState.GONE).select_related("group__programme").first()


def seat_here_of(person: Account, group_id: UUID) -> Seat | None:
    """A person's seat in a group they are in, with the group; None for anybody who is not."""
    mine = Seat.objects.filter(group=group_id, account=person, state=SeatState.HERE)
    seen = mine.filter(group__programme__in=programmes_of(person))
    return seen.select_related("group__programme").first()


def introduction_of(seat: Seat) -> str:
    """How somebody introduced themselves, for who may read it."""
    return unsealed(seat.group, seat.sealed_introduction, introduction_context(seat))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is here, as the others find them."""

    seat: Seat
    introduction: str
    own: bool

    @property
    def came_on(self) -> date | None:
        """Since when they are here."""
        return self.seat.came_on


def seats_seen_by(reader: Account, group: Group) -> QuerySet[Seat]:
    """The seats of everybody who is here but whom a block parts from the reader."""
    seats = Seat.objects.filter(group=group, state=SeatState.HERE)
    return seats.exclude(account__in=blocked_with(reader.pk))


def people_here(reader: Account, group: Group) -> list[Person]:
    """Everybody who is here but whom a block parts from the reader, hosts first, then in the order
    they came."""
    seats = seats_seen_by(reader, group).select_related("group")
    seats = seats.order_by(_hosts_first(), "came_on", "asked_at")
    return [
        Person(
            seat,
            introduction_of(seat),
            own=seat.account_id == reader.pk,
        )
        for seat in seats
    ]


def _hosts_first() -> Case:
    order = [SeatRole.HOST, SeatRole.CO_HOST, SeatRole.MEMBER]
    return Case(*(When(role=role, then=Value(place)) for place, role in enumerate(order)))


def misses_somebody(reader: Account, group: Group) -> bool:
    """Whether somebody is here whom a block parts from the reader: both are told that somebody may be
    missing."""
    parted = Seat.objects.filter(group=group, state=SeatState.HERE)
    return parted.filter(account__in=blocked_with(reader.pk)).exists()


def name_for_case(group: Group, account_id: UUID) -> str:
    """Under which name a case about what somebody said here stands; of who has left, as people see it."""
    seat = Seat.objects.filter(group=group, account=account_id).first()
    return seat.name if seat and seat.name else _("Somebody who has left")


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who asks to come in, as hosts read them."""

    seat: Seat
    introduction: str
    answers: str


def askings_for(host: Account, group: Group) -> list[Asking]:
    """Who waits for an answer, the longest first, without whom a block parts from this host."""
    seats = Seat.objects.filter(group=group, state=SeatState.ASKED).select_related("group")
    seats = seats.exclude(account__in=blocked_with(host.pk)).order_by("asked_at", "pk")
    return [
        Asking(
            seat,
            introduction_of(seat),
            unsealed(group, seat.sealed_answers, answers_context(seat)),
        )
        for seat in seats
    ]


def _waiting(group: Group) -> QuerySet[Seat]:
    waiting = Seat.objects.filter(group=group, state=SeatState.WAITING)
    return waiting.order_by("asked_at", "pk")


def next_waiting(group: Group) -> Seat | None:
    """Who takes the next free place: the first one whom no block parts from anybody here."""
    here = Seat.objects.filter(group=group, state=SeatState.HERE)
    between = Block.objects.filter(
        Q(by=OuterRef("account"), of__in=here.values("account"))
        | Q(of=OuterRef("account"), by__in=here.values("account"))
    )
    return _waiting(group).filter(~Exists(between)).first()


def comes_before(seat: Seat) -> int:
    """How many wait for a place before this one."""
    return _waiting(seat.group).filter(asked_at__lt=seat.asked_at).count()


def is_parted_from(account_id: UUID, group: Group) -> bool:
    """Whether somebody is here with whom this person has a block."""
    here = Seat.objects.filter(group=group, state=SeatState.HERE)
    return here.filter(account__in=blocked_with(account_id)).exists()


def name_keys(*, account_id: UUID, but: UUID) -> list[str]:
    """The keys of the names a person has in other groups than `but`. For accounts.ports."""
    seats = Seat.objects.filter(account=account_id).exclude(group=but).exclude(name_key="")
    return list(seats.values_list("name_key", flat=True))


def is_name_free(group: Group, name: str, *, but: UUID | None = None) -> bool:
    """Whether nobody in the group, but perhaps this account, has this name or one that looks like it."""
    same = Seat.objects.filter(group=group, name_key=pseudonyms.key(name))
    return not (same.exclude(account=but) if but else same).exists()


def name_to_offer(language: str, group: Group | None = None) -> str:
    """A name by chance that nobody in the group has, in its language."""
    for _try in range(_TRIES):
        name = offered_name(language, choice)
        if group is None or is_name_free(group, name):
            return name
    return offered_name(language, choice, number=randbelow(900) + 100)


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody who is gone has still to be told."""

    seat: Seat
    words: str
    """Of the hosts; empty where a group was closed without any."""


def letters_for(person: Account, programme: Programme) -> list[Letter]:
    """What this person has still to be told, the newest first."""
    seats = Seat.objects.filter(account=person, to_tell=True, group__programme=programme)
    return [
        Letter(seat, unsealed(seat.group, seat.sealed_words, words_context(seat)))
        for seat in seats.select_related("group").order_by("-asked_at", "pk")
    ]


def waits_for_me(person: Account, programme: Programme) -> int:
    """What in groups waits for this person, in one query: it stands in the menu of every page. People who
    ask to come in, new agreements, a meeting that is on, a group that looks for a host, words to somebody
    who is gone."""
    mine = Seat.objects.filter(account=person, group__programme=programme)
    asks = Seat.objects.filter(group=OuterRef("group"), state=SeatState.ASKED)
    decides = Q(Exists(asks), role__in=[SeatRole.HOST, SeatRole.CO_HOST])
    to_accept = Q(agreed__lt=F("group__newest_agreements"))
    hostless = Q(group__asked_members_at__isnull=False)
    meets = Q(Exists(going_on(clock.now()).filter(group=OuterRef("group"))))
    here = Q(state=SeatState.HERE, group__closed_at__isnull=True)
    waits = here & (decides | to_accept | hostless | meets)
    return mine.filter(waits | Q(to_tell=True)).count()


def text_found(subject_id: str) -> str | None:
    """What a finding is about, as long as the seat has words."""
    seat = Seat.objects.filter(pk=seat_of(subject_id)).select_related("group").first()
    if seat is None or seat.state == SeatState.GONE:
        return None
    return read_as_one(
        introduction_of(seat),
        unsealed(seat.group, seat.sealed_answers, answers_context(seat)),
    )
