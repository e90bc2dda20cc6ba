"""The taxonomy: managers keep it, profiles survive it, everything is on the record."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.profiles import actions, queries
from hearten.profiles.models import Profile, ProfileTopic, Topic, TopicKind
from hearten.profiles.tests.factories import SETUP, profile, topic

pytestmark = pytest.mark.django_db
TAXONOMY = reverse("profiles:taxonomy")
NOT_MANAGERS = [Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR, Role.MODERATOR]


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def manager(programme):
    return people.make_account(programme=programme, roles=[Role.MANAGER])


def names(programme, kind=TopicKind.CONDITION):
    return [t.name for t in queries.topics_of(programme) if t.kind == kind]


def test_a_new_programme_gets_the_default_list_once_in_three_languages(programme):
    assert actions.seed_taxonomy(programme=programme, by=SETUP) == 42
    assert actions.seed_taxonomy(programme=programme, by=SETUP) == 0
    kinds = [t.kind for t in queries.topics_of(programme)]
    assert {kind: kinds.count(kind) for kind in TopicKind} == {
        "condition": 18,
        "life_event": 16,
        "role": 8,
    }
    assert all(set(t.names) == {"es", "ar"} for t in Topic.objects.all())
    assert Event.objects.filter(verb="profiles.taxonomy_changed").count() == 1


def test_a_programme_with_a_list_of_its_own_keeps_it(programme):
    topic(programme, "Ours")
    assert actions.seed_taxonomy(programme=programme, by=SETUP) == 0
    assert names(programme) == ["Ours"]


def test_names_fall_back_from_region_to_language_to_the_programmes_own(programme):
    entry = topic(programme, "Grief", names={"es": "Duelo", "ar": " "})
    assert [queries.name_in(entry, code) for code in ("es", "es-mx", "ar", "en")] == [
        "Duelo",
        "Duelo",
        "Grief",
        "Grief",
    ]
    assert queries.topic_names(programme, "es") == {entry.id: "Duelo"}


def test_saving_the_same_entry_again_records_nothing(programme):
    entry = topic(programme, "Grief", names={"es": "Duelo"})
    recorded = Event.objects.count()
    topic(programme, "Grief", names={"es": "Duelo"}, topic=entry)
    assert Event.objects.count() == recorded
    topic(programme, "Loss", names={"es": "Duelo"}, topic=entry)
    assert names(programme) == ["Loss"]


def test_one_name_is_offered_once_in_a_list(programme):
    first = topic(programme, "Grief")
    with pytest.raises(Invalid) as refused:
        topic(programme, "Grief")
    assert set(refused.value.fields) == {"name"}
    topic(programme, "Grief", kind=TopicKind.LIFE_EVENT)
    actions.retire_topic(topic=first, by=SETUP)
    topic(programme, "Grief")
    with pytest.raises(Invalid):
        actions.restore_topic(topic=first, by=SETUP)


def test_entries_move_one_before_another_and_repeating_it_changes_nothing(programme):
    a, b, c = (topic(programme, name) for name in "ABC")
    actions.move_topic(topic=c, before=a, by=SETUP)
    recorded = Event.objects.count()
    actions.move_topic(topic=c, before=a, by=SETUP)
    assert (names(programme), Event.objects.count()) == (["C", "A", "B"], recorded)
    actions.move_topic(topic=c, before=None, by=SETUP)
    assert names(programme) == ["A", "B", "C"]
    actions.move_topic(topic=b, before=b, by=SETUP)
    assert names(programme) == ["A", "B", "C"]


def test_a_retired_entry_cannot_be_moved_and_comes_back_last(programme):
    a, _b = (topic(programme, name) for name in "AB")
    actions.retire_topic(topic=a, by=SETUP)
    actions.retire_topic(topic=a, by=SETUP)
    with pytest.raises(NotPossible):
        actions.move_topic(topic=a, before=None, by=SETUP)
    actions.restore_topic(topic=a, by=SETUP)
    actions.restore_topic(topic=a, by=SETUP)
    assert names(programme) == ["B", "A"]
    changes = [e.details["change"] for e in Event.objects.filter(object_id=str(a.id))]
    assert changes == ["saved", "retired", "restored"]


def test_the_record_holds_no_names(programme):
    topic(programme, "Planted name", names={"es": "planted nombre"})
    assert "planted" not in json.dumps(list(Event.objects.values("details"))).lower()


@pytest.mark.parametrize("role", NOT_MANAGERS)
def test_only_managers_of_this_programme_change_it(programme, role):
    entry = topic(programme)
    elsewhere = people.make_account(roles=[Role.MANAGER])
    for person in (people.make_account(programme=programme, roles=[role]), elsewhere):
        for refused in (
            lambda by: actions.save_topic(
                programme=programme, kind=TopicKind.ROLE, name="X", names={}, by=by
            ),
            lambda by: actions.retire_topic(topic=entry, by=by),
            lambda by: actions.restore_topic(topic=entry, by=by),
            lambda by: actions.move_topic(topic=entry, before=None, by=by),
            lambda by: actions.seed_taxonomy(programme=programme, by=by),
        ):
            with pytest.raises(NotAllowed):
                refused(person)
    assert names(programme) == ["Grief"]


@pytest.mark.parametrize("role", [None, *NOT_MANAGERS, Role.MANAGER])
def test_each_page_exists_for_managers_only(programme, role):
    entry, other = topic(programme), topic(programme, "Debt")
    allowed = role == Role.MANAGER
    person = people.make_account(programme=programme, roles=[role] if role else [])
    client = people.client_of(person)
    pages = [
        TAXONOMY,
        reverse("profiles:add_topic", args=["role"]),
        reverse("profiles:topic", args=[entry.id]),
    ]
    assert [client.get(p).status_code for p in pages] == [200 if allowed else 404] * 3
    posts = [
        reverse(f"profiles:{name}", args=[entry.id])
        for name in ("topic", "move_topic", "retire_topic", "restore_topic")
    ]
    answers = [client.post(p, {"before": other.id}).status_code for p in posts]
    assert answers == ([200, 302, 302, 302] if allowed else [404] * 4)
    assert [client.get(p).status_code for p in posts[1:]] == [405] * 3


def test_another_programmes_entry_is_not_there(programme, manager):
    foreign, ours = topic(people.make_programme()), topic(programme)
    client = people.client_of(manager)
    assert client.get(reverse("profiles:topic", args=[foreign.id])).status_code == 404
    for name in ("move_topic", "retire_topic", "restore_topic"):
        assert client.post(reverse(f"profiles:{name}", args=[foreign.id])).status_code == 404
    move = reverse("profiles:move_topic", args=[ours.id])
    for wrong in (str(foreign.id), "nonsense"):
        assert client.post(move, {"before": wrong}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.retired_at is None


def test_a_manager_adds_renames_translates_and_retires(programme, manager):
    client = people.client_of(manager)
    add = reverse("profiles:add_topic", args=["life_event"])
    client.post(add, {"name": "A flood", "name_es": "Una inundación", "name_ar": ""})
    entry = Topic.objects.get(programme=programme)
    assert (entry.name, entry.names, entry.kind) == (
        "A flood",
        {"es": "Una inundación"},
        "life_event",
    )
    client.post(reverse("profiles:topic", args=[entry.id]), {"name": "Flood", "name_es": ""})
    client.post(reverse("profiles:retire_topic", args=[entry.id]))
    entry.refresh_from_db()
    assert (entry.name, entry.names, entry.retired_at is None) == ("Flood", {}, False)
    assert "No longer offered" in client.get(TAXONOMY).content.decode()
    assert client.get(reverse("profiles:add_topic", args=["nonsense"])).status_code == 404


def test_what_is_wrong_with_a_name_is_said_and_it_stays_typed(programme, manager):
    topic(programme, "Grief")
    client = people.client_of(manager)
    add = reverse("profiles:add_topic", args=["condition"])
    for name, said in [
        ("", "Please write something first."),
        ("x" * 81, "1 character too long"),
        ("Grief", "already has an entry"),
    ]:
        text = client.post(add, {"name": name, "name_es": "typed"}).content.decode()
        assert said in text
        assert 'value="typed"' in text
    assert names(programme) == ["Grief"]


def test_the_list_takes_the_same_queries_as_it_grows(programme, manager):
    client = people.client_of(manager)
    topic(programme)
    with CaptureQueriesContext(connection) as few:
        client.get(TAXONOMY)
    for number in range(12):
        topic(programme, f"Entry {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(TAXONOMY)
    assert len(many) == len(few)


def test_an_unrecorded_change_does_not_happen(programme, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        topic(programme)
    with pytest.raises(RuntimeError):
        actions.seed_taxonomy(programme=programme, by=SETUP)
    assert Topic.objects.count() == 0


def broken_rows(programme, person):
    entry = topic(programme)
    held = profile(person, programme, lived=[entry.id])
    return {
        "topic_name_once": lambda: Topic.objects.create(
            programme=programme, kind="condition", name="Grief"
        ),
        "topic_kind_known": lambda: Topic.objects.create(
            programme=programme, kind="pigeon", name="Other"
        ),
        "profile_once": lambda: Profile.objects.create(programme=programme, account=person),
        "profile_topic_once": lambda: ProfileTopic.objects.create(
            profile=held, topic=entry, stance="lived"
        ),
        "profile_topic_stance_known": lambda: ProfileTopic.objects.create(
            profile=held, topic=entry, stance="maybe"
        ),
    }


@pytest.mark.parametrize(
    "constraint",
    [
        "topic_name_once",
        "topic_kind_known",
        "profile_once",
        "profile_topic_once",
        "profile_topic_stance_known",
    ],
)
def test_the_database_holds_it_too(programme, constraint):
    rows = broken_rows(programme, people.make_account(programme=programme))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows[constraint]()


def test_a_topic_that_somebody_holds_cannot_be_deleted(programme):
    entry = topic(programme)
    profile(people.make_account(programme=programme), programme, lived=[entry.id])
    with pytest.raises(ProtectedError):
        entry.delete()
