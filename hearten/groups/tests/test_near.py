"""Everybody in a group is told that it meets soon and that it begins: each once, and not after it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.tests.at_once import at_once
from hearten.groups import actions, queries
from hearten.groups.actions import near
from hearten.groups.models import Meeting
from hearten.groups.rules import meeting_places
from hearten.groups.tests.factories import TESTS, come
from hearten.notifications.tests.wanting import told_by_mail, waiting

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def meets(group, host, after=48 * HOUR):
    with clock.frozen(NOW):
        return actions.set_meeting(group=group, starts_at=NOW + after, minutes=60, by=host)


def look(at):
    with clock.frozen(at):
        return actions.tell_of_meetings(by=TESTS)


def told(meeting):
    """For whom something waits, by what it says."""
    words = dict(zip(meeting_places(meeting.pk), ("near", "begins"), strict=True))
    return sorted((name, words[place]) for name, place in waiting())


@pytest.mark.django_db
def test_the_day_before_and_when_it_begins_each_once(group, host, other):
    come(group, other)
    with told_by_mail(host, other):
        meeting = meets(group, host)
        start = meeting.starts_at
        assert look(start - 24 * HOUR - SECOND) == 0
        assert [look(start - 24 * HOUR) for _twice in range(2)] == [1, 0]
        assert told(meeting) == [("Hosting Person", "near"), ("Other Person", "near")]
        with clock.frozen(start - 2 * HOUR):
            client_of(other).get(reverse("groups:meeting", args=[group.pk]))
        assert look(start - SECOND) == 0
        assert told(meeting) == [("Hosting Person", "near")]
        assert [look(start) for _twice in range(2)] == [1, 0]
        assert told(meeting) == [("Hosting Person", "begins"), ("Other Person", "begins")]
        assert look(start + HOUR) == 1
        assert told(meeting) == []


@pytest.mark.django_db
def test_what_dies_in_between_is_told_by_the_next_look_once(group, host, monkeypatch):
    with told_by_mail(host):
        meeting = meets(group, host)
        with monkeypatch.context() as patch:
            patch.setattr(near.notifications, "note", lambda **_said: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                look(meeting.starts_at - HOUR)
        assert told(meeting) == []
        assert look(meeting.starts_at - HOUR) == 1
        assert told(meeting) == [("Hosting Person", "near")]


@pytest.mark.django_db
def test_taken_back_or_by_a_closed_group_nobody_is_told(group, host, other):
    come(group, other)
    with told_by_mail(host, other):
        first, second = meets(group, host), meets(group, host, 50 * HOUR)
        look(first.starts_at - HOUR)
        with clock.frozen(NOW):
            actions.cancel_meeting(meeting=first, by=host)
        assert told(second) == [("Hosting Person", "near"), ("Other Person", "near")]
        actions.close_group(group=group, words="Thank you all.", by=host)
        assert look(second.starts_at) == 1
        assert waiting() == []


@pytest.mark.django_db
def test_who_was_asleep_is_not_told_of_what_is_over(group, host):
    with told_by_mail(host):
        meeting = meets(group, host)
        assert look(meeting.starts_at + HOUR) == 1
        assert waiting() == []
        meeting.refresh_from_db()
        assert (meeting.day_told_at, meeting.start_told_at) == (None, None)


@pytest.mark.django_db
def test_hosts_open_it_once_near_its_time_and_it_is_told_then(group, host, other):
    come(group, other)
    with told_by_mail(host, other):
        meeting = meets(group, host)
        early = meeting.starts_at - timedelta(minutes=15)
        for by, at, refusal in (
            (other, early, NotAllowed),
            (host, early - SECOND, NotPossible),
            (host, meeting.starts_at + HOUR, NotPossible),
        ):
            with clock.frozen(at), pytest.raises(refusal):
                actions.begin_meeting(meeting=meeting, by=by)
        for later in (0, 1):
            with clock.frozen(early + later * SECOND):
                actions.begin_meeting(meeting=meeting, by=host)
        assert Meeting.objects.get().begun_at == early
        assert told(meeting) == [("Other Person", "begins")]
        assert look(meeting.starts_at) == 0
        with pytest.raises(NotPossible):
            actions.cancel_meeting(meeting=meeting, by=host)
        with clock.frozen(meeting.starts_at + 2 * HOUR):
            assert queries.next_of(group, 4).on
            with pytest.raises(NotAllowed):
                actions.end_meeting(meeting=meeting, by=other)
            for _twice in range(2):
                actions.end_meeting(meeting=meeting, by=host)
            assert queries.next_of(group, 4) is None
        assert waiting() == []


@pytest.mark.django_db
def test_opened_late_it_was_told_already(group, host, other):
    come(group, other)
    with told_by_mail(other):
        meeting = meets(group, host)
        look(meeting.starts_at)
        with clock.frozen(meeting.starts_at + 5 * SECOND):
            client_of(other).get(reverse("groups:group", args=[group.pk]))
            actions.begin_meeting(meeting=meeting, by=host)
        assert waiting() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(group, host):
    with told_by_mail(host):
        with clock.frozen(clock.now()):
            actions.set_meeting(group=group, starts_at=clock.now() + HOUR, minutes=60, by=host)

        def look_now():
            return actions.tell_of_meetings(by=TESTS)

        assert sorted(at_once(look_now, look_now)) == [0, 1]
        assert len(waiting()) == 1
