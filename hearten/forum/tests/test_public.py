"""Who reads a public space: nothing that was written for members, and nobody's words without knowing it."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.forum import actions, queries
from hearten.forum.models import Face, Post, Space, Thread
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.forum.tests.seeing import Seen, texts
from hearten.foundation.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(space):
    return actions.open_to_all(space=space, for_engines=False, by=TESTS)


@pytest.fixture
def thread(public, opener):
    return start(public, opener, title="zqpublic", knows_public=True, face="Quiet Heron")


def address(thread):
    return reverse("forum:public_thread", args=[thread.pk])


def read_outside():
    return set(queries.threads_open_to_all().values_list("title", flat=True))


def test_only_what_is_begun_while_everybody_reads_is_read_outside(space, opener, other):
    start(space, opener, title="zqbefore")
    public = actions.open_to_all(space=space, for_engines=False, by=TESTS)
    first = start(public, opener, title="zqfirst", knows_public=True)
    assert read_outside() == {"zqfirst"}
    actions.keep_to_members(space=public, by=TESTS)
    assert read_outside() == set()
    write(first, other)  # for members, so nobody asks
    again = actions.open_to_all(space=public, for_engines=False, by=TESTS)
    assert read_outside() == set()
    start(again, other, title="zqagain", knows_public=True)
    assert read_outside() == {"zqagain"}


def test_moved_in_or_out_it_is_with_members_also_when_it_comes_back(public, thread, moderator):
    other = make_space(public.programme, "Mornings")
    actions.move_thread(thread=thread, to=other, by=moderator)
    assert read_outside() == set()
    thread.refresh_from_db()
    actions.move_thread(thread=thread, to=public, by=moderator)
    assert read_outside() == set()


def test_split_off_it_is_read_as_before(thread, other, moderator):
    write(thread, other, "zqsplit", knows_public=True)
    actions.split_thread(thread=thread, numbers=[2], title="zqapart", by=moderator)
    assert read_outside() == {"zqpublic", "zqapart"}
    [place] = queries.shown_to_all(queries.posts_of_public_thread(thread).filter(number=2))
    assert place.went_to.text == "zqsplit"


def test_whoever_writes_is_asked_once_and_refused_without(public, thread, opener, other):
    write(thread, opener)  # said so when they began it
    with pytest.raises(Invalid) as refused:
        write(thread, other, face="Slow Tide")
    assert refused.value.fields.keys() == {"knows_public"}
    assert not Face.objects.filter(name="Slow Tide").exists()
    write(thread, other, knows_public=True)
    write(thread, other)
    again = actions.keep_to_members(space=public, by=TESTS)
    again = actions.open_to_all(space=again, for_engines=False, by=TESTS)
    with pytest.raises(Invalid):
        start(again, other)


def test_the_database_takes_no_post_without_knowing_it(thread, other):
    face = actions.name_face(space=thread.space, name="Slow Tide", by=other)
    said = {"space": thread.space, "thread": thread, "face": face, "text": "zq"}
    with pytest.raises(DatabaseError, match="knowing who reads"), transaction.atomic():
        Post.objects.create(number=2, client_id=uuid4(), **said)


def test_the_database_opens_no_thread_later(space, opener):
    old = start(space, opener)
    public = actions.open_to_all(space=space, for_engines=False, by=TESTS)
    with pytest.raises(DatabaseError, match="opened to nobody later"), transaction.atomic():
        Thread.objects.filter(pk=old.pk).update(public_since=public.public_since)


def test_the_database_keeps_engines_and_moved_threads_out(public, space, thread):
    private = make_space(space.programme)
    with pytest.raises(DatabaseError, match="space_for_engines_is_public"), transaction.atomic():
        Space.objects.filter(pk=private.pk).update(for_engines=True)
    with pytest.raises(DatabaseError, match="open_to_all_was_not_moved"), transaction.atomic():
        Thread.objects.filter(pk=thread.pk).update(listed_in=private)


def test_only_managers_say_who_reads(space, moderator, other):
    for person in (moderator, other):
        with pytest.raises(NotAllowed):
            actions.open_to_all(space=space, for_engines=False, by=person)
        with pytest.raises(NotAllowed):
            actions.keep_to_members(space=space, by=person)


def test_nothing_held_taken_away_or_said_without_words_is_read_outside(
    thread, opener, other, reader, moderator
):
    held = write(thread, other, "Write me: zqheld@example.org", knows_public=True)
    assert held.held_at is not None
    gone = write(thread, other, "zqgone", face="")
    actions.take_away(post=gone, by=other)
    judged = write(thread, other, "zqjudged")
    actions.take_away_as_moderator(post=judged, by=moderator)
    liked = write(thread, other, "zqliked")
    actions.react(post=liked, said="hope", on=True, face="Last Stop", by=reader)
    page = Client().get(address(thread)).content.decode()
    found = {word for word in ("zqheld", "zqgone", "zqjudged", "zqliked") if word in page}
    assert found == {"zqliked"}
    assert ("Hope" in page, page.count("These words were taken away.")) == (False, 2)
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    kept = reverse("forum:public_post", args=[thread.pk, held.number])
    assert Client().get(kept).status_code == 404


def test_a_thread_whose_first_post_is_held_is_not_there(public, opener):
    held = start(public, opener, text="I am at zqheld@example.org", knows_public=True)
    assert Client().get(address(held)).status_code == 404
    assert read_outside() == set()


def test_what_has_a_content_note_is_covered_also_in_quotes(thread, opener, other):
    write(thread, other, "zqcovered", notes=["drugs"], knows_public=True)
    write(thread, opener, "zqanswer", about=2)
    page = Seen(Client().get(address(thread)).content.decode())
    assert ("zqcovered" in texts(page.open), "zqcovered" in texts(page.closed)) == (False, True)
    assert texts(page.summaries).count("About: alcohol and drugs") == 1
    assert texts(page.open).count("About: alcohol and drugs") == 2  # and the quote


def test_no_account_and_nothing_of_members_stands_on_a_page(public, thread, opener, other):
    write(thread, other, knows_public=True, face="Slow Tide")
    start(make_space(public.programme, "Zqmembers"), opener, title="zqinside")
    addresses = [
        reverse("forum:public_spaces"),
        reverse("forum:public_space", args=[public.pk]),
        address(thread),
    ]
    pages = "".join(Client().get(one).content.decode() for one in addresses)
    secrets = [str(opener.pk), opener.pk.hex, opener.pseudonym, other.pseudonym]
    secrets += ["Zqmembers", "zqinside", *map(str, Face.objects.values_list("pk", flat=True))]
    assert [one for one in secrets if one in pages] == []
    assert ("Quiet Heron" in pages, "Slow Tide" in pages) == (True, True)


def test_engines_are_let_in_only_where_a_manager_did(public, thread):
    addresses = [address(thread), reverse("forum:public_spaces")]
    addresses += [
        reverse(f"{name}_{what}", args=[key])
        for name, what, key in (
            ("forum:public", "space", public.pk),
            ("integrations:space", "feed", public.pk),
            ("integrations:thread", "feed", thread.pk),
        )
    ]
    told = {Client().get(one).headers.get("X-Robots-Tag") for one in addresses}
    assert told == {"noindex, nofollow"}
    actions.open_to_all(space=public, for_engines=True, by=TESTS)
    assert {Client().get(one).headers.get("X-Robots-Tag") for one in addresses} == {None}


def test_the_queries_do_not_grow(thread, opener, other, at_any_pace, django_assert_num_queries):
    def count(most):
        for one in (reverse("forum:public_space", args=[thread.space_id]), address(thread)):
            with django_assert_num_queries(most.pop(0)):
                assert Client().get(one).status_code == 200

    write(thread, other, about=1, knows_public=True)
    count([5, 5])
    for _one in range(5):
        write(thread, other, about=1)
        start(thread.space, opener)
    count([5, 5])


def test_the_form_asks_once_and_says_who_reads(thread, other):
    client, page = client_of(other), reverse("forum:thread", args=[thread.pk])
    assert "Everybody on the internet can read this." in client.get(page).content.decode()
    said = {"text": "zqkept words", "client_id": uuid4(), "face": "Slow Tide"}
    refused = client.post(page, said)
    body = refused.content.decode()
    assert (refused.status_code, "zqkept words" in body) == (422, True)
    assert "Please say that you know who can read it" in body
    assert client.post(page, said | {"knows_public": "on"}).status_code == 302
    assert "knows_public" not in client.get(page).content.decode()


def test_a_manager_says_who_reads_on_a_page(programme, space):
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    client, page = client_of(manager), reverse("forum:readers", args=[space.pk])

    def chosen(what):
        assert client.post(page, {"readers": what}).status_code == 302
        space.refresh_from_db()
        return space.public_since is not None, space.for_engines

    wishes = ("engines", "public", "members")
    assert [chosen(one) for one in wishes] == [(True, True), (True, False), (False, False)]
    assert client.post(page, {"readers": "all"}).status_code == 422
