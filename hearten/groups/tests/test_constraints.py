"""What must always be true is held by the database."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hearten.accounts.tests.factories import make_account
from hearten.foundation import clock
from hearten.groups import actions
from hearten.groups.models import Agreements, HelpAsked, Seat
from hearten.groups.tests.factories import a_name, come, seat_of, start

pytestmark = pytest.mark.django_db


def refused(name, make):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        make()
        connection.check_constraints()  # the deferred ones too


def change(row, **said):
    return lambda: type(row).objects.filter(pk=row.pk).update(**said)


def seat(group, account, **said):
    name = a_name()
    usual = {
        "state": "here",
        "name": name,
        "name_key": name,
        "agreed": 1,
        "sealed_introduction": b"words",
        "came_on": clock.now().date(),
    }
    return Seat.objects.create(group=group, account=account, **(usual | said))


def test_groups(group):
    for field in ("name", "purpose", "language"):
        refused("group_says_what_it_is", change(group, **{field: ""}))
    for field in ("format", "entry"):
        refused("group_known", change(group, **{field: "other"}))
    refused("group_asks_by_request", change(group, questions=["Why?"]))
    refused("group_asks_by_request", change(group, entry="request", questions=["Why?"] * 4))
    for size in (2, 16):
        refused("group_size_in_reason", change(group, size_limit=size))
    refused("group_has_its_agreements", change(group, newest_agreements=2))
    second = start(group.programme, make_account(programme=group.programme))
    refused("groups_group_code", change(second, code=group.code))


def test_a_group_asks_and_closes_whole(group):
    now = clock.now()
    refused("group_asking_whole", change(group, asked_members_at=now))
    refused("group_asking_whole", change(group, asked_members_at=now, closes_at=now))
    refused("group_closing_whole", change(group, closed_at=now))
    later = now + timedelta(days=1)
    asking = {"asked_members_at": now, "closes_at": later}
    refused("group_closing_whole", change(group, closed_at=now, closed_for="host", **asking))


def test_never_more_here_than_places(group, other, third, programme):
    come(group, other)
    come(group, third)
    fourth = make_account(programme=programme)
    refused("group_has_places", lambda: seat(group, fourth))
    waiting = come(group, fourth)
    came = {"state": "here", "came_on": clock.now().date(), "sealed_answers": b""}
    refused("group_has_places", change(waiting, **came))
    Seat.objects.filter(account=other).delete()
    change(waiting, **came)()
    group.refresh_from_db()
    assert group.taken == 3


def test_nobody_new_in_a_closed_group(group, host, other):
    actions.close_group(group=group, words="Goodbye.", by=host)
    refused("open group", lambda: seat(group, other))


def test_a_seat_stays_in_its_group(group, host, programme):
    refused("stays in its group", change(seat_of(group, host), group=start(programme, host)))


def test_seats(group, host, other):
    own = seat_of(group, host)
    refused("seat_once", lambda: seat(group, host))
    refused("seat_name_once", lambda: seat(group, other, name_key=own.name_key))
    refused("seat_one_host", lambda: seat(group, other, role="host"))
    asked = seat(group, other, state="asked", came_on=None)
    refused("seat_known", change(asked, state="away"))
    refused("seat_known", change(own, role="king"))
    refused("seat_agreed_of_the_group", change(own, agreed=2))
    refused("seat_here_since", change(own, came_on=None))
    refused("seat_here_since", change(own, sealed_answers=b"words"))
    refused("seat_here_since", change(own, state="asked", came_on=None))  # a host is here
    for field, empty in (("name", ""), ("name_key", ""), ("agreed", None), ("account", None)):
        refused("seat_whole", change(own, **{field: empty}))
    refused("seat_whole", change(own, sealed_introduction=b""))
    refused("seat_whole", change(own, to_tell=True))
    refused("seat_whole", change(own, gone_how="left"))


@pytest.mark.parametrize(
    "kept",
    [
        {"name": "Late Comet"},
        {"name_key": "latecomet"},
        {"agreed": 1},
        {"sealed_introduction": b"words"},
        {"sealed_answers": b"words"},
        {"gone_how": "vanished"},
    ],
)
def test_who_is_gone_has_nothing_there(group, other, kept):
    come(group, other)
    actions.leave(group=group, by=other)
    refused("seat_whole", change(seat_of(group, other), **kept))


def test_who_is_erased_is_told_nothing(group, other):
    come(group, other)
    actions.leave(group=group, by=other)
    gone = seat_of(group, other)
    for said in ({"to_tell": True}, {"sealed_words": b"words"}):
        refused("seat_erased_says_nothing", change(gone, account=None, **said))


def test_agreements_are_added_in_order_and_never_changed(group):
    first = Agreements.objects.get()
    refused("never change", change(first, text="other"))
    refused("never change", first.delete)
    refused("have no gaps", lambda: Agreements.objects.create(group=group, number=3, text="words"))
    refused(
        "agreements_not_empty", lambda: Agreements.objects.create(group=group, number=2, text="")
    )


def test_help_is_asked_once_at_a_time_and_answered_whole(group, host):
    asked = actions.ask_help(group=group, words="I am tired.", by=host)
    again = HelpAsked(seat=asked.seat, sealed_words=b"words")
    refused("help_asked_once", again.save)
    refused("help_answer_whole", change(asked, answered_at=clock.now()))
    refused("help_answer_whole", change(asked, sealed_answer=b"words"))
