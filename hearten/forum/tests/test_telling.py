"""Who is told that somebody waits, when, and only once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, jobs, queries
from hearten.forum.models import Thread
from hearten.forum.rules import subject_of_thread
from hearten.forum.tests.factories import TESTS, start, write
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.foundation.tests.at_once import at_once
from hearten.notifications import actions as notifications
from hearten.notifications import ports
from hearten.notifications.queries import deliveries_about, ways_visible_to
from hearten.rota import actions as rota

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # a Wednesday
WEDNESDAY = 2
HOUR = timedelta(hours=1)
PHONE = "Call me on 07700 900123 any time."


def at(hours: float):
    return clock.frozen(NIGHT + hours * HOUR)


@pytest.fixture
def staff(programme):
    """One person of each role by its name, and a second moderator."""
    people = {role.value: make_account(programme=programme, roles=[role]) for role in Role}
    return people | {"second": make_account(programme=programme, roles=[Role.MODERATOR])}


@pytest.fixture
def thread(space, opener):
    with at(0):
        return start(space, opener)


def on_duty(programme, person):
    rota.add_shift(
        programme=programme,
        account=person,
        weekday=WEDNESDAY,
        starts=time(8),
        ends=time(20),
        zone="UTC",
        by=person,
    )


def look(hours) -> int:
    with at(hours):
        return actions.tell_of_waiting(by=jobs.KEEPER)


def told(thread):
    """Who was told of it so far, on the pages, in order of time, each time with their ids."""
    found: dict[datetime, set] = {}
    for one in deliveries_about(subject_of_thread(thread.pk)):
        if one.kind == "in_app":
            found.setdefault(one.made_at, set()).add(one.account_id)
    return list(found.values())


def of(*people):
    return {one.pk for one in people}


def test_who_is_on_duty_after_two_thirds_and_supervisors_past_the_promise(programme, thread, staff):
    on_duty(programme, staff["second"])
    assert [look(hours) for hours in (7.9, 8, 8, 11.9, 12, 12, 40)] == [0, 1, 0, 0, 1, 0, 0]
    assert told(thread) == [of(staff["second"]), of(staff["supervisor"])]
    thread.refresh_from_db()
    assert (thread.told_rota_at, thread.told_supervisors_at) == (
        NIGHT + 8 * HOUR,
        NIGHT + 12 * HOUR,
    )
    acts = Event.objects.filter(verb="forum.wait_told").order_by("id")
    assert list(acts.values_list("details", flat=True)) == [
        {"audience": "rota", "people": 1},
        {"audience": "supervisors", "people": 1},
    ]


def test_with_nobody_on_duty_every_moderator_and_without_supervisors_the_managers(
    programme, thread
):
    moderators = [make_account(programme=programme, roles=[Role.MODERATOR]) for _one in range(2)]
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    make_account(programme=make_programme(), roles=[Role.SUPERVISOR])
    assert (look(8), look(12)) == (1, 1)
    assert told(thread) == [of(*moderators), of(manager)]


def test_after_a_long_standstill_both_are_told_at_once(thread, staff):
    assert look(100) == 2
    assert told(thread) == [of(staff["moderator"], staff["second"], staff["supervisor"])]


def test_with_nobody_to_tell_nothing_is_owed(thread):
    assert (look(12), look(13)) == (2, 0)
    assert told(thread) == []


def test_who_opened_it_and_who_is_blocked_with_them_is_left_out(programme, space, staff):
    opener = staff["moderator"]
    on_duty(programme, opener)
    more = [make_account(programme=programme, roles=[Role.MODERATOR]) for _one in range(2)]
    accounts.block(of=opener, by=staff["second"])
    accounts.block(of=more[0], by=opener)
    accounts.block(of=staff["supervisor"], by=opener)
    with at(0):
        thread = start(space, opener)
    assert (look(8), look(12)) == (1, 1)
    assert told(thread) == [of(more[1]), of(staff["manager"])]


def test_an_answer_in_time_and_there_is_nothing_to_tell(thread, other, staff):
    with at(7):
        write(thread, other)
    assert look(12) == 0
    assert told(thread) == []


@pytest.mark.parametrize("looking_for", ["", "ideas"])
def test_only_who_looks_for_something_is_promised_anything(space, opener, staff, looking_for):
    with at(0):
        start(space, opener, looking_for=looking_for)
    assert look(12) == (2 if looking_for else 0)


def test_what_is_taken_away_or_stands_in_a_closed_space_is_not_told(space, opener, staff):
    with at(0):
        gone, stays = start(space, opener), start(space, opener)
    with at(1):
        actions.take_away(post=gone.posts.get(), by=opener)
        actions.close_space(space=space, by=TESTS)
    assert look(12) == 0
    with at(13):
        actions.reopen_space(space=space, by=TESTS)
    assert look(13) == 2
    assert (len(told(gone)), len(told(stays))) == (0, 1)


def test_nothing_is_told_of_what_is_held_and_once_open_it_counts_anew(space, opener, other, staff):
    with at(0):
        held, later = start(space, opener, text=PHONE), start(space, opener)
    assert look(8) == 1
    with at(9):
        actions.edit_post(post=later.posts.get(), text=PHONE, by=opener)
        write(later, opener)
    assert look(30) == 0
    with at(30):
        for thread in (held, later):
            actions.release_post(post=thread.posts.get(number=1), by=staff["moderator"])
    assert [look(hours) for hours in (37, 38, 38, 42, 42)] == [0, 2, 0, 2, 0]
    assert (len(told(held)), len(told(later))) == (2, 3)


def test_a_held_answer_ends_nothing(thread, other, staff):
    with at(1):
        write(thread, other, text=PHONE)
    assert look(8) == 1


@pytest.mark.parametrize(
    "fails", ["hearten.audit.actions.record", "hearten.notifications.actions.send"]
)
def test_what_breaks_off_is_done_again_as_if_it_had_not_begun(thread, staff, monkeypatch, fails):
    def breaks(**_kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(fails, breaks)
        with pytest.raises(RuntimeError):
            look(8)
    assert told(thread) == []
    assert Thread.objects.get().told_rota_at is None
    assert look(8) == 1
    assert told(thread) == [of(staff["moderator"], staff["second"])]


def test_one_that_cannot_be_told_keeps_no_other_waiting(space, opener, staff, monkeypatch):
    with at(0):
        first, second = start(space, opener), start(space, opener)
    stuck = min(first.pk, second.pk)
    people = queries.people_to_tell

    def breaks(step, thread, moment):
        if thread.pk == stuck:
            raise RuntimeError
        return people(step, thread, moment)

    monkeypatch.setattr("hearten.forum.queries.people_to_tell", breaks)
    with pytest.raises(RuntimeError):
        look(8)
    assert {one.pk: len(told(one)) for one in (first, second)} == {
        one.pk: int(one.pk != stuck) for one in (first, second)
    }


def test_nobody_tells_by_hand(thread, staff):
    with pytest.raises(NotAllowed):
        actions.tell_of_waiting(by=staff["moderator"])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(thread, staff):
    def work():
        return actions.tell_of_waiting(by=jobs.KEEPER)

    Thread.objects.filter(pk=thread.pk).update(
        opened_at=(began := clock.now() - 10 * HOUR),
        rota_at=began + 8 * HOUR,
        due_at=began + 12 * HOUR,
    )
    assert sum(at_once(work, work, work)) == 1
    assert told(thread) == [of(staff["moderator"], staff["second"])]


@pytest.mark.django_db(transaction=True)
def test_who_writes_just_now_is_not_in_the_way_of_whoever_tells(thread, other, staff):
    def impatiently():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")  # waiting is the fault: then it ends
        return look(8)

    with transaction.atomic():
        write(thread, other)
        assert at_once(impatiently) == [0]


class _Carrier:
    def send(self, letter):
        return "taken"


@pytest.fixture
def ways(staff):
    """The moderator left an email address and a number; somebody carries all of it here."""
    before = dict(ports.bound())
    for kind in ("email", "sms", "voice"):
        ports.bind_provider(kind, _Carrier())
    for kind, address in (("email", "heron@planted.example"), ("sms", "+4915112345678")):
        notifications.add_way(kind=kind, address=address, by=staff["moderator"])
    ways_visible_to(staff["moderator"]).update(verified_at=clock.now(), sealed_code=None)
    yield
    for kind in ("email", "sms", "voice"):
        ports.unbind_provider(kind)
        if kind in before:
            ports.bind_provider(kind, before[kind])


def states(thread):
    found = deliveries_about(subject_of_thread(thread.pk))
    return sorted((one.kind.value, one.state.value) for one in found if one.kind != "in_app")


def test_by_the_ways_they_chose_but_never_by_a_call(thread, ways, staff):
    look(8)
    assert states(thread) == [("email", "waiting"), ("sms", "waiting")]
    [words] = {one.words for one in deliveries_about(subject_of_thread(thread.pk))}
    assert words == "page"


@pytest.mark.parametrize("end", ["answer", "take_away", "erase"])
def test_what_still_waits_to_be_sent_is_withdrawn_when_nobody_waits(
    thread, ways, staff, opener, other, end
):
    look(8)
    with at(8.5):
        if end == "answer":
            write(thread, other)
        elif end == "take_away":
            actions.take_away(post=thread.posts.get(), by=opener)
        else:
            actions.erase(account=opener, by=TESTS)
    assert states(thread) == [("email", "withdrawn"), ("sms", "withdrawn")]


def test_whoever_was_told_finds_where(programme, space, thread, staff, opener):
    def finds(person):
        page = client_of(person).get(reverse("forum:spaces")).content.decode()
        here = queries.told_threads(person, programme).count()
        assert ("Somebody has waited long for an answer." in page) == bool(here)
        assert page.count(f'href="{reverse("forum:space", args=[space.pk])}"') == 1 + bool(here)
        return here

    def finding():
        return {role for role, person in staff.items() if finds(person)}

    look(7)
    assert finding() == set()
    look(8)
    assert finding() == {"moderator", "second"}
    look(12)
    assert finding() == {"moderator", "second", "supervisor"}
    accounts.block(of=opener, by=staff["second"])
    assert finding() == {"moderator", "supervisor"}
    accounts.end_role(
        account=staff["supervisor"], programme=programme, role=Role.SUPERVISOR, by=TESTS
    )
    assert finding() == {"moderator", "manager"}
    actions.edit_post(post=thread.posts.get(), text=PHONE, by=opener)
    assert finding() == set()


def test_nobody_finds_themselves_or_another_programme(programme, space, staff):
    with at(0):
        start(space, staff["moderator"])
    look(8)
    far = make_account(programme=make_programme(), roles=[Role.MODERATOR])
    found = {
        name: queries.told_threads(person, programme).count()
        for name, person in (staff | {"far": far}).items()
        if name in {"moderator", "second", "far"}
    }
    assert found == {"moderator": 0, "second": 1, "far": 0}


def refused(name, thread, **said):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(**said)


def test_the_database_keeps_what_was_promised(thread, space, opener, other, staff):
    look(8)
    refused("told about once", thread, told_rota_at=None)
    refused("told about once", thread, told_rota_at=NIGHT)
    look(12)
    refused("told about once", thread, told_supervisors_at=None)
    for said in (
        {"opened_at": NIGHT - HOUR},
        {"due_at": None, "rota_at": None, "looking_for": ""},
    ):
        refused("keeps its promise", thread, **said)
    with at(13):
        write(thread, other)
    refused("keeps its promise", thread, due_at=NIGHT + 20 * HOUR)
    silent = start(space, opener, looking_for="")
    refused("keeps its promise", silent, due_at=NIGHT + 20 * HOUR, rota_at=NIGHT + 19 * HOUR)
    with pytest.raises(DatabaseError, match="promised nothing"), transaction.atomic():
        Thread.objects.create(
            space=space,
            opener=thread.opener,
            title="Silent",
            rota_at=clock.now() + HOUR,
            due_at=clock.now() + 2 * HOUR,
        )
