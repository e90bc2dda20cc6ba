"""Moving a thread to another space: it is found there under its old address, and nobody's faces are linked
by it, nor is a face made for anybody."""

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Face, Post, PostWords, Thread
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.forum.tests.test_pages import at
from hearten.forum.tests.test_unlinkable import picture
from hearten.foundation.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(programme):
    return make_space(programme, "Zqthere", language="es")


@pytest.fixture
def thread(space, opener, other):
    made = start(space, opener, face="Quiet Heron", title="Runners", text="She was running.")
    write(made, other, face="Late Comet")
    return Thread.objects.get(pk=made.pk)


def move(thread, to, by):
    actions.move_thread(thread=thread, to=to, by=by)
    return Thread.objects.get(pk=thread.pk)


def html(person, name, *args):
    return client_of(person).get(at(name, *args)).content.decode()


def test_it_is_listed_in_the_other_space_and_keeps_its_address(thread, space, there, other):
    moderator = make_account(programme=space.programme, roles=[Role.MODERATOR])
    actions.pin_thread(thread=thread, by=moderator)
    for _twice in range(2):
        moved = move(thread, there, moderator)
    assert (moved.listed_in, moved.space, moved.pinned_place) == (there, space, None)
    assert Event.objects.filter(verb="forum.thread_moved").count() == 1
    assert list(queries.threads_of_space(other, space)) == []
    assert list(queries.threads_of_space(other, there)) == [thread]
    page = html(other, "thread", thread.pk)
    assert "A moderator moved this here from “Sleep”" in page
    assert f'href="{at("space", there.pk)}"' in page
    back = move(thread, space, moderator)
    assert not back.was_moved
    assert "moved this here" not in html(other, "thread", thread.pk)


def test_nobody_gets_a_face_by_it_and_no_face_is_linked_with_another(
    thread, there, opener, other, reader, moderator
):
    start(there, opener, face="Zqhidden Otter")
    hidden = Face.objects.get(space=there, account=opener)
    before = set(Face.objects.values_list("pk", flat=True))
    move(thread, there, moderator)
    assert set(Face.objects.values_list("pk", flat=True)) == before
    post = write(thread, opener, text="And still runs.", face="Not Looked At")
    assert post.face.name == "Quiet Heron"
    page = html(reader, "thread", thread.pk)
    secrets = {str(hidden.pk), hidden.name, picture(hidden.seed), str(opener.pk), opener.pseudonym}
    assert [one for one in secrets if one in page] == []
    write(thread, reader, face="New Candle")
    assert [face.space for face in Face.objects.filter(account=reader)] == [thread.space]


def test_only_to_an_open_space_of_the_same_programme(thread, there, opener, moderator):
    far = make_space(make_programme())
    closed = make_space(thread.space.programme, "Closed")
    actions.close_space(space=closed, by=TESTS)
    for place in (far, closed):
        with pytest.raises(NotPossible):
            move(thread, place, moderator)
    with pytest.raises(NotAllowed):
        move(thread, there, opener)
    client = client_of(moderator)
    offered = client.get(at("move", thread.pk)).context["form"].fields["to"].queryset
    assert list(offered) == [there]
    assert client.post(at("move", thread.pk), {"to": str(closed.pk)}).status_code == 422
    assert client.post(at("move", thread.pk), {"to": str(there.pk)}).status_code == 302
    assert Thread.objects.get(pk=thread.pk).listed_in == there
    assert client_of(opener).get(at("move", thread.pk)).status_code == 404


def test_whether_one_can_write_is_the_new_space_s_to_say(thread, space, there, other, moderator):
    thread = move(thread, there, moderator)
    actions.close_space(space=space, by=TESTS)
    assert write(thread, other).number == 3
    actions.close_space(space=there, by=TESTS)
    for act in (
        lambda: write(thread, other),
        lambda: actions.edit_post(post=Post.objects.get(number=2), text="x", by=other),
        lambda: actions.react(post=Post.objects.get(number=1), said="hope", on=True, by=other),
    ):
        with pytest.raises(NotPossible) as refused:
            act()
        assert refused.value.code == "closed"


def test_who_waits_goes_on_waiting_there_for_what_was_promised(space, there, opener, other):
    moderator = make_account(programme=space.programme, roles=[Role.MODERATOR])
    waiting = start(space, opener)
    moved = move(waiting, there, moderator)
    assert moved.due_at == waiting.due_at
    found = queries.spaces_with_waiting(other, space.programme)
    assert {one.name: one.waiting for one in found} == {"Sleep": 0, "Zqthere": 1}


def test_its_words_are_found_in_the_forms_of_the_new_space_s_language(
    thread, there, other, moderator
):
    programme = thread.space.programme

    def hits(words):
        return [one.post.thread_id for one in queries.search(other, programme, words).hits]

    write(thread, other, text="Las canciones.")
    assert (hits("run"), hits("canción")) == ([thread.pk], [])
    move(thread, there, moderator)
    assert (hits("run"), hits("canción")) == ([], [thread.pk])
    assert set(PostWords.objects.values_list("space", flat=True)) == {there.pk}
    actions.edit_post(post=Post.objects.get(number=2), text="Las ventanas.", by=other)
    assert hits("ventana") == [thread.pk]
    page = client_of(other).post(at("search"), {"words": "ventana"}).content.decode()
    assert "Zqthere" in page
