"""The tables came from safety: what an installation had is still there."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from hearten.foundation.tests.migrating import migrate
from hearten.rota.models import DutyChange, EscalationSettings, Shift

START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
NAMES = ["dutychange", "escalationsettings", "shift"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_planned_before_is_here_after(programme, moderator):
    theirs = {"programme_id": programme.pk, "account_id": moderator.pk}
    model = migrate("safety", "0012_screening_settings")
    try:
        shift = model("safety", "Shift").objects.create(
            weekday=2, starts=time(22), ends=time(6), zone="Europe/Berlin", **theirs
        )
        change = model("safety", "DutyChange").objects.create(
            on=False, starts_at=START, ends_at=START + timedelta(hours=8), **theirs
        )
        model("safety", "EscalationSettings").objects.create(
            programme_id=programme.pk, minutes=7, call_from=3, drill_at=time(9)
        )
    finally:
        migrate()
    assert list(Shift.objects.values_list("id", "account", "weekday", "ends", "zone")) == [
        (shift.pk, moderator.pk, 2, time(6), "Europe/Berlin")
    ]
    assert list(DutyChange.objects.values_list("id", "account", "starts_at")) == [
        (change.pk, moderator.pk, START)
    ]
    assert list(EscalationSettings.objects.values_list("pk", "minutes", "call_from")) == [
        (programme.pk, 7, 3)
    ]


def test_what_the_database_held_it_to_still_holds(programme, moderator):
    shift = Shift(programme=programme, account=moderator, weekday=2, zone="UTC")
    shift.starts, shift.ends = time(22), time(6)
    shift.save()
    try:
        migrate("safety", "0012_screening_settings")
    finally:
        migrate()
    again = {"weekday": 2, "starts": time(22), "ends": time(9), "zone": "UTC"}
    with pytest.raises(IntegrityError, match="shift_once"), transaction.atomic():
        Shift.objects.create(programme=programme, account=moderator, **again)
    with pytest.raises(IntegrityError, match="shift_weekday_known"), transaction.atomic():
        Shift.objects.update(weekday=7)
    with pytest.raises(IntegrityError, match='not present in table "accounts_account"'):
        Shift.objects.create(programme=programme, account_id=uuid4(), **again)


def names() -> list[tuple[int, str]]:
    found = ContentType.objects.filter(model__in=NAMES).order_by("pk")
    return list(found.values_list("pk", "app_label"))


def test_what_points_at_the_tables_by_name_still_does():
    for name in NAMES:
        ContentType.objects.get_or_create(app_label="rota", model=name)
    before = names()
    migrate("safety", "0012_screening_settings")
    try:
        assert names() == [(pk, "safety") for pk, _label in before]
    finally:
        migrate()
    assert names() == before
