"""What must always be true is held by the database."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hearten.accounts.tests.factories import make_account
from hearten.toolkit.models import Entry, Plan, Share, Suggestion
from hearten.toolkit.rules import MOST, Part
from hearten.toolkit.tests.factories import Pairing

pytestmark = pytest.mark.django_db


def _refused(name: str, row: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


def _entry(plan: Plan, **fields: Any) -> Entry:
    usual: dict[str, Any] = {"part": "signs", "position": 4, "sealed_text": b"x"}
    return Entry(plan=plan, **(usual | fields))


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.create(account=make_account())


def test_one_plan_a_person(plan: Plan) -> None:
    _refused("toolkit_plan_account_id", Plan(account=plan.account))


def test_entries(plan: Plan) -> None:
    held = _entry(plan, position=0)
    held.save()
    _refused("plan_entry_has_room", _entry(plan, part="other"))
    _refused("plan_entry_line_once", _entry(plan, line=held.line))
    _refused("plan_entry_position_once", _entry(plan, position=0))
    _refused("plan_entry_phone_where_it_belongs", _entry(plan, sealed_phone=b"1"))
    _entry(plan, part="services", sealed_phone=b"1").save()


@pytest.mark.parametrize("part", list(Part))
def test_a_list_has_its_room_and_no_more(plan: Plan, part: Part) -> None:
    _entry(plan, part=part, position=MOST[part] - 1).save()
    _refused("plan_entry_has_room", _entry(plan, part=part, position=MOST[part]))


def test_shares(pairing: Pairing) -> None:
    plan = Plan.objects.get()
    Share.objects.create(plan=plan, pairing=pairing, step="signs")
    _refused("plan_share_once", Share(plan=plan, pairing=pairing, step="signs"))
    _refused("plan_share_step_known", Share(plan=plan, pairing=pairing, step="people"))


def test_suggestions(pairing: Pairing) -> None:
    usual: dict[str, Any] = {
        "plan": Plan.objects.get(),
        "pairing": pairing,
        "part": "signs",
        "slot": 0,
        "sealed_text": b"x",
    }
    held = Suggestion.objects.create(**usual, line=uuid4())
    _refused("plan_suggestion_slot_once", Suggestion(**usual, line=uuid4()))
    _refused("plan_suggestion_line_once", Suggestion(**(usual | {"slot": 1}), line=held.line))
    _refused("plan_suggestion_few", Suggestion(**(usual | {"slot": 3}), line=uuid4()))
    _refused("plan_suggestion_part_known", Suggestion(**(usual | {"part": "around"}), line=uuid4()))
