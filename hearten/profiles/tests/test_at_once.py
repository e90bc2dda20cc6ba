"""Two tabs, two managers: whatever happens at the same time ends as one thing."""

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.foundation.errors import Invalid
from hearten.foundation.tests.at_once import at_once
from hearten.profiles import actions, queries
from hearten.profiles.models import Profile, Topic
from hearten.profiles.tests.factories import SETUP, profile, topic

pytestmark = pytest.mark.django_db(transaction=True)


def test_first_saves_from_two_tabs_make_one_profile_and_lose_nothing():
    programme = people.make_programme()
    person = people.make_account(programme=programme)
    results = at_once(
        lambda: profile(person, programme, wishes="Slowly"),
        lambda: profile(person, programme, languages=["es"]),
        lambda: profile(person, programme, channels=["chat"]),
    )
    assert {type(result).__name__ for result in results} == {"Profile"}
    assert Profile.objects.count() == 1
    facts = queries.facts(programme, person)
    assert (facts.wishes, facts.languages, facts.channels) == (
        "Slowly",
        ("es",),
        frozenset({"chat"}),
    )


def test_topics_chosen_in_two_tabs_are_each_once():
    programme = people.make_programme()
    person = people.make_account(programme=programme)
    known = topic(programme)
    results = at_once(*(lambda: profile(person, programme, lived=[known.id]),) * 3)
    assert {type(result).__name__ for result in results} == {"Profile"}
    assert queries.facts(programme, person).lived == frozenset({known.id})


def test_a_programme_is_seeded_once():
    programme = people.make_programme()
    results = at_once(*(lambda: actions.seed_taxonomy(programme=programme, by=SETUP),) * 3)
    assert sorted(results) == [0, 0, 42]
    assert Topic.objects.count() == 42


def test_two_managers_adding_the_same_word_one_is_told():
    programme = people.make_programme()
    managers = [people.make_account(programme=programme, roles=[Role.MANAGER]) for _ in range(2)]
    results = at_once(
        *(
            lambda by=by: actions.save_topic(
                programme=programme, kind="condition", name="Grief", names={}, by=by
            )
            for by in managers
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["Invalid", "Topic"]
    assert [type(r) for r in results if not isinstance(r, Topic)] == [Invalid]
