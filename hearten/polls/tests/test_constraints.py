"""What must always hold, broken once each in the database."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from hearten.accounts.tests.factories import make_account
from hearten.forum.tests.factories import make_space, start, write
from hearten.foundation import clock
from hearten.polls.models import Option, Poll, Vote
from hearten.polls.tests.conftest import asked, cast

Face, Post = (apps.get_model("forum", name) for name in ("Face", "Post"))


def refused(name, make):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        make()
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def voted(poll, by, place=1, **said):
    usual = {
        "poll": poll,
        "option": poll.options.get(place=place),
        "face": Face.objects.filter(account=by, space=poll.post.space).first(),
        "several": poll.several,
    }
    return Vote.objects.create(**(usual | said))


def test_a_poll_stands_under_a_first_post_once(poll, thread, opener, other):
    second = write(thread, other)
    refused(
        "under a first post", lambda: Poll.objects.create(post=second, question="q", several=False)
    )
    refused("post_id", lambda: Poll.objects.create(post=poll.post, question="q", several=False))


def test_it_asks_something_and_closes_later(thread):
    first, now = thread.posts.get(number=1), clock.now()
    refused("poll_asks", lambda: Poll.objects.create(post=first, question="", several=False))
    early = {"made_at": now, "closes_at": now - timedelta(hours=1)}
    refused(
        "poll_closes_later",
        lambda: Poll.objects.create(post=first, question="q", several=False, **early),
    )


@pytest.mark.parametrize("count", [0, 1])
def test_it_has_two_options_at_least(count, thread):
    def make():
        made = Poll.objects.create(post=thread.posts.get(number=1), question="q", several=False)
        for place in range(1, count + 1):
            Option.objects.create(poll=made, place=place, text=f"o{place}")

    refused("2 to 10 options", make)


def test_options_are_counted_from_1_to_10_each_once(poll):
    refused("option_whole", lambda: Option.objects.create(poll=poll, place=11, text="x"))
    refused("option_whole", lambda: Option.objects.create(poll=poll, place=4, text=""))
    refused("option_place_once", lambda: Option.objects.create(poll=poll, place=1, text="x"))
    refused("option_text_once", lambda: Option.objects.create(poll=poll, place=4, text="Tea"))
    refused("2 to 10 options", lambda: poll.options.filter(place__gte=2).delete())


def test_its_words_never_change(poll):
    refused("keeps its words", lambda: Poll.objects.update(question="other"))
    refused("keeps its words", lambda: Poll.objects.update(closes_at=None))
    refused("keeps its words", lambda: Option.objects.update(text="other"))


def test_a_face_votes_once_where_one_is_chosen(poll, opener):
    voted(poll, opener)
    refused("vote_for_an_option_once", lambda: voted(poll, opener))
    refused("vote_once_where_one_is_chosen", lambda: voted(poll, opener, 2))
    refused("vote_of_the_polls_kind", lambda: voted(poll, opener, 2, several=True))


def test_a_vote_is_for_an_option_of_its_poll(poll, programme, opener):
    beside = asked(start(make_space(programme), opener), opener, question="Beside?")
    refused("vote_option_of_the_poll", lambda: voted(poll, opener, option=beside.options.first()))


def test_a_vote_is_somebodys_of_the_space(poll, programme, other):
    elsewhere = start(make_space(programme), other).opener
    nobody = Face.objects.create(space=poll.post.space, made_on=clock.now().date(), before_number=1)
    for face in (elsewhere, nobody):
        refused("somebody's of the space", lambda face=face: voted(poll, other, face=face))


def _by_hand(poll):
    Poll.objects.update(closed_at=clock.now())


def _held(poll):
    Post.objects.filter(pk=poll.post_id).update(held_at=clock.now(), held_for="host")


def _taken_away(poll):
    Post.objects.filter(pk=poll.post_id).update(taken_away_at=clock.now(), text="")


@pytest.mark.parametrize("close", [_by_hand, _held, _taken_away])
def test_nobody_votes_once_it_is_closed(close, poll, opener):
    voted(poll, opener)
    close(poll)
    refused("while it is open", lambda: voted(poll, opener, 2))
    refused("while it is open", lambda: Vote.objects.update(option=poll.options.get(place=2)))


def test_nobody_votes_after_its_time(thread, opener):
    with clock.frozen(clock.now() - timedelta(days=3)):
        late = asked(thread, opener, days=1)
    refused("while it is open", lambda: voted(late, opener))


def test_a_closed_poll_stays_closed(poll):
    Poll.objects.update(closed_at=clock.now())
    refused("stays closed", lambda: Poll.objects.update(closed_at=None))


def test_whoever_votes_is_there_once_however_often(poll, programme):
    person = make_account(programme=programme)
    for _again in range(2):
        cast(poll, person, 1)
    assert Vote.objects.count() == 1
