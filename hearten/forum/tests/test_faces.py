"""A name for each space, that nobody else has there and that the person has nowhere else."""

from random import Random

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Face
from hearten.forum.rules import LANGUAGES, offered_name
from hearten.forum.tests.factories import make_space, start, write
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


def refused(space, name, by):
    with pytest.raises(Invalid) as error:
        actions.name_face(space=space, name=name, by=by)
    assert list(error.value.fields) == ["face"]
    return error.value.code


def test_a_face_is_made_with_the_first_words_and_stays(space, opener):
    thread = start(space, opener, face="Quiet Heron")
    write(thread, opener, face="Somebody Else")
    [face] = Face.objects.all()
    assert (face.name, face.account, face.space) == ("Quiet Heron", opener, space)
    assert Event.objects.filter(verb="forum.face_named", actor_id=opener.pk).count() == 1


def test_without_a_name_nothing_is_written(space, opener):
    with pytest.raises(Invalid) as error:
        start(space, opener, face="")
    assert list(error.value.fields) == ["face"]
    assert not Face.objects.exists()


def test_another_name_stands_over_what_was_written_before(space, opener):
    start(space, opener, face="Quiet Heron")
    for _twice in range(2):
        actions.name_face(space=space, name="Late Comet", by=opener)
    [post] = queries.posts_visible_to(opener).select_related("face")
    assert post.face.name == "Late Comet"
    assert Event.objects.filter(verb="forum.face_named").count() == 2


@pytest.mark.parametrize("like", ["Quiet Heron", "quiet heron", "Quiet_Her0n", "QUIETHERON"])
def test_a_name_is_once_in_a_space(space, opener, other, like):
    start(space, opener, face="Quiet Heron")
    assert refused(space, like, other) == "taken"
    elsewhere = make_space(space.programme)
    assert actions.name_face(space=elsewhere, name=like, by=other).name == like


def test_a_name_is_not_one_the_person_has_elsewhere(space, opener):
    start(make_space(space.programme), opener, face="Quiet Heron")
    assert refused(space, "opening person", opener) == "elsewhere"
    assert refused(space, "Quiet Her0n", opener) == "elsewhere"


@pytest.mark.parametrize("name", ["Moderator Kim", "x", "M\u200bia Lou", "Sleep"])
def test_a_name_is_as_a_pseudonym_may_be(space, opener, name):
    refused(space, name, opener)


def test_only_people_of_the_programme_have_one(space):
    far = make_account(programme=make_programme())
    for by in (far, SystemActor("tests")):
        with pytest.raises(NotAllowed):
            actions.name_face(space=space, name="Quiet Heron", by=by)


def test_the_name_somebody_left_by_being_erased_is_free_again(space, opener, other):
    start(space, opener, face="Quiet Heron")
    asked = accounts.ask_erasure(account=opener, by=opener)
    actions.erase(account=asked.account, by=SystemActor("tests"))
    assert actions.name_face(space=space, name="Quiet Heron", by=other).account == other


def test_what_is_offered_is_free_there(space, opener, monkeypatch):
    monkeypatch.setattr(queries.faces, "choice", lambda words: words[0])
    first = queries.name_to_offer(space)
    assert first == "Quiet Heron"
    start(space, opener, face=first)
    assert queries.name_to_offer(space).startswith("Quiet Heron ")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_offered_name_can_be_had(space, opener, language):
    for seed in range(40):
        name = offered_name(language, Random(seed).choice)  # noqa: S311 - the same names again
        assert actions.name_face(space=space, name=name, by=opener).name == name


def test_other_languages_are_offered_english_names():
    assert offered_name("sw", lambda words: words[0]) == "Quiet Heron"
    assert offered_name("es-MX", lambda words: words[0]) == "Faro Tranquilo"
