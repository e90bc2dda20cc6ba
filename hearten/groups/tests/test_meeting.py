"""A group meets in its room at a time that everybody reads by their own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from hearten.accounts.tests.factories import client_of, make_account
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.groups import actions, queries
from hearten.groups.models import Meeting
from hearten.groups.rules import step_at
from hearten.groups.tests.factories import come

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_noon():
    with clock.frozen(NOW):
        yield


def test_hosts_set_it_once_and_take_it_back(group, host, other):
    come(group, other)
    for _twice in range(2):
        meeting = actions.set_meeting(group=group, starts_at=NOW + HOUR, minutes=60, by=host)
    assert Meeting.objects.get() == meeting
    for by in (other, make_account(programme=group.programme)):
        with pytest.raises(NotAllowed):
            actions.set_meeting(group=group, starts_at=NOW + 2 * HOUR, minutes=60, by=by)
        with pytest.raises(NotAllowed):
            actions.cancel_meeting(meeting=meeting, by=by)
    for _twice in range(2):
        actions.cancel_meeting(meeting=meeting, by=host)
    assert not Meeting.objects.exists()
    verbs = Event.objects.filter(verb__startswith="groups.meeting").values_list("verb", flat=True)
    assert list(verbs) == ["groups.meeting_set", "groups.meeting_cancelled"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("starts_at", {"starts_at": NOW - HOUR}),
        ("starts_at", {"starts_at": NOW + timedelta(days=61)}),
        ("minutes", {"minutes": 19}),
        ("minutes", {"minutes": 91}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(group, host, field, said):
    usual = {"starts_at": NOW + HOUR, "minutes": 60}
    with pytest.raises(Invalid) as refused:
        actions.set_meeting(group=group, **(usual | said), by=host)
    assert list(refused.value.fields) == [field]


def test_the_database_holds_to_it(group, host):
    meeting = actions.set_meeting(group=group, starts_at=NOW + HOUR, minutes=60, by=host)
    for name, make in (
        ("meeting_once", lambda: Meeting.objects.create(group=group, starts_at=NOW + HOUR)),
        ("too_long", lambda: Meeting.objects.filter(pk=meeting.pk).update(minutes=91)),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            make()


def test_the_next_is_shown_until_it_is_over(group, host):
    for hours in (5, 1):
        actions.set_meeting(group=group, starts_at=NOW + hours * HOUR, minutes=60, by=host)

    def shown(at):
        with clock.frozen(at):
            found = queries.next_of(group, 4)
            return found and ((found.meeting.starts_at - NOW) / HOUR, found.step)

    assert shown(NOW) == (1, None)
    assert shown(NOW + HOUR) == (1, 0)
    assert shown(NOW + 1.95 * HOUR) == (1, 3)
    assert shown(NOW + 2 * HOUR) == (5, None)
    assert shown(NOW + 6 * HOUR) is None


def test_everybody_reads_it_by_their_own_clock(group, host):
    far = make_account(programme=group.programme, time_zone="Pacific/Auckland")
    come(group, far)
    client = client_of(host)
    address = reverse("groups:set_meeting", args=[group.pk])
    wrong = client.post(address, {"starts_at": "2026-11-24T20:00", "minutes": "60"})
    assert (wrong.status_code, 'value="2026-11-24T20:00"' in wrong.content.decode()) == (422, True)
    client.post(address, {"starts_at": "2026-11-25T20:00", "minutes": "60"})
    assert Meeting.objects.get().starts_at == datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
    page = reverse("groups:meeting", args=[group.pk])
    for who, shown in ((host, "8"), (far, "9")):
        html = client_of(who).get(page).content.decode()
        assert f"{shown} a.m." in html or f"{shown} p.m." in html
    assert "Next meeting" in client.get(reverse("groups:group", args=[group.pk])).content.decode()
    client.post(reverse("groups:cancel_meeting", args=[group.pk, Meeting.objects.get().pk]))
    assert "None is set yet." in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("minutes", "step"),
    [(-1, None), (0, 0), (5, 0), (6, 1), (29, 1), (30, 2), (53, 2), (54, 3), (59, 3), (60, None)],
)
def test_the_steps_share_the_time(minutes, step):
    assert step_at(4, 60, timedelta(minutes=minutes)) == step


def test_the_list_of_groups_says_what_is_near_and_the_menu_what_is_on(group, host, other):
    come(group, other)
    meeting = actions.set_meeting(group=group, starts_at=NOW + 25 * HOUR, minutes=60, by=host)

    def found(at, who=other):
        with clock.frozen(at):
            [listed] = queries.groups_of(who, group.programme)
            return listed.meets == meeting, queries.waits_for_me(who, group.programme)

    start = meeting.starts_at
    assert found(NOW) == (False, 0)
    assert found(NOW + HOUR) == (True, 0)
    assert found(start) == (True, 1)
    assert found(start + HOUR) == (False, 0)
    with clock.frozen(start):
        actions.begin_meeting(meeting=meeting, by=host)
        assert "Meeting now" in client_of(other).get(reverse("groups:groups")).content.decode()
    assert found(start + HOUR) == (True, 1)
    with clock.frozen(start + HOUR):
        actions.end_meeting(meeting=meeting, by=host)
    assert found(start + HOUR) == (False, 0)
