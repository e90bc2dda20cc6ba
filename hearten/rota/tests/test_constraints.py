"""What the database itself refuses of a rota."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from hearten.rota.models import DutyChange, EscalationSettings, Shift

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)


@pytest.fixture
def theirs(programme, moderator):
    return {"programme": programme, "account": moderator}


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("weekday", 7, "shift_weekday_known"),
        ("zone", "", "shift_has_a_zone"),
    ],
)
def test_a_shift_has_a_day_and_a_zone_and_is_there_once(theirs, field, value, name):
    given = {"weekday": 2, "starts": time(22), "ends": time(6), "zone": "UTC"} | theirs
    Shift.objects.create(**given)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Shift.objects.create(**given | {field: value})
    with pytest.raises(IntegrityError, match="shift_once"), transaction.atomic():
        Shift.objects.create(**given | {"ends": time(9)})


def test_a_change_ends_after_it_starts_and_is_there_once(theirs):
    given = {"on": True, "starts_at": START, "ends_at": START + timedelta(hours=1)} | theirs
    DutyChange.objects.create(**given)
    with pytest.raises(IntegrityError, match="duty_change_ends_after_start"), transaction.atomic():
        DutyChange.objects.create(**given | {"ends_at": START})
    with pytest.raises(IntegrityError, match="duty_change_once"), transaction.atomic():
        DutyChange.objects.create(**given)


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("minutes", 0, "escalation_minutes_sane"),
        ("minutes", 61, "escalation_minutes_sane"),
        ("text_from", 4, "escalation_phones_known"),
        ("call_from", 4, "escalation_phones_known"),
        ("drill_weekday", 7, "escalation_drill_weekday_known"),
    ],
)
def test_a_call_always_moves_on(programme, field, value, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        EscalationSettings.objects.create(programme=programme, **{field: value})
