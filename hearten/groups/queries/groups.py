"""Reading groups. Who is in one is not here: that is read by those who are, from their seats."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import Account, Block, Programme
from hearten.accounts.queries import programmes_of
from hearten.conversations.queries import unread_in_circles
from hearten.groups.models import Agreements, GoneHow, Group, Meeting, Seat, SeatState
from hearten.groups.queries.listed import LISTED
from hearten.groups.queries.meetings import near_meetings
from hearten.groups.rules import code_of

_THERE = (SeatState.ASKED, SeatState.WAITING, SeatState.HERE)


def groups_visible_to(person: Account) -> QuerySet[Group]:
    """The groups a person has a seat in, and those they may come into by themselves: not one in which
    somebody is with whom they have a block, nor one that asked them to go."""
    own = Exists(_own_seats(person).filter(state__in=_THERE))
    here = Group.objects.filter(programme__in=programmes_of(person))
    return here.filter(own | _can_come(person)).select_related("programme")


def _own_seats(person: Account) -> QuerySet[Seat]:
    return Seat.objects.filter(group=OuterRef("pk"), account=person)


def _can_come(person: Account) -> Q:
    sent_away = _own_seats(person).filter(gone_how__in=[GoneHow.DECLINED, GoneHow.REMOVED])
    return LISTED & ~Q(Exists(sent_away)) & ~Q(Exists(_parting(person)))


def _parting(person: Account) -> QuerySet[Seat]:
    """Seats of an outer group whose people are parted from this person."""
    between = Block.objects.filter(
        Q(by=person, of=OuterRef("account")) | Q(of=person, by=OuterRef("account"))
    )
    return Seat.objects.filter(Exists(between), group=OuterRef("pk"), state=SeatState.HERE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A group somebody has a seat in."""

    group: Group
    seat: Seat
    new: int = 0
    """What others said in the room since they looked."""
    meets: Meeting | None = None
    """On, or less than a day away."""


def groups_of(person: Account, programme: Programme) -> list[Listed]:
    """The groups a person has a seat in: open ones first, in the order they came."""
    found = Seat.objects.filter(account=person, state__in=_THERE, group__programme=programme)
    seats = list(found.select_related("group").order_by("asked_at", "pk"))
    rooms = [seat.group.conversation_id for seat in seats if seat.state == SeatState.HERE]
    new = unread_in_circles(person, rooms)
    meets = near_meetings([seat.group_id for seat in seats if seat.state == SeatState.HERE])
    listed = [
        Listed(
            seat.group,
            seat,
            new.get(seat.group.conversation_id, 0),
            meets.get(seat.group_id) if seat.group.closed_at is None else None,
        )
        for seat in seats
    ]
    return sorted(listed, key=lambda one: one.group.closed_at is not None)


def groups_listed_for(person: Account, programme: Programme) -> QuerySet[Group]:
    """The groups a person may come into by themselves, those with a free place first."""
    found = Group.objects.filter(_can_come(person), programme=programme)
    own = _own_seats(person).filter(state__in=_THERE)
    return found.filter(~Exists(own)).order_by("made_at", "pk")


def group_of_code(person: Account, programme: Programme, typed: str) -> Group | None:
    """The open group that a code opens for this person, however it was typed. A block with somebody
    who is there makes it a code that opens nothing."""
    found = Group.objects.filter(programme=programme, code=code_of(typed), closed_at=None)
    return found.filter(~Exists(_parting(person))).select_related("programme").first()


def is_removed_from(account_id: UUID, group: Group) -> bool:
    """Whether the hosts said no to this person, or asked them to go."""
    ways = [GoneHow.DECLINED, GoneHow.REMOVED]
    return Seat.objects.filter(group=group, account=account_id, gone_how__in=ways).exists()


def agreements_of(group: Group, number: int | None = None) -> Agreements:
    """A version of the agreements, the newest without a number."""
    wanted = group.newest_agreements if number is None else number
    return Agreements.objects.get(group=group, number=wanted)
