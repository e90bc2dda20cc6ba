"""What the database itself holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hearten.foundation import clock
from hearten.identity.models import Details, Disclosure, Opening

pytestmark = pytest.mark.django_db


def refused(name, rows, **values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)


def test_empty_details_are_none(member):
    empty = {f"sealed_{name}": None for name in ("name", "phone", "place", "contact")}
    refused("details_not_empty", Details.objects.all(), **empty)


def test_an_answer_is_whole(asked, second):
    now = clock.now()
    rows = Opening.objects.filter(pk=asked.pk)
    refused("opening_answer_whole", rows, answered_at=now)
    refused("opening_answer_whole", rows, agreed=True)
    refused("opening_answer_whole", rows, answered_at=now, answered_by=second, agreed=True)
    refused(
        "opening_answer_whole",
        rows,
        answered_at=now,
        answered_by=second,
        agreed=False,
        opens_until=now + timedelta(minutes=5),
        tell_at=now + timedelta(minutes=5),
    )


def test_the_second_person_is_another(agreed):
    rows = Opening.objects.filter(pk=agreed.pk)
    refused("opening_needs_a_second_person", rows, answered_by=agreed.asked_by)
    refused("opening_needs_a_second_person", rows, answered_by=agreed.about)
    refused("opening_needs_a_second_person", rows, asked_by=agreed.about)


def test_it_is_open_for_an_hour_at_most(agreed):
    rows = Opening.objects.filter(pk=agreed.pk)
    longer = agreed.answered_at + timedelta(minutes=61)
    refused("opening_at_most_an_hour", rows, opens_until=longer, tell_at=longer)
    refused(
        "opening_at_most_an_hour",
        rows,
        opens_until=agreed.answered_at,
        tell_at=agreed.answered_at,
    )


def test_it_is_told_at_once_or_within_thirty_days_with_a_ground(agreed):
    rows = Opening.objects.filter(pk=agreed.pk)
    later = agreed.opens_until + timedelta(days=1)
    refused("opening_told_at_once_or_with_a_ground", rows, tell_at=later)
    refused("opening_told_at_once_or_with_a_ground", rows, delay_days=3)
    refused("opening_told_at_once_or_with_a_ground", rows, delay="police_request")
    refused("opening_told_at_once_or_with_a_ground", rows, delay="whim", delay_days=3)
    with_ground = {"delay": "police_request", "delay_days": 30}
    refused(
        "opening_told_within_thirty_days",
        rows,
        **with_ground,
        tell_at=agreed.answered_at + timedelta(days=31),
    )
    refused(
        "opening_told_within_thirty_days",
        rows,
        **with_ground,
        tell_at=agreed.opens_until - timedelta(minutes=1),
    )


def test_one_waits_for_a_case(asked):
    asked.pk = None
    with pytest.raises(IntegrityError, match="opening_one_asked_a_case"), transaction.atomic():
        asked.save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disclosure_of_something", {"what": []}),
        ("disclosure_recipient_known", {"recipient": "friend"}),
        ("disclosure_ground_known", {"ground": "wish"}),
    ],
)
def test_a_line_of_the_register_is_whole(agreed, moderator, name, value):
    given = {"what": ["name"], "recipient": "police", "ground": "consent"} | value
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Disclosure.objects.create(opening=agreed, by=moderator, at=clock.now(), **given)
