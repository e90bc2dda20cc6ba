"""Groups and the people in them for tests, made by the same actions as real ones."""

from itertools import count
from typing import Any
from uuid import uuid4

from hearten.accounts.models import Account, Programme
from hearten.foundation.actors import SystemActor
from hearten.groups import actions, queries
from hearten.groups.actions import Coming, GroupWords
from hearten.groups.models import Group, Seat
from hearten.groups.rules import notices_of
from hearten.notifications.queries import Kind, deliveries_about

TESTS = SystemActor("tests")
AGREEMENTS = "What is said here stays here.\nNobody has to speak."
_numbers = count(1)
_LETTERS = "bcdfghjklm"


def a_name() -> str:
    """One that nobody has: numbers would look like letters."""
    return "Plain Comet " + "".join(_LETTERS[int(one)] for one in f"{next(_numbers):04}")


def words(**said: Any) -> GroupWords:
    """What a group is."""
    usual = {
        "name": "Awake at three",
        "purpose": "For who cannot sleep",
        "language": "en",
        "entry": "open",
        "size_limit": 3,
    }
    return GroupWords(**(usual | said))


def start(programme: Programme, by: Account, **said: Any) -> Group:
    """An open group of this host, with three places."""
    own = {
        "group_id": uuid4(),
        "format": "check_in",
        "agreements": AGREEMENTS,
        "called": a_name(),
        "introduction": "I began this group.",
    }
    told = {name: said.pop(name) for name in list(said) if name in own}
    return actions.start_group(programme=programme, words=words(**said), by=by, **(own | told))


def come(group: Group, by: Account, *, code: str = "", **said: Any) -> Seat:
    """They come in, or ask to."""
    group.refresh_from_db()
    usual = {
        "called": a_name(),
        "introduction": "I cannot sleep either.",
        "agreed": group.newest_agreements,
        "answers": "Company.",
    }
    return actions.come_in(group=group, coming=Coming(**(usual | said)), code=code, by=by)


def seat_of(group: Group, person: Account) -> Seat:
    """Their seat, whatever became of it."""
    return Seat.objects.get(group=group, account=person)


def names_seen(reader: Account, group: Group) -> list[str]:
    """Who stands in the list for this reader, in order."""
    return [one.seat.name for one in queries.people_here(reader, group)]


def state_of(group: Group, person: Account) -> str:
    """Where somebody stands."""
    return seat_of(group, person).state


def told_of(group: Group) -> list[Any]:
    """Who was told on their pages of something in a group, in order."""
    told = deliveries_about(notices_of(group.pk))
    return [one.account_id for one in told if one.kind == Kind.IN_APP]
