"""What a person keeps for themselves: bookmarks, threads they follow with what is new in them, threads in no
list. Nobody else finds any of it, and what one only reads is kept nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Attention, Bookmark, Post, Thread
from hearten.forum.tests.factories import TESTS, hide, make_space, start, write
from hearten.forum.tests.test_pages import at
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NEW = "New since you were here"


@pytest.fixture
def thread(space, opener, other):
    made = start(space, opener, title="Zqtitle", text="zqone", looking_for="")
    write(made, other, "zqtwo")
    return Thread.objects.get(pk=made.pk)


def html(person, name, *args, **said):
    answer = client_of(person).get(at(name, *args), said)
    assert answer.status_code == 200, name
    return answer.content.decode()


def attention(person):
    return [(one.how, one.seen_number) for one in Attention.objects.filter(account=person)]


def news(person, space):
    return [one.news for one in queries.threads_of_space(person, space)]


# Following


def test_who_writes_follows_and_who_only_reads_leaves_no_trace(
    thread, space, opener, other, reader
):
    html(reader, "thread", thread.pk)
    html(reader, "space", space.pk)
    assert (attention(opener), attention(other), attention(reader)) == (
        [("follows", 1)],
        [("follows", 2)],
        [],
    )


def test_what_is_new_is_counted_and_marked_until_it_was_seen(thread, space, opener, other, reader):
    write(thread, reader, "zqthree")
    write(thread, opener, "zqfour")
    assert news(opener, space) == [2]  # not their own
    assert news(reader, space) == [1]
    assert news(other, space) == [2]
    page = html(other, "space", space.pk)
    assert "2 new for you" in page
    assert client_of(other).get(at("new", thread.pk)).headers["Location"] == (
        f"{at('thread', thread.pk)}#new"
    )
    page = html(other, "thread", thread.pk)
    assert page.index("zqtwo") < page.index(NEW) < page.index("zqthree")
    assert (news(other, space), attention(other)) == ([0], [("follows", 4)])
    assert NEW not in html(other, "thread", thread.pk)
    assert client_of(other).get(at("new", thread.pk)).headers["Location"] == at("thread", thread.pk)


def test_what_is_held_taken_away_or_of_somebody_blocked_is_not_new(
    thread, space, opener, other, reader, programme
):
    third = make_account(programme=programme)
    write(thread, reader, "Call me on 07700 900123.")
    actions.take_away(post=write(thread, reader, "zqgone"), by=reader)
    write(thread, third, "zqblocked")
    write(thread, reader, "zqleftout", notes=["grief"])
    hide(other, "grief")
    accounts.block(of=third, by=other)
    assert (news(other, space), news(opener, space)) == ([0], [3])
    assert NEW not in html(other, "thread", thread.pk)


def test_following_leaving_and_being_followed_by_oneself_no_more(thread, reader, other):
    for _twice in range(2):
        actions.attend(thread=thread, how="follows", by=reader)
    assert attention(reader) == [("follows", 2)]
    actions.attend(thread=thread, how="left", by=reader)
    write(thread, reader)
    assert attention(reader) == [("left", 0)]
    actions.attend(thread=thread, how="", by=reader)
    assert attention(reader) == []
    write(thread, reader)
    assert attention(reader) == [("follows", 4)]
    assert not Event.objects.filter(actor_id=reader.pk).exclude(verb="forum.face_named").exists()


def test_who_switched_it_off_follows_what_they_say_only(thread, space, reader):
    client = client_of(reader)
    assert "You follow a thread from the first post" in html(reader, "yours")
    client.post(at("follow_written"), {"on": "0"})
    write(thread, reader)
    start(space, reader)
    assert attention(reader) == []
    assert "only if you say so" in html(reader, "yours")
    client.post(at("attend", thread.pk), {"how": "follows"})
    assert attention(reader) == [("follows", 3)]
    client.post(at("follow_written"), {"on": "1"})
    assert start(space, reader) in queries.threads_followed(reader)


def test_the_page_of_followed_threads_has_the_new_ones_first(thread, space, opener, other):
    write(thread, other, "zqthree")
    quiet = start(space, opener, title="Zqquiet")
    assert [one.title for one in queries.threads_followed(opener)] == ["Zqtitle", "Zqquiet"]
    html(opener, "thread", thread.pk)
    assert [one.title for one in queries.threads_followed(opener)] == ["Zqquiet", "Zqtitle"]
    page = html(opener, "yours")
    assert ("Zqquiet" in page, "Zqtitle" in page) == (True, True)
    accounts.block(of=opener, by=other)
    assert "Zqtitle" not in html(other, "yours")
    assert quiet not in queries.threads_followed(other)


def test_only_of_the_list_and_only_people_of_the_programme(thread, reader):
    far = make_account(programme=make_programme())
    with pytest.raises(Invalid):
        actions.attend(thread=thread, how="reads", by=reader)
    for act in (
        lambda: actions.attend(thread=thread, how="follows", by=far),
        lambda: actions.bookmark(post=thread.posts.get(number=1), on=True, by=far),
        lambda: actions.note_seen(thread=thread, number=1, by=far),
        lambda: actions.follow_what_one_writes(on=False, by=TESTS),
    ):
        with pytest.raises(NotAllowed):
            act()
    answer = client_of(reader).post(at("attend", thread.pk), {"how": "reads"}, follow=True)
    assert "Please choose one of these." in answer.content.decode()


# Muting


def test_a_muted_thread_is_in_no_list_and_no_count_for_them_alone(space, opener, other, reader):
    waiting = start(space, opener, title="Zqwaits")
    client_of(reader).post(at("attend", waiting.pk), {"how": "muted"})

    def lists(person):
        spaces = queries.spaces_with_waiting(person, space.programme)
        return ("Zqwaits" in html(person, "space", space.pk), [one.waiting for one in spaces])

    assert (lists(reader), lists(other)) == ((False, [0]), (True, [1]))
    assert "1 thread is in no list for you" in html(reader, "space", space.pk)
    assert "Zqwaits" in html(reader, "yours")
    assert "Zqwaits" in html(reader, "thread", waiting.pk)
    client_of(reader).post(at("attend", waiting.pk), {"how": ""})
    assert lists(reader) == (True, [1])


# Bookmarks


def test_a_post_is_kept_and_found_again_by_who_keeps_it_alone(thread, opener, other, reader):
    client = client_of(reader)
    for number in (1, 2, 2):
        answer = client.post(at("bookmark", thread.pk, number), {"on": "1"})
        assert answer.headers["Location"] == f"{at('thread', thread.pk)}#p{number}"
    client_of(other).post(at("bookmark", thread.pk, 1), {"on": "1"})
    assert [one.text for one in queries.posts_bookmarked(reader)] == ["zqtwo", "zqone"]
    page = html(reader, "bookmarks")
    assert ("zqone" in page, "zqtwo" in page) == (True, True)
    assert "zqtwo" not in html(other, "bookmarks")
    assert "Take the bookmark away" in html(reader, "thread", thread.pk)
    assert "Take the bookmark away" not in html(opener, "thread", thread.pk)
    client.post(at("bookmark", thread.pk, 2), {"on": "0", "back": "bookmarks"})
    assert [one.text for one in queries.posts_bookmarked(reader)] == ["zqone"]


def test_a_bookmark_goes_with_the_words_and_with_either_person(thread, opener, other, reader):
    first, second = thread.posts.order_by("number")
    for post in (first, second):
        actions.bookmark(post=post, on=True, by=reader)
    actions.take_away(post=second, by=other)
    assert [one.post for one in Bookmark.objects.all()] == [first]
    with pytest.raises(NotPossible):
        actions.bookmark(post=second, on=True, by=reader)
    actions.erase(account=opener, by=TESTS)
    assert not Bookmark.objects.exists()


def test_what_is_not_for_them_any_more_is_not_among_their_bookmarks(thread, other, reader):
    covered = write(thread, other, "zqcovered", notes=["grief"])
    for post in thread.posts.all():
        actions.bookmark(post=post, on=True, by=reader)
    assert "zqcovered" in html(reader, "bookmarks")
    hide(reader, "grief")
    page = html(reader, "bookmarks")
    assert ("zqcovered" in page, "death and grief is not shown" in page) == (False, True)
    accounts.block(of=reader, by=other)
    assert [one.text for one in queries.posts_bookmarked(reader)] == ["zqone"]
    assert Post.objects.get(pk=covered.pk).bookmarks.count() == 1


def test_a_split_post_is_still_kept(thread, reader, moderator):
    actions.bookmark(post=thread.posts.get(number=2), on=True, by=reader)
    made = actions.split_thread(thread=thread, numbers=[2], title="New", by=moderator)
    assert list(queries.posts_bookmarked(reader)) == list(made.posts.all())


def test_whose_words_were_split_off_follows_the_new_thread(thread, other, reader, moderator):
    actions.attend(thread=thread, how="follows", by=reader)
    made = actions.split_thread(thread=thread, numbers=[2], title="New", by=moderator)
    assert set(queries.threads_followed(other)) == {made, thread}
    assert list(queries.threads_followed(reader)) == [thread]
    write(made, reader)
    assert queries.threads_followed(other)[0] == made


# All of it


def test_it_is_exported_and_erased(thread, reader):
    actions.bookmark(post=thread.posts.get(number=2), on=True, by=reader)
    actions.attend(thread=thread, how="follows", by=reader)
    given = queries.export_of(reader)
    assert given["bookmarks"] == [{"space": "Sleep", "number": 2}]
    assert given["followed"] == [{"space": "Sleep", "how": "follows", "seen": 2}]
    assert given["follows_own"] is True
    actions.erase(account=Account.objects.get(pk=reader.pk), by=TESTS)
    assert (Bookmark.objects.count(), attention(reader)) == (0, [])


def test_pages_ask_as_much_however_much_one_keeps(
    thread, space, opener, other, reader, at_any_pace
):
    places = [("thread", thread.pk), ("space", space.pk), ("yours",), ("bookmarks",), ("spaces",)]

    def asked(place):
        with CaptureQueriesContext(connection) as found:
            html(reader, *place)
        return len(found)

    def keep_some():
        for _one in range(4):
            more = start(make_space(space.programme), opener)
            here = start(space, opener)
            for one in (more, here):
                actions.attend(thread=one, how="follows", by=reader)
                actions.bookmark(post=write(one, other), on=True, by=reader)
            actions.bookmark(post=write(thread, other), on=True, by=reader)
            actions.attend(thread=start(space, opener), how="muted", by=reader)

    actions.attend(thread=thread, how="follows", by=reader)
    keep_some()
    for place in places:
        html(reader, *place)
    few = {place: asked(place) for place in places}
    keep_some()
    assert {place: asked(place) for place in places} == few
