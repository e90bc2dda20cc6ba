"""What the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hearten.conduct.models import Appeal, ConductSettings, Measure
from hearten.conduct.rules import Kind
from hearten.foundation import clock

pytestmark = pytest.mark.django_db


def refused(name, measure, **fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(**fields)


@pytest.mark.parametrize(
    "fields", [{"kind": "shrug"}, {"rule": "shrug"}, {"gravity": 0}, {"gravity": 4}]
)
def test_words_that_are_none(scene, fields):
    made = scene.impose(Kind.WARNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=made.pk).update(**fields)


def test_a_scope_belongs_to_a_restriction(scene):
    refused("measure_scope", scene.impose(Kind.WARNING), scope="new")
    refused("measure_scope", scene.impose(Kind.RESTRICTION), scope="")
    refused("measure_scope", Measure.objects.get(kind="restriction"), scope="all")


def test_states_that_are_not_whole(scene):
    light = scene.impose(Kind.WARNING)
    refused("measure_state_whole", light, state="asleep")
    refused("measure_state_whole", light, began_at=None)
    refused("measure_state_whole", light, ended_at=clock.now())
    refused("measure_state_whole", light, state="over")
    refused("measure_state_whole", light, state="lifted")
    refused("measure_state_whole", light, state="declined")
    refused("measure_state_whole", light, state="proposed")
    grave = scene.impose(Kind.PAUSE)
    refused("measure_state_whole", grave, began_at=clock.now())
    refused("measure_state_whole", grave, confirmed_by=scene.second)
    refused("measure_state_whole", grave, provisional_until=clock.now())


def test_what_is_grave_stands_by_two(scene):
    made = scene.stands(Kind.REMOVAL)
    refused("measure_grave_by_two", made, confirmed_by=None)
    refused("measure_grave_by_two", made, confirmed_by=scene.first)


def test_nobody_decides_about_themselves(scene):
    made = scene.stands(Kind.REMOVAL)
    refused("measure_not_by_whom_it_is_about", made, proposed_by=scene.person)
    refused("measure_not_by_whom_it_is_about", made, confirmed_by=scene.person)


def test_what_lasts_a_time_has_one(scene):
    pause = scene.stands(Kind.PAUSE)
    refused("measure_lasts_a_time", pause, until=None)
    refused("measure_lasts_a_time", pause, days=None)
    refused("measure_lasts_a_time", pause, until=pause.began_at)
    warning = scene.impose(Kind.WARNING)
    refused("measure_lasts_a_time", warning, until=clock.now() + timedelta(days=1))
    refused("measure_lasts_a_time", warning, days=1)


def test_one_person_alone_pauses_for_three_days_at_most(scene):
    made = scene.impose(Kind.PAUSE, urgent=True)
    refused(
        "measure_provisional_is_short",
        made,
        provisional_until=made.proposed_at + timedelta(hours=72, seconds=1),
    )


def test_one_proposal_and_one_of_a_kind(scene):
    made = scene.impose(Kind.PAUSE)
    for field in ("id", "pk"):
        setattr(made, field, None)
    from hearten.foundation import ids

    made.id = ids.new_id()
    made._state.adding = True
    with pytest.raises(IntegrityError, match="measure_one_proposed"), transaction.atomic():
        made.save(force_insert=True)
    standing = scene.impose(Kind.RESTRICTION)
    standing.id = ids.new_id()
    with pytest.raises(IntegrityError, match="measure_one_of_a_kind"), transaction.atomic():
        standing.save(force_insert=True)


def test_appeals_are_whole_and_promised_later(scene):
    measure = scene.impose(Kind.WARNING)
    now = clock.now()
    base = {"measure": measure, "made_at": now, "sealed_words": b"x"}
    with pytest.raises(IntegrityError, match="appeal_promise"), transaction.atomic():
        Appeal.objects.create(**base, decide_by=now)
    later = base | {"decide_by": now + timedelta(days=1)}
    for wrong in (
        {"outcome": "upheld"},
        {"decided_by": scene.second},
        {"decided_at": now},
        {"sealed_reason": b"x"},
        {
            "outcome": "shrug",
            "decided_by": scene.second,
            "decided_at": now,
            "sealed_reason": b"x",
        },
    ):
        with pytest.raises(IntegrityError, match="appeal_decided_whole"), transaction.atomic():
            Appeal.objects.create(**later, **wrong)
    Appeal.objects.create(**later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(**later)


@pytest.mark.parametrize("days", [0, 31])
def test_promises_are_in_reason(scene, days):
    with pytest.raises(IntegrityError, match="conduct_appeal_days"), transaction.atomic():
        ConductSettings.objects.create(programme=scene.programme, appeal_days=days)
