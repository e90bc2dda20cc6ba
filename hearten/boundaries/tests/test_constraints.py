"""What must always be true is held by the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hearten.boundaries.models import BoundarySettings, Concern, Pace, Rest, Sign, Tally, Yield
from hearten.boundaries.tests.factories import WEDNESDAY, Pairing, supervisor_of

pytestmark = pytest.mark.django_db
DAY = WEDNESDAY.date()


def _refused(name: str, row: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


@pytest.fixture
def usual(pairing: Pairing) -> dict[str, Any]:
    return {
        "programme": pairing.programme,
        "supporter": pairing.supporter,
        "pairing": pairing,
        "side": "supporter",
        "kind": "elsewhere",
    }


WEEK = {"kind": "hours", "pairing": None}


def test_signs(usual: dict[str, Any]) -> None:
    usual |= {"day": DAY, "count": 1}
    Sign.objects.create(**usual)
    Sign.objects.create(**(usual | WEEK))
    _refused("sign_once_a_day", Sign(**usual))
    _refused("sign_once_a_day", Sign(**(usual | WEEK)))
    usual["day"] += timedelta(days=1)
    _refused("sign_counts", Sign(**(usual | {"count": 0})))
    _refused("sign_kind_known", Sign(**(usual | {"kind": "other"})))
    _refused("sign_side_known", Sign(**(usual | {"side": "other"})))
    _refused("sign_about_whom", Sign(**(usual | {"pairing": None})))
    _refused("sign_about_whom", Sign(**(usual | {"kind": "hours"})))
    _refused("sign_about_whom", Sign(**(usual | WEEK | {"side": "member"})))


def test_tallies_and_paces(pairing: Pairing) -> None:
    usual: dict[str, Any] = {"pairing": pairing, "account": pairing.member, "day": DAY}
    Tally.objects.create(**usual)
    _refused("tally_once_a_day", Tally(**usual))
    Pace.objects.create(pairing=pairing, place="conversation:1")
    _refused("boundaries_pace_pkey", Pace(pairing=pairing, place="conversation:2"))


def test_concerns(usual: dict[str, Any], pairing: Pairing) -> None:
    usual |= {"opened_day": DAY, "last_at": WEDNESDAY}
    held = Concern.objects.create(**usual)
    _refused("concern_one_open", Concern(**usual))
    Concern.objects.create(**(usual | WEEK))
    _refused("concern_one_open", Concern(**(usual | WEEK)))
    Concern.objects.filter(pk=held.pk).update(closed_at=WEDNESDAY)
    supervisor = supervisor_of(pairing.programme)
    with_one = {"with_supervisor_at": WEDNESDAY, "why": "grave"}
    for name, fields in [
        ("concern_about_whom", {"pairing": None}),
        ("concern_answered_whole", {"answer": "fine"}),
        ("concern_answered_whole", {"answered_at": WEDNESDAY}),
        ("concern_answered_whole", {"answer": "other", "answered_at": WEDNESDAY}),
        ("concern_with_supervisor_whole", {"why": "asked"}),
        ("concern_with_supervisor_whole", {"with_supervisor_at": WEDNESDAY}),
        ("concern_grave_is_with_supervisor", {"kind": "money"}),
        ("concern_grave_is_with_supervisor", {"kind": "close"}),
        ("concern_unseen_is_not_answered", {"kind": "two_roles_unseen"}),
        (
            "concern_unseen_is_not_answered",
            {"kind": "two_roles_unseen", "answer": "fine", "answered_at": WEDNESDAY} | with_one,
        ),
        (
            "concern_not_closed_by_whom_it_is_about",
            {"closed_at": WEDNESDAY, "closed_by": pairing.supporter},
        ),
        ("concern_closed_by_somebody_is_closed", {"closed_by": supervisor}),
    ]:
        _refused(name, Concern(**(usual | fields)))
    Concern.objects.create(**(usual | {"kind": "money"} | with_one))


def test_settings(pairing: Pairing) -> None:
    for field in ("crisis_hours", "break_hours", "days_on"):
        for value in (0, 1000):
            _refused(
                "boundary_settings_sane",
                BoundarySettings(programme=pairing.programme, **{field: value}),
            )


def test_rests(pairing: Pairing) -> None:
    monday = DAY - timedelta(days=2)
    usual: dict[str, Any] = {"programme": pairing.programme, "account": pairing.supporter}
    Rest.objects.create(week=monday, **usual)
    _refused("rest_once_a_week", Rest(week=monday, **usual))
    monday += timedelta(days=7)
    _refused("rest_from_a_monday", Rest(week=DAY, **usual))
    _refused("rest_whole", Rest(week=monday, capped_at=WEDNESDAY, **usual))
    _refused("rest_whole", Rest(week=monday, until=WEDNESDAY, **usual))
    _refused("rest_whole", Rest(week=monday, capped_at=WEDNESDAY, until=WEDNESDAY, **usual))


def test_yields(pairing: Pairing) -> None:
    usual = {"programme": pairing.programme, "account": pairing.supporter, "cause": "step:1"}
    Yield.objects.create(**usual)
    _refused("yield_once", Yield(**usual))
