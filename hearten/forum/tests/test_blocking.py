"""A block of a face holds in its space and nowhere else, both ways, and nobody learns that there is one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.forum import actions, queries
from hearten.forum.models import Face, FaceBlock, Post, Thread
from hearten.forum.rules import Step
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.forum.tests.test_pages import at
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(programme):
    return make_space(programme, "Zqelsewhere")


@pytest.fixture
def threads(space, elsewhere, opener, other, reader):
    """In both spaces: the opener's thread, in which the other and the reader write."""
    made = {}
    for place in (space, elsewhere):
        thread = start(place, opener, title=f"Zqtitle {place.name}", text="zqopener")
        write(thread, other, "zqother", about=1)
        write(thread, reader, "zqreader", about=2)
        made[place] = Thread.objects.get(pk=thread.pk)
    return made


def face(person, space):
    return Face.objects.get(account=person, space=space)


def block(of, by, space, both_ways=True):
    return actions.block_face(face=face(of, space), both_ways=both_ways, by=by)


def reads(person, thread):
    posts = queries.posts_visible_to(person).filter(thread=thread)
    return set(posts.values_list("text", flat=True))


def html(person, name, *args):
    return client_of(person).get(at(name, *args)).content.decode()


ALL = {"zqopener", "zqother", "zqreader"}


def test_it_holds_both_ways_in_that_space_and_for_those_two_alone(
    threads, space, elsewhere, opener, other, reader
):
    block(other, reader, space)
    here, there = threads[space], threads[elsewhere]
    assert (reads(reader, here), reads(other, here), reads(opener, here)) == (
        ALL - {"zqother"},
        ALL - {"zqreader"},
        ALL,
    )
    assert [reads(one, there) for one in (reader, other, opener)] == [ALL, ALL, ALL]


def test_muted_the_other_still_reads(threads, space, other, reader):
    block(other, reader, space, both_ways=False)
    assert reads(reader, threads[space]) == ALL - {"zqother"}
    assert reads(other, threads[space]) == ALL
    block(other, reader, space)
    assert reads(other, threads[space]) == ALL - {"zqreader"}


def test_a_thread_one_of_them_opened_is_not_there_for_the_other(threads, space, opener, reader):
    block(opener, reader, space)
    mine = start(space, reader, title="Zqmine")
    for person, thread in ((reader, threads[space]), (opener, mine)):
        assert client_of(person).get(at("thread", thread.pk)).status_code == 404
        assert thread.title not in html(person, "space", space.pk)
        assert thread not in queries.threads_visible_to(person)
        with pytest.raises(NotAllowed):
            write(thread, person)
    spaces = queries.spaces_with_waiting(reader, space.programme)
    assert {one.name: one.waiting for one in spaces} == {"Sleep": 1, "Zqelsewhere": 0}


def test_neither_finds_reacts_to_quotes_or_counts_the_other(threads, space, other, reader):
    actions.react(post=Post.objects.filter(text="zqreader")[0], said="hope", on=True, by=other)
    block(other, reader, space)
    here = threads[space]
    page = html(reader, "thread", here.pk)
    assert ("zqother" in page, "In answer to something earlier" in page) == (False, True)
    found = queries.search(reader, space.programme, "zqother").hits
    assert [one.post.thread.listed_in.name for one in found] == ["Zqelsewhere"]
    assert [one.answers for one in queries.threads_of_space(reader, space)] == [1]
    mine = here.posts.get(text="zqreader")
    assert queries.reactions_to(reader, [mine])[mine.pk].to_me == {}
    for person, number in ((reader, 2), (other, 3)):
        post = here.posts.get(number=number)
        assert client_of(person).get(at("react", here.pk, number)).status_code == 404
        with pytest.raises(NotAllowed):
            actions.react(post=post, said="hope", on=True, by=person)


def test_nobody_is_told_of_who_waits_whom_they_do_not_meet(space, elsewhere, opener, programme):
    moderators = [make_account(programme=programme, roles=[Role.MODERATOR]) for _one in range(3)]
    thread = start(space, opener)
    for one in moderators:
        actions.name_face(space=space, name=f"Calm {one.pseudonym}", by=one)
    block(opener, moderators[0], space)
    block(moderators[1], opener, space)
    told = queries.people_to_tell(Step.ROTA, thread, clock.now())
    assert told == [moderators[2].pk]
    with clock.frozen(thread.due_at + timedelta(minutes=1)):
        Thread.objects.filter(pk=thread.pk).update(told_rota_at=clock.now())
        counts = [queries.told_threads(one, programme).count() for one in moderators]
    assert counts == [0, 1, 1]


def test_a_block_is_no_way_out_of_being_moderated(space, other, moderator, programme):
    thread = start(space, other, text="zqopener")
    held = write(thread, other, "Call me on 07700 900123.")
    actions.name_face(space=space, name="Calm Heron", by=moderator)
    block(moderator, other, space)
    assert list(queries.held_posts(moderator, programme)) == [held]
    assert queries.held_count(moderator, programme) == 1
    write(thread, make_account(programme=programme))
    assert client_of(moderator).get(at("thread", thread.pk)).status_code == 200
    mine = start(space, moderator, title="Zqmoderator")
    assert mine not in queries.threads_visible_to(other)


def test_a_block_between_accounts_goes_on_holding_everywhere(threads, other, reader):
    accounts.block(of=other, by=reader)
    assert {frozenset(reads(reader, one)) for one in threads.values()} == {
        frozenset(ALL - {"zqother"})
    }


def test_in_a_thread_that_was_moved_the_names_are_those_of_the_space_it_came_from(
    threads, space, elsewhere, other, reader, moderator
):
    block(other, reader, elsewhere)
    actions.move_thread(thread=threads[space], to=elsewhere, by=moderator)
    assert reads(reader, threads[space]) == ALL
    block(other, reader, space)
    assert reads(reader, threads[space]) == ALL - {"zqother"}


# Making and undoing it


def test_it_is_made_beside_a_post_and_undone_on_a_page_of_ones_own(threads, space, other, reader):
    client, here = client_of(reader), threads[space]
    assert at("block", here.pk, 2) in html(reader, "thread", here.pk)
    assert face(other, space).name in client.get(at("block", here.pk, 2)).content.decode()
    answer = client.post(at("block", here.pk, 2), {"both_ways": "1"}, follow=True)
    page = answer.content.decode()
    assert face(other, space).name in page
    assert "neither of you finds the other’s words" in page
    secrets = [other.pseudonym, str(other.pk), face(other, threads_elsewhere(threads, space)).name]
    assert [one for one in secrets if one in page] == []
    assert "Blocked" not in html(other, "blocked")
    far = client_of(other).post(at("unblock", face(other, space).pk))
    assert far.status_code == 404
    client.post(at("unblock", face(other, space).pk))
    assert not FaceBlock.objects.exists()
    assert reads(reader, here) == ALL


def threads_elsewhere(threads, space):
    return next(one for one in threads if one != space)


def test_who_was_blocked_finds_the_same_as_where_nobody_ever_wrote(
    threads, space, other, reader, programme
):
    """Addresses of the blocker's posts answer as those of posts that never were."""
    block(other, reader, space)
    client, here = client_of(other), threads[space]
    for name in ("post", "react", "report", "block", "bookmark"):
        ask = client.post if name == "bookmark" else client.get
        assert (
            ask(at(name, here.pk, 3)).status_code == ask(at(name, here.pk, 99)).status_code == 404
        )
    shown = html(other, "thread", here.pk) + html(other, "space", space.pk) + html(other, "blocked")
    assert [one for one in (face(reader, space).name, "zqreader") if one in shown] == []


def test_not_oneself_nobody_and_nobody_of_another_programme(threads, space, opener, reader):
    far = make_account(programme=make_programme())
    with pytest.raises(NotPossible):
        block(reader, reader, space)
    with pytest.raises(NotAllowed):
        block(opener, far, space)
    gone = face(opener, space)
    actions.erase(account=opener, by=TESTS)
    with pytest.raises(NotPossible):
        actions.block_face(face=Face.objects.get(pk=gone.pk), both_ways=True, by=reader)
    assert client_of(reader).get(at("block", threads[space].pk, 1)).status_code == 404


def test_it_is_exported_by_name_and_goes_with_either(threads, space, elsewhere, other, reader):
    name = face(other, space).name
    block(other, reader, space)
    block(reader, other, elsewhere)
    assert queries.export_of(reader)["blocked"] == [
        {"space": "Sleep", "name": name, "both_ways": True}
    ]
    actions.erase(account=Account.objects.get(pk=other.pk), by=TESTS)
    assert not FaceBlock.objects.exists()


def test_pages_ask_as_much_however_many_are_blocked(threads, space, opener, reader, programme):
    places = [("thread", threads[space].pk), ("space", space.pk), ("blocked",), ("spaces",)]

    def asked(place):
        with CaptureQueriesContext(connection) as found:
            html(reader, *place)
        return len(found)

    def block_some():
        for _one in range(4):
            person = make_account(programme=programme)
            write(threads[space], person)
            block(person, reader, space)

    block_some()
    for place in places:
        html(reader, *place)
    few = {place: asked(place) for place in places}
    block_some()
    assert {place: asked(place) for place in places} == few
