"""People who want to be told, for the tests of whoever tells them."""

from collections.abc import Iterator
from contextlib import contextmanager

from hearten.accounts.models import Account
from hearten.foundation import clock
from hearten.notifications import actions
from hearten.notifications.models import News, Way
from hearten.notifications.tests.conftest import Recorder, bound


def leave_address(person: Account, address: str) -> Way:
    """A confirmed address of theirs; its code is forgotten."""
    way = actions.add_way(kind="email", address=address, by=person)
    Way.objects.filter(pk=way.pk).update(verified_at=clock.now(), sealed_code=None)
    return way


@contextmanager
def told_by_mail(*people: Account) -> Iterator[Recorder]:
    """These people left a confirmed address that brings news; gives who carries the letters."""
    with bound("email") as recorder:
        for person in people:
            way = leave_address(person, f"{person.pk}@planted.example")
            actions.set_brings_news(way=way, on=True, by=person)
        yield recorder


def waiting() -> list[tuple[str, str]]:
    """For whom something waits to be told or looked at, and where."""
    rows = News.objects.order_by("place", "account__pseudonym")
    return list(rows.values_list("account__pseudonym", "place"))
