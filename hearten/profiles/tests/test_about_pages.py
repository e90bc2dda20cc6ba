"""Saying what I live with: skippable, saved step by step, shown to oneself as others see it."""

from html import unescape

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.profiles import actions, queries
from hearten.profiles.models import Profile, TopicKind
from hearten.profiles.tests.factories import profile, topic

pytestmark = pytest.mark.django_db
ABOUT = reverse("profiles:about")
STEPS = ["lived", "talking", "times", "wishes"]


def step(slug):
    return reverse("profiles:about_section", args=[slug])


@pytest.fixture
def programme():
    programme = people.make_programme()
    actions.seed_taxonomy(programme=programme, by=people.TESTS)
    return programme


@pytest.fixture
def member(programme):
    return people.make_account("Calm Heron", programme=programme, time_zone="Europe/Madrid")


@pytest.fixture
def client(member):
    return people.client_of(member)


def text_of(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


def first_topic(programme):
    return queries.topics_of(programme).first()


def test_every_step_can_be_left_empty_and_leads_to_the_next(client, programme, member):
    for here, after in zip(STEPS, [*STEPS[1:], None], strict=True):
        answer = client.post(step(here), {})
        assert answer.status_code == 302
        assert answer.url == (step(after) if after else ABOUT)
    assert queries.facts(programme, member) == queries.ProfileFacts(
        account_id=member.id, time_zone="Europe/Madrid"
    )


def test_every_step_says_why_and_who_sees_it_and_can_be_skipped(client):
    for slug in STEPS:
        text = text_of(client.get(step(slug)))
        assert text.count("Why we ask:") >= 1
        assert text.count("Who sees it:") == text.count("Why we ask:")
        assert "Skip this" in text
        assert "Skip all of this" in text
        assert "(needed)" not in text


def test_each_step_saves_alone(client, programme, member):
    known = first_topic(programme)
    client.post(step("lived"), {"lived": [str(known.id)]})
    client.post(
        step("talking"),
        {
            "language_1": "ar",
            "language_2": "en",
            "language_3": "ar",
            "channels": ["phone"],
            "pronouns": "he/him",
        },
    )
    client.post(step("times"), {"free_parts": ["mon-night", "mon-morning"]})
    client.post(
        step("wishes"),
        {"wishes": "Slow & kind", "no_go": [str(known.id)], "wished_pronouns": "she/her"},
    )
    facts = queries.facts(programme, member)
    assert facts == queries.ProfileFacts(
        account_id=member.id,
        languages=("ar", "en"),
        channels=frozenset({"phone"}),
        free_parts=("mon-morning", "mon-night"),
        time_zone="Europe/Madrid",
        pronouns="he/him",
        wished_pronouns="she/her",
        lived=frozenset({known.id}),
        no_go=frozenset({known.id}),
        wishes="Slow & kind",
    )
    for slug in STEPS:
        client.post(step(slug), form_data(client, slug))
    assert queries.facts(programme, member) == facts


def form_data(client, slug):
    """What a browser would send when nothing is changed on the page."""
    form = client.get(step(slug)).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_looking_first_shows_it_and_saves_nothing(client, programme, member):
    known = first_topic(programme)
    text = text_of(client.post(step("lived"), {"lived": [str(known.id)], "look": "1"}))
    assert "It is not saved yet" in text
    preview = text[text.index('id="preview"') :]
    assert known.name in preview
    assert f'value="{known.id}"' in text
    assert Profile.objects.count() == 0


def test_the_preview_shows_what_a_supporter_sees_and_nothing_else(client, programme, member):
    hidden = topic(programme, "Planted no-go", kind=TopicKind.LIFE_EVENT)
    profile(
        member,
        programme,
        wishes="Please <b>listen</b>",
        no_go=[hidden.id],
        wished_pronouns="planted/wish",
        introduction="planted introduction",
        languages=["es"],
    )
    text = client.get(step("times")).content.decode()
    preview = text[text.index('id="preview"') :]
    assert "Please &lt;b&gt;listen&lt;/b&gt;" in preview
    assert "Español" in preview
    assert "planted" not in preview.lower()


def test_what_is_wrong_is_said_beside_the_field_and_typed_text_stays(client, member):
    text = text_of(client.post(step("wishes"), {"wishes": "typed \u202e words"}))
    assert "typed \u202e words" in text
    assert 'aria-invalid="true"' in text
    assert "hidden characters that change the reading direction" in text
    text = text_of(client.post(step("talking"), {"language_1": "<script>", "channels": ["x"]}))
    assert text.count("Please choose one of the answers shown.") >= 2
    assert Profile.objects.count() == 0


def test_changing_one_section_comes_back_to_the_overview(client):
    text = text_of(client.get(step("times") + "?only=1"))
    assert "Save and go on" not in text
    assert client.post(step("times") + "?only=1", {"stop": "1"}).url == ABOUT


def test_the_readers_language_is_offered_first_and_not_taken_as_said(programme):
    person = people.make_account(programme=programme, language="ar")
    form = people.client_of(person).get(step("talking")).context["form"]
    assert form.fields["language_1"].choices[1] == ("ar", "العربية")
    assert form["language_1"].value() == "ar"
    assert queries.facts(programme, person).languages == ()


def test_topics_are_named_in_the_readers_language(programme):
    person = people.make_account(programme=programme, language="es")
    assert "Autolesiones" in text_of(people.client_of(person).get(step("lived")))


def test_only_supporters_introduce_themselves(client, programme):
    assert client.get(step("introduction")).status_code == 404
    supporter = people.make_account(programme=programme, roles=[Role.SUPPORTER])
    theirs = people.client_of(supporter)
    assert theirs.post(step("wishes"), {}).url == step("introduction")
    theirs.post(step("introduction"), {"introduction": "I garden"})
    assert queries.facts(programme, supporter).introduction == "I garden"
    assert "What somebody you are suggested to sees" in text_of(theirs.get(ABOUT))
    assert "What somebody you are suggested to sees" not in text_of(client.get(ABOUT))


def test_a_retired_topic_is_still_there_for_who_holds_it(client, programme, member):
    old = topic(programme, "An old word")
    profile(member, programme, lived=[old.id])
    actions.retire_topic(topic=old, by=people.TESTS)
    assert "An old word" in text_of(client.get(step("lived")))
    other = people.client_of(people.make_account(programme=programme))
    assert "An old word" not in text_of(other.get(step("lived")))


def test_the_pages_name_nothing_in_titles_and_addresses(client):
    for address in (ABOUT, *map(step, STEPS)):
        assert "<title>About you</title>" in text_of(client.get(address))


def test_signed_out_there_is_nothing(programme, django_app_client=None):
    from django.test import Client

    for address in (ABOUT, *map(step, STEPS)):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/sign-in/")


def test_unknown_steps_are_not_there(client):
    assert client.get(step("nonsense")).status_code == 404


def test_the_overview_takes_the_same_queries_however_much_was_said(
    client, programme, member, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    profile(member, programme, lived=[first_topic(programme).id], wishes="x")
    with CaptureQueriesContext(connection) as few:
        client.get(ABOUT)
    every = [one.id for one in queries.topics_of(programme)]
    profile(member, programme, lived=every, no_go=every, languages=["en", "es", "ar"])
    with CaptureQueriesContext(connection) as many:
        client.get(ABOUT)
    assert len(many) == len(few)
