"""Saving a profile: only by the person, only what was asked, sealed, and recorded without words."""

from uuid import uuid4

import pytest
from django.db import connection

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.profiles import actions, queries
from hearten.profiles.models import Profile
from hearten.profiles.rules import ProfileAnswers
from hearten.profiles.tests.factories import profile, topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def member(programme):
    return people.make_account(programme=programme, time_zone="Europe/Madrid", language="es")


def test_every_answer_is_read_back_as_given(programme, member):
    grief, debt = topic(programme, "Grief"), topic(programme, "Debt")
    profile(
        member,
        programme,
        languages=["es", "en"],
        pronouns=" she/her ",
        wished_pronouns="they/them",
        channels={"phone", "chat"},
        free_parts=["sun-night", "mon-morning"],
        lived=[grief.id],
        no_go=[debt.id, grief.id],
        wishes="Somebody patient",
        introduction="I garden",
    )
    assert queries.facts(programme, member) == queries.ProfileFacts(
        account_id=member.id,
        languages=("es", "en"),
        channels=frozenset({"chat", "phone"}),
        free_parts=("mon-morning", "sun-night"),
        time_zone="Europe/Madrid",
        pronouns="she/her",
        wished_pronouns="they/them",
        lived=frozenset({grief.id}),
        no_go=frozenset({debt.id, grief.id}),
        wishes="Somebody patient",
        introduction="I garden",
        reading_language="es",
    )


def test_what_was_not_asked_stays_and_what_was_emptied_goes(programme, member):
    grief = topic(programme)
    profile(member, programme, lived=[grief.id], wishes="Slowly, please", languages=["en"])
    profile(member, programme, wishes="")
    facts = queries.facts(programme, member)
    assert (facts.lived, facts.wishes, facts.languages) == (frozenset({grief.id}), "", ("en",))
    assert Profile.objects.get().sealed_wishes is None


def test_saving_the_same_again_changes_and_records_nothing(programme, member):
    answers = {"lived": [topic(programme).id], "wishes": "Kind words", "channels": ["chat"]}
    first = profile(member, programme, **answers)
    recorded = Event.objects.count()
    again = profile(member, programme, **answers)
    assert (again.pk, again.changed_at) == (first.pk, first.changed_at)
    assert Event.objects.count() == recorded


def test_the_record_names_fields_and_holds_no_words(programme, member):
    profile(member, programme, wishes="A planted sentence", wished_pronouns="xe/xem")
    event = Event.objects.latest("id")
    assert (event.verb, event.actor_id) == ("profiles.profile_changed", member.id)
    assert event.details == {"fields": ["wished_pronouns", "wishes"]}


def test_pronouns_are_the_persons_own_in_every_programme(programme, member):
    profile(member, programme, pronouns="xe/xem")
    member.refresh_from_db()
    assert (member.pronouns, member.language, member.time_zone) == ("xe/xem", "es", "Europe/Madrid")
    assert queries.facts(people.make_programme(), member).pronouns == "xe/xem"


def test_words_are_sealed_in_the_table(programme, member):
    profile(member, programme, wishes="planted-wish", introduction="planted-introduction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text, p.sealed_wishes FROM profiles_profile p")
        row, sealed = cursor.fetchone()
    assert "planted" not in row
    assert b"planted" not in bytes(sealed)


def test_a_destroyed_key_leaves_nothing_to_read(programme, member):
    profile(member, programme, wishes="Forget this", languages=["en"])
    member.wrapped_key = None
    member.save()
    facts = queries.facts(programme, member)
    assert (facts.wishes, facts.languages) == ("", ("en",))


@pytest.mark.parametrize("who", ["stranger", "manager", "system"])
def test_nobody_describes_another_person(programme, member, who):
    by = {
        "stranger": people.make_account(),
        "manager": people.make_account(programme=programme, roles=[Role.MANAGER]),
        "system": people.TESTS,
    }[who]
    with pytest.raises(NotAllowed):
        actions.save_profile(
            account=member, programme=programme, answers=ProfileAnswers(wishes="x"), by=by
        )
    assert Profile.objects.count() == 0


def test_a_person_outside_the_programme_has_no_profile_in_it(member):
    with pytest.raises(NotAllowed):
        profile(member, people.make_programme(), wishes="x")


@pytest.mark.parametrize(
    "answers",
    [
        {"languages": ["<script>"]},
        {"languages": ["en", "es", "fr", "de"]},
        {"channels": ["pigeon"]},
        {"free_parts": ["mon-teatime"]},
        {"lived": [uuid4()]},
        {"wishes": "x" * 1001},
        {"wishes": "bad \u202e text"},
        {"introduction": "\x00"},
        {"pronouns": "p" * 41},
    ],
)
def test_what_is_not_on_offer_is_refused_and_nothing_is_kept(programme, member, answers):
    with pytest.raises(Invalid):
        profile(member, programme, **answers)
    assert Profile.objects.count() == 0


def test_another_programmes_topic_is_refused(programme, member):
    foreign = topic(people.make_programme())
    with pytest.raises(Invalid):
        profile(member, programme, lived=[foreign.id])


def test_a_retired_topic_is_kept_by_those_who_hold_it_and_offered_to_nobody_else(programme, member):
    grief = topic(programme)
    profile(member, programme, lived=[grief.id])
    actions.retire_topic(topic=grief, by=people.TESTS)
    profile(member, programme, lived=[grief.id], wishes="Still here")
    assert queries.facts(programme, member).lived == frozenset({grief.id})
    with pytest.raises(Invalid):
        profile(people.make_account(programme=programme), programme, lived=[grief.id])


def test_an_unrecorded_change_does_not_happen(programme, member, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        profile(member, programme, wishes="x", lived=[])
    assert Profile.objects.count() == 0


def test_facts_of_many_need_three_queries_and_miss_nobody(
    programme, member, django_assert_num_queries
):
    grief = topic(programme)
    others = [people.make_account(programme=programme) for _ in range(4)]
    for person in others[:3]:
        profile(person, programme, lived=[grief.id], wishes="x")
    unknown = uuid4()
    with django_assert_num_queries(3):
        found = queries.facts_of(programme, [member.id, unknown, *(p.id for p in others)])
    assert set(found) == {member.id, unknown, *(p.id for p in others)}
    assert found[unknown] == queries.ProfileFacts(account_id=unknown)
    assert [found[p.id].wishes for p in others] == ["x", "x", "x", ""]
