"""Hosts look after a space under the name they have there: no more than that, nobody learns who they are, and
nobody whom a measure holds."""

import pytest
from django.db import DatabaseError, transaction

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.audit.models import Event
from hearten.conduct.actions import Wish
from hearten.conduct.queries import Rule
from hearten.conduct.rules import Kind
from hearten.forum import actions, policies, queries
from hearten.forum.models import Face, Host, Post, Thread
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.forum.tests.test_pages import at
from hearten.forum.tests.test_tending import DISTRESS, DOING, UNDOING
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.safety import actions as safety
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
PHONE = "Call me on 07700 900123."


@pytest.fixture
def manager(programme):
    return make_account("Managing Person", programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def host(space, programme):
    person = make_account("Zqhidden Person", programme=programme)
    actions.name_face(space=space, name="Steady Lantern", by=person)
    actions.name_host(space=space, name="Steady Lantern", by=TESTS)
    return person


@pytest.fixture
def thread(space, opener, other):
    made = start(space, opener, looking_for="")
    write(made, other, "zqwords")
    return Thread.objects.get(pk=made.pk)


def html(person, name, *args):
    return client_of(person).get(at(name, *args)).content.decode()


def post_of(number):
    return Post.objects.get(number=number)


def test_a_manager_names_somebody_by_the_name_they_have_there(space, manager, host):
    client = client_of(manager)
    page = client.get(at("hosts", space.pk)).content.decode()
    assert ("Steady Lantern" in page, "Zqhidden" in page, str(host.pk) in page) == (
        True,
        False,
        False,
    )
    for wrong in ("Nobody Here", "Zqhidden Person", ""):
        answer = client.post(at("hosts", space.pk), {"name": wrong})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    face = Face.objects.get(account=host)
    client.post(at("end_host", space.pk, face.pk))
    client.post(at("hosts", space.pk), {"name": "steady  lantern"})
    assert Host.objects.get().face == face


def test_naming_and_ending_are_done_once_and_recorded(space, host, manager, opener):
    face = Face.objects.get(account=host)
    actions.name_host(space=space, name="Steady Lantern", by=manager)
    for _twice in range(2):
        actions.end_host(face=face, by=manager)
    verbs = Event.objects.filter(verb__startswith="forum.host").values_list("verb", flat=True)
    assert sorted(verbs) == ["forum.host_ended", "forum.host_named"]
    with pytest.raises(NotAllowed):
        actions.name_host(space=space, name="Steady Lantern", by=opener)
    actions.name_host(space=space, name="Steady Lantern", by=manager)
    with pytest.raises(NotAllowed):
        actions.end_host(face=face, by=opener)


def test_a_name_of_another_space_is_nobody_here(space, host, manager):
    elsewhere = make_space(space.programme)
    with pytest.raises(Invalid) as refused:
        actions.name_host(space=elsewhere, name="Steady Lantern", by=manager)
    assert refused.value.code == "nobody"


def test_a_host_does_what_moderators_do_with_a_thread_in_that_space_only(
    space, thread, host, opener, moderator
):
    for act, verb in [*DOING, *UNDOING]:
        act(thread, host)
        assert Event.objects.filter(verb=f"forum.{verb}", actor_id=host.pk).count() == 1
    assert "Look after this thread" in html(host, "thread", thread.pk)
    elsewhere = start(make_space(space.programme), opener)
    assert not policies.may_tend(host, elsewhere)
    assert client_of(host).get(at("tend", elsewhere.pk)).status_code == 404
    actions.move_thread(thread=thread, to=elsewhere.space, by=host)
    assert not policies.may_tend(host, Thread.objects.get(pk=thread.pk))
    actions.move_thread(thread=elsewhere, to=space, by=moderator)
    moved = Thread.objects.get(pk=elsewhere.pk)
    assert policies.may_tend(host, moved)


def test_a_host_reads_what_is_held_there_and_neither_opens_it_nor_takes_it_away(
    space, thread, host, other, opener, reader
):
    held = write(thread, other, PHONE)
    hidden = start(space, opener, text=PHONE, title="Zqheld thread")
    elsewhere = write(start(make_space(space.programme), opener), other, PHONE)
    seen = queries.posts_visible_to(host).filter(held_at__isnull=False)
    assert set(seen) == {held, hidden.posts.get()}
    assert elsewhere.held_at is not None
    assert "07700" in html(host, "thread", thread.pk)
    assert "Zqheld thread" in html(host, "space", space.pk)
    assert "Zqheld thread" not in html(reader, "space", space.pk)
    for act in (actions.release_post, actions.take_away_as_moderator):
        with pytest.raises(NotAllowed):
            act(post=held, by=host)
    client = client_of(host)
    answers = [
        client.post(at(one, thread.pk, held.number)) for one in ("release", "remove", "note")
    ]
    assert {one.status_code for one in answers} == {404}
    assert client.get(at("held")).status_code == 404


# Having a moderator look


def test_a_post_a_host_has_held_waits_for_a_moderator(thread, host, other, reader, moderator):
    client = client_of(host)
    assert "zqwords" in client.get(at("hold", thread.pk, 2)).content.decode()
    for _twice in range(2):
        client.post(at("hold", thread.pk, 2))
    assert Event.objects.filter(verb="forum.post_held", actor_id=host.pk).count() == 1
    assert "zqwords" not in html(reader, "thread", thread.pk)
    page = html(other, "thread", thread.pk)
    assert "A host of this space asks a moderator to look at it first." in page
    assert "Steady Lantern" not in page
    assert "A host of the space asks a moderator" in html(moderator, "held")
    actions.edit_post(post=post_of(2), text="zqother words", by=other)
    assert post_of(2).held_for == "host"
    actions.release_post(post=post_of(2), by=moderator)
    assert "zqother words" in html(reader, "thread", thread.pk)


def test_words_of_somebody_badly_off_are_not_held(thread, host, other):
    sad = write(thread, other, DISTRESS)
    with pytest.raises(NotPossible) as refused:
        actions.hold_post(post=sad, by=host)
    assert refused.value.code == "distress"
    page = client_of(host).post(at("hold", thread.pk, sad.number), follow=True).content.decode()
    assert "such words are never held" in page
    assert post_of(sad.number).held_at is None


def test_not_their_own_words_nor_those_that_are_gone(thread, host, other, opener):
    own = write(thread, host)
    actions.take_away(post=post_of(2), by=other)
    with pytest.raises(NotAllowed):
        actions.hold_post(post=own, by=host)
    with pytest.raises(NotPossible):
        actions.hold_post(post=post_of(2), by=host)
    with pytest.raises(NotAllowed):
        actions.hold_post(post=post_of(1), by=opener)
    for number in (2, own.number):
        assert client_of(host).get(at("hold", thread.pk, number)).status_code == 404


# Being one


def test_host_stands_beside_the_name_in_that_space(space, thread, host, reader, moderator):
    write(thread, host)
    badge = '<span class="badge plain">Host</span>'
    assert html(reader, "thread", thread.pk).count(badge) == 1
    assert "Hosts here: <bdi>Steady Lantern</bdi>" in html(reader, "space", space.pk)
    there = make_space(space.programme)
    actions.move_thread(thread=thread, to=there, by=moderator)
    assert badge not in html(reader, "thread", thread.pk)


def test_a_host_lays_it_down(space, thread, host, reader):
    assert client_of(reader).get(at("lay_down", space.pk)).status_code == 404
    client = client_of(host)
    assert at("lay_down", space.pk) in client.get(at("space", space.pk)).content.decode()
    assert "You owe nobody your time." in client.get(at("lay_down", space.pk)).content.decode()
    client.post(at("lay_down", space.pk))
    assert not Host.objects.exists()
    assert client.get(at("tend", thread.pk)).status_code == 404


@pytest.mark.parametrize("scope", ["new", "writing"])
def test_whom_a_measure_holds_looks_after_nothing(thread, host, other, opener, moderator, scope):
    held = write(thread, other, PHONE)
    case = make_report(thread.space.programme, host, opener)
    safety.assign_case(case=case, by=moderator)
    wish = Wish(kind=Kind.RESTRICTION, rule=Rule.RESPECT, reason="So.", scope=scope, days=2)
    safety.decide_measure(case=case, wish=wish, by=moderator)
    assert not policies.may_tend(host, thread)
    assert held not in queries.posts_visible_to(host)
    for act in (actions.pin_thread, actions.unlock_thread):
        with pytest.raises(NotAllowed):
            act(thread=thread, by=host)
    with pytest.raises(NotAllowed):
        actions.hold_post(post=post_of(2), by=host)


def test_who_leaves_or_is_erased_is_none(space, thread, host):
    actions.erase(account=host, by=TESTS)
    assert not Host.objects.exists()
    gone = Face.objects.get(space=space, account=None)
    with pytest.raises(DatabaseError, match="is somebody"), transaction.atomic():
        Host.objects.create(face=gone, since=clock.now().date())
    page = html(make_account(programme=space.programme), "space", space.pk)
    assert "Hosts here" not in page
