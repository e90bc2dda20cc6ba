"""Whoever follows a thread is told of new posts they can read, and of nothing else."""

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.tests.factories import client_of
from hearten.forum import actions
from hearten.forum.tests.factories import start, write
from hearten.forum.tests.test_pages import at
from hearten.notifications.tests.wanting import told_by_mail, waiting

pytestmark = pytest.mark.django_db
METHOD = "I know the most painless way to die."


@pytest.fixture
def thread(space, opener, other, reader):
    """The opener and the other follow it, for they wrote in it; the reader does not."""
    made = start(space, opener, looking_for="")
    write(made, other)
    with told_by_mail(opener, other, reader):
        yield made


def told():
    return {name for name, _place in waiting()}


def test_followers_are_told_and_neither_the_writer_nor_readers(thread, opener, other):
    write(thread, other, "one more")
    assert waiting() == [(opener.pseudonym, f"thread:{thread.pk}")]
    write(thread, opener, "thank you")
    assert told() == {opener.pseudonym, other.pseudonym}


def test_whoever_saw_it_is_told_no_more(thread, opener, other):
    write(thread, other, "one more")
    client_of(opener).get(at("thread", thread.pk))
    assert waiting() == []


@pytest.mark.parametrize("how", ["mute", "account", "face", "face of the follower"])
def test_nobody_is_told_of_what_they_are_not_to_find(space, opener, other, reader, how):
    made = start(space, reader, looking_for="")
    mine, theirs = write(made, opener).face, write(made, other).face
    if how == "mute":
        actions.attend(thread=made, how="muted", by=opener)
    elif how == "account":
        accounts.block(of=other, by=opener)
    elif how == "face":
        actions.block_face(face=theirs, both_ways=False, by=opener)
    else:
        actions.block_face(face=mine, both_ways=True, by=other)
    with told_by_mail(opener, other, reader):
        write(made, other, "one more")
        assert told() == {reader.pseudonym}


def test_a_held_post_is_told_of_when_it_is_open(thread, space, opener, other, moderator):
    post = write(thread, other, METHOD)
    post.refresh_from_db()
    assert post.held_at is not None
    assert waiting() == []
    actions.release_post(post=post, by=moderator)
    assert told() == {opener.pseudonym}
