"""What must always be true is held by the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hearten.accounts.tests.factories import make_programme
from hearten.forum.models import (
    Attention,
    Bookmark,
    Draft,
    Face,
    FaceBlock,
    ForumSettings,
    Post,
    PostVersion,
    Space,
    Thread,
)
from hearten.forum.tests.factories import make_space, start, write
from hearten.foundation import clock

pytestmark = pytest.mark.django_db


def refused(name, make):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        make()
        connection.check_constraints()  # the deferred ones too


@pytest.fixture
def thread(space, opener, other):
    made = start(space, opener)
    write(made, other)
    return Thread.objects.get(pk=made.pk)


def face(space, account=None, **said):
    usual = {"name": "Calm Heron", "name_key": "calmheron", "made_on": clock.now().date()}
    return Face.objects.create(space=space, account=account, **(usual | said))


def post(thread, **said):
    usual = {
        "space": thread.space,
        "face": thread.opener,
        "number": 3,
        "client_id": uuid4(),
        "text": "words",
    }
    return Post.objects.create(thread=thread, **(usual | said))


def without_triggers(make):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    make()


def change(row, **said):
    return lambda: type(row).objects.filter(pk=row.pk).update(**said)


def test_spaces(space):
    refused("space_name_once", lambda: make_copy(space, name="sLEEP"))
    for field in ("name", "purpose", "language"):
        refused("space_says_what_it_is", change(space, **{field: ""}))
    make_copy(space, name="SLEEP", closed_at=clock.now())


def make_copy(space, **said):
    usual = {"programme": space.programme, "name": "x", "purpose": "x", "language": "en"}
    return Space.objects.create(**(usual | said))


def test_one_face_a_person_and_one_person_a_name(thread, space, programme, opener):
    taken = thread.opener.name_key
    refused("face_once", lambda: face(space, opener))
    somebody = make_space(programme)
    face(somebody, opener, name_key=taken)
    held = Face.objects.exclude(account=opener).get(space=space)
    refused("face_name_once", change(held, name_key=taken))


def test_a_face_has_a_person_and_a_name_or_neither(thread):
    for said in ({"name": ""}, {"name_key": ""}, {"account": None}):
        refused("face_whole", change(thread.opener, **said))
    change(thread.opener, account=None, name="", name_key="")()


def test_threads(thread):
    refused("thread_looking_for_known", change(thread, looking_for="advice"))
    refused("thread_without_title_asks_nothing", change(thread, title=""))
    refused("thread_has_its_newest", change(thread, newest_number=3))


def test_who_asks_is_promised_an_answer(thread, space, opener):
    def wrong(row, **said):
        return lambda: without_triggers(change(row, **said))

    silent = start(space, opener, looking_for="")
    refused("thread_that_asks_is_promised", change(silent, looking_for="ideas"))
    early = thread.opened_at - timedelta(hours=1)
    for said in (
        {"due_at": None},
        {"rota_at": None},
        {"due_at": thread.rota_at},
        {"rota_at": early},
    ):
        refused("thread_promise_whole", wrong(thread, **said))
    for told in ("told_rota_at", "told_supervisors_at"):
        refused("thread_promise_whole", wrong(silent, **{told: clock.now()}))


def test_locked_pinned_and_slow_threads(thread, space, opener):
    at = clock.now()
    for said in ({"locked_at": at}, {"locked_for": "said"}, {"locked_at": at, "locked_for": "x"}):
        refused("thread_locked_for_a_reason", change(thread, **said))
    change(thread, locked_at=at, locked_for="said")()
    waiting = start(space, opener)
    refused("waits_is_not_locked", change(waiting, locked_at=at, locked_for="said"))
    for said in (
        {"slow_minutes": 5},
        {"slowed_for": "much"},
        {"slow_minutes": 0, "slowed_for": "much"},
        {"slow_minutes": 1441, "slowed_for": "much"},
        {"slow_minutes": 5, "slowed_for": "x"},
    ):
        refused("thread_slow_for_a_reason", change(thread, **said))
    for place in (0, 4):
        refused("thread_pinned_few", change(thread, pinned_place=place))
    change(thread, pinned_place=1)()
    refused("thread_pinned_place_once", change(waiting, pinned_place=1))


@pytest.mark.parametrize("hours", [0, 73])
def test_a_promise_is_of_1_to_72_hours(programme, hours):
    refused(
        "forum_promise_in_reason",
        lambda: ForumSettings.objects.create(programme=programme, promise_hours=hours),
    )


def test_a_thread_is_answered_once_by_somebody_else(thread, space, opener):
    refused("answered once", change(thread, answered_number=None, answered_at=None))
    refused("answered once", change(thread, answered_at=clock.now()))
    fresh = start(space, opener)
    write(fresh, opener)
    at = clock.now()
    refused("answered by another", change(fresh, answered_at=at, answered_number=2))
    refused("thread_answer_whole", change(fresh, answered_at=at))
    refused("thread_answered_by_its_post", change(fresh, answered_at=at, answered_number=9))


def test_a_post_is_of_its_threads_space_and_so_is_its_face(thread, programme, other):
    elsewhere = make_space(programme)
    refused("post_face_of_the_space", lambda: post(thread, face=face(elsewhere, other)))
    refused("post_(thread|face)_of_the_space", lambda: post(thread, space=elsewhere))
    refused("thread_opener_of_the_space", change(thread, opener=face(elsewhere, other)))


def test_numbers_have_no_gaps(thread):
    for number in (2, 4):
        refused("no gaps", lambda number=number: post(thread, number=number))
    for name, number in (("post_number_once", 2), ("post_number_from_1", 0)):
        refused(name, lambda number=number: without_triggers(lambda: post(thread, number=number)))


def test_an_answer_is_about_an_earlier_post_of_the_thread(thread, space, opener):
    refused("post_about_an_earlier", lambda: post(thread, about_number=3))
    longer = start(space, opener)
    refused("post_about_the_same_thread", lambda: post(longer, number=2, about_number=0))
    post(longer, number=2, about_number=1)


def test_a_form_sent_twice_is_one_post(thread):
    [first] = Post.objects.filter(face=thread.opener)
    refused("post_client_id_once", lambda: post(thread, client_id=first.client_id))


def test_a_post_is_emptied_and_never_deleted_moved_or_brought_back(thread, other):
    one = thread.posts.get(number=2)
    refused("emptied, not deleted", lambda: one.delete())
    for said in ({"number": 3}, {"face": thread.opener}, {"written_at": clock.now()}):
        refused("keeps its place", change(one, **said))
    refused("post_empty_when_taken_away", change(one, text=""))
    refused("post_empty_when_taken_away", change(one, taken_away_at=clock.now()))
    change(one, text="", taken_away_at=clock.now())()
    refused("stays taken away", change(one, text="back", taken_away_at=None))


def test_a_thread_is_listed_in_a_space_of_its_programme(thread):
    refused(
        "listed in a space of its programme", change(thread, listed_in=make_space(make_programme()))
    )
    refused("_of_the_space", change(thread, space=make_space(thread.space.programme)))


def test_words_that_went_elsewhere_went_to_another_thread_and_are_their_writers(
    thread, space, opener, other
):
    mine, theirs = thread.posts.order_by("number")
    same, elsewhere = write(thread, other), start(space, other).posts.get()
    gone = {"text": "", "taken_away_at": clock.now()}
    refused("post_that_went_is_empty", change(theirs, went_to=elsewhere))
    for wrong in (same, start(space, opener).posts.get()):
        refused("went to another thread, as its writer", change(theirs, went_to=wrong, **gone))
    moderated = gone | {"by_moderator": True}
    refused("post_that_went_is_empty", change(theirs, went_to=elsewhere, **moderated))
    change(theirs, went_to=elsewhere, **gone)()
    refused("leads on", change(theirs, went_to=None))
    refused("stays taken away", change(theirs, text="back", taken_away_at=None))
    both = {"about_number": 1, "about_before": elsewhere}
    refused("post_about_one_thing", lambda: post(thread, number=4, **both))
    assert mine.went_to is None


def test_what_somebody_keeps_is_there_once(thread, other):
    first = thread.posts.get(number=1)
    Bookmark.objects.create(account=other, post=first)
    refused("bookmark_once", lambda: Bookmark.objects.create(account=other, post=first))
    mine = Attention.objects.get(account=other)
    said = {"account": other, "thread": thread}
    refused("attention_once", lambda: Attention.objects.create(how="muted", **said))
    refused("attention_known", change(mine, how="reads", seen_number=0))
    for how in ("muted", "left"):
        refused("attention_seen_of_what_is_followed", change(mine, how=how, seen_number=1))


def test_a_block_of_a_face_is_there_once_and_of_another(thread, opener, other):
    said = {"of": thread.opener, "both_ways": True}
    FaceBlock.objects.create(by=other, **said)
    refused("face_block_once", lambda: FaceBlock.objects.create(by=other, **said))
    refused("is of another", lambda: FaceBlock.objects.create(by=opener, **said))


def test_a_draft_is_of_one_place_and_once(thread, space, other):
    said = {"account": other, "sealed_words": b"x"}
    for place in ({"thread": thread}, {"space": space}):
        Draft.objects.create(**said, **place)
        refused(
            "draft_of_a_(thread|space)_once",
            lambda place=place: Draft.objects.create(**said, **place),
        )
    for place in ({}, {"thread": thread, "space": space}):
        refused("draft_of_", lambda place=place: Draft.objects.create(**said, **place))


def test_what_a_post_said_before_is_not_empty(thread):
    first = thread.posts.get(number=1)
    refused("post_version_not_empty", lambda: PostVersion.objects.create(post=first, text=""))
    with pytest.raises(IntegrityError), transaction.atomic():
        PostVersion.objects.create(post_id=0, text="x")
        connection.check_constraints()
