"""Letters of the moderation team, and the answers."""

from uuid import uuid4

import pytest

from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.conduct import actions, queries
from hearten.conduct.models import Letter
from hearten.conduct.queries.letters import ANSWERS_MOST
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
TEXT = "planted-letter: how are you after last night?"


def write(scene, by=None, text=TEXT, letter_id=None):
    return actions.write_letter(
        account=scene.person,
        programme=scene.programme,
        footing=scene.footing,
        text=text,
        letter_id=letter_id,
        by=by or scene.first,
    )


def answer(letter, by, text="planted-answer", answer_id=None):
    return actions.answer_letter(letter=letter, text=text, answer_id=answer_id, by=by)


def test_a_letter_and_its_answer(scene):
    letter = write(scene)
    assert queries.unread_letters(scene.person) == 1
    answer(letter, scene.person)
    thread = queries.thread_of(letter)
    assert [(one.from_team, one.text) for one in thread] == [
        (True, TEXT),
        (False, "planted-answer"),
    ]
    assert queries.unread_answers(scene.footing) == 1
    assert actions.open_letters(letter=letter, by=scene.person) == 1
    assert actions.open_answers(footing=scene.footing, by=scene.first) == 1
    assert (queries.unread_letters(scene.person), queries.unread_answers(scene.footing)) == (0, 0)


def test_sent_twice_is_one(scene):
    letter_id, answer_id = uuid4(), uuid4()
    for _ in range(2):
        letter = write(scene, letter_id=letter_id)
    for _ in range(2):
        answer(letter, scene.person, answer_id=answer_id)
    assert Letter.objects.count() == 2
    verbs = Event.objects.filter(verb__startswith="conduct.letter").values_list("verb", flat=True)
    assert sorted(verbs) == ["conduct.letter_answered", "conduct.letter_sent"]


def test_only_whoever_works_it_writes_and_only_the_person_answers(scene):
    for person in (scene.second, scene.manager(), scene.reporter, scene.person):
        with pytest.raises(NotAllowed):
            write(scene, by=person)
    letter = write(scene)
    for person in (scene.first, scene.reporter):
        with pytest.raises(NotAllowed):
            answer(letter, person)
        assert actions.open_letters(letter=letter, by=person) == 0
    assert actions.open_answers(footing=scene.footing, by=scene.second) == 0


def test_a_few_answers_until_the_team_writes_again(scene):
    letter = write(scene)
    for _ in range(ANSWERS_MOST):
        answer(letter, scene.person)
    with pytest.raises(NotPossible):
        answer(letter, scene.person)
    write(scene, text="And now?")
    assert queries.answers_left(letter) == ANSWERS_MOST
    answer(letter, scene.person)


def test_letters_are_the_persons_alone(scene):
    letter = write(scene)
    assert list(queries.letters_visible_to(scene.person)) == [letter]
    for person in (scene.reporter, scene.second, people.make_account(programme=scene.programme)):
        assert list(queries.letters_visible_to(person)) == []
        assert queries.threads_of(person) == []
    [thread] = queries.threads_of(scene.person)
    assert (thread.id, thread.unread) == (letter.id, 1)


@pytest.mark.parametrize("text", ["", " ", "\u202e", "x" * 2001])
def test_what_is_no_letter_is_refused(scene, text):
    with pytest.raises(Invalid) as refused:
        write(scene, text=text)
    assert list(refused.value.fields) == ["text"]


def test_letters_are_stored_sealed_and_recorded_without_words(scene):
    letter = write(scene)
    assert b"planted" not in bytes(Letter.objects.get(pk=letter.pk).sealed_text)
    assert "planted" not in str(list(Event.objects.values_list("details", flat=True)))
