"""The record shares the write's transaction and cannot be changed."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, IntegrityError, transaction

from hearten.audit.actions import record
from hearten.audit.models import Event
from hearten.audit.queries import events_about
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import SystemActor

pytestmark = pytest.mark.django_db
NIGHT_JOB = SystemActor("night job")


@pytest.fixture
def subject() -> ContentType:
    """Any row will do; one of Django's, so that this layer's test needs no layer above it."""
    return ContentType.objects.create(app_label="kitchen", model="table")


def test_record_holds_who_what_and_codes(subject: ContentType) -> None:
    record(verb=Verb.PROGRAMME_CHANGED, subject=subject, by=NIGHT_JOB, fields=["country"])
    event = events_about(subject).get()
    assert (event.actor_id, event.actor_name, event.verb, event.object_kind, event.details) == (
        None,
        "night job",
        "accounts.programme_changed",
        "contenttypes.contenttype",
        {"fields": ["country"]},
    )


@pytest.mark.django_db(transaction=True)
def test_record_needs_the_writes_transaction(subject: ContentType) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(verb=Verb.PROGRAMME_CHANGED, subject=subject, by=NIGHT_JOB)


def test_rows_cannot_be_changed(subject: ContentType) -> None:
    record(verb=Verb.PROGRAMME_CHANGED, subject=subject, by=NIGHT_JOB)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(verb="nothing happened")


def test_rows_cannot_be_deleted(subject: ContentType) -> None:
    record(verb=Verb.PROGRAMME_CHANGED, subject=subject, by=NIGHT_JOB)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()
    assert Event.objects.count() == 1


def test_an_act_has_an_actor() -> None:
    with (
        pytest.raises(IntegrityError, match="audit_actor_is_person_or_system"),
        transaction.atomic(),
    ):
        Event.objects.create(verb="x.y", object_kind="y", object_id="z")


@pytest.mark.parametrize("verb", ["accounts.flew_away", "", "accounts", "Otter was here"])
def test_no_verb_outside_the_vocabulary_is_recorded(subject: ContentType, verb: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Verb"):
        record(verb=verb, subject=subject, by=NIGHT_JOB)  # type: ignore[arg-type]
    assert Event.objects.count() == 0


@pytest.mark.parametrize("verb", ["", "accounts", "Otter was here", "a.b c", "a.b\n", "a.b\nc"])
def test_the_database_takes_no_verb_that_is_a_sentence(verb: str) -> None:
    with pytest.raises(IntegrityError, match="audit_verb_is_a_code"), transaction.atomic():
        Event.objects.create(actor_name="x", verb=verb, object_kind="y", object_id="z")


@pytest.mark.parametrize(
    "planted", ["two words", "héron", "a" * 65, ["fine", "not fine"], {"deep": 1}, 1.5, b"x"]
)
def test_nothing_people_write_is_recorded(subject: ContentType, planted: object) -> None:
    with pytest.raises(ValueError, match="the detail said is no id, code or count") as refused:
        record(verb=Verb.PROGRAMME_CHANGED, subject=subject, by=NIGHT_JOB, said=planted)
    assert str(planted) not in str(refused.value)
    assert Event.objects.count() == 0


def test_ids_codes_and_counts_are_recorded(subject: ContentType) -> None:
    given = {
        "id": "0b9d1c7e-3f0e-4d0a-8a52-6f3e3c2b1a00",
        "code": "now",
        "none": None,
        "many": 3,
        "paused": False,
        "fields": ["time_zone", "country"],
    }
    assert record(verb=Verb.JOINED, subject=subject, by=NIGHT_JOB, **given).details == given


def test_verbs_are_told_apart() -> None:
    assert len({verb.value for verb in Verb}) == len(list(Verb))
    assert all(verb.value.count(".") == 1 for verb in Verb)
