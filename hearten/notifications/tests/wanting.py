"""People who want to be told, for the tests of whoever tells them."""

from collections.abc import Iterator
from contextlib import contextmanager

from hearten.accounts.models import Account
from hearten.foundation import clock
from hearten.notifications import actions, ports
from hearten.notifications.models import News, Way
from hearten.notifications.tests.conftest import Recorder


@contextmanager
def told_by_mail(*people: Account) -> Iterator[Recorder]:
    """These people left a confirmed address that brings news; gives who carries the letters."""
    recorder = Recorder()
    before = ports.provider_of("email")
    ports.bind_provider("email", recorder)
    for person in people:
        address = f"{person.pk}@planted.example"
        way = actions.add_way(kind="email", address=address, by=person)
        confirmed = {"verified_at": clock.now(), "sealed_code": None, "brings_news": True}
        Way.objects.filter(pk=way.pk).update(**confirmed)
    try:
        yield recorder
    finally:
        ports.unbind_provider("email")
        if before is not None:
            ports.bind_provider("email", before)


def waiting() -> list[tuple[str, str]]:
    """For whom something waits to be told or looked at, and where."""
    rows = News.objects.order_by("place", "account__pseudonym")
    return list(rows.values_list("account__pseudonym", "place"))
