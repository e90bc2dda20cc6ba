"""Threads and posts: numbered, answered, changed, taken away."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.conduct.actions import Wish
from hearten.conduct.queries import Rule
from hearten.conduct.rules import Kind
from hearten.forum import actions, queries
from hearten.forum.models import Post, PostVersion, Thread
from hearten.forum.tests.factories import make_space, start, write
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.safety import actions as safety
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 1, 3, tzinfo=UTC)


@pytest.fixture
def thread(space, opener):
    with clock.frozen(NIGHT):
        return start(space, opener)


def again(thread):
    return Thread.objects.get(pk=thread.pk)


def test_posts_are_numbered_one_after_the_other(thread, opener, other):
    posts = [write(thread, by) for by in (other, opener, other)]
    assert [one.number for one in posts] == [2, 3, 4]
    now = again(thread)
    assert (now.newest_number, now.last_at) == (4, posts[-1].written_at)


def test_what_is_sent_twice_is_there_once(space, opener):
    one = uuid4()
    first = start(space, opener, client_id=one)
    assert start(space, opener, client_id=one) == first
    answer = uuid4()
    assert write(first, opener, client_id=answer) == write(first, opener, client_id=answer)
    assert (Thread.objects.count(), Post.objects.count()) == (1, 2)


def test_another_persons_first_post_ends_the_waiting_once(thread, opener, other):
    write(thread, opener)
    assert again(thread).answered_at is None
    with clock.frozen(NIGHT + timedelta(hours=2)):
        write(thread, other)
    write(thread, other)
    now = again(thread)
    assert (now.answered_at, now.answered_number) == (NIGHT + timedelta(hours=2), 3)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"text": " "}, "text"), ({"title": ""}, "title"), ({"text": "x" * 10_001}, "text")],
)
def test_what_cannot_be_taken_names_its_field(space, opener, said, field):
    with pytest.raises(Invalid) as error:
        start(space, opener, **said)
    assert list(error.value.fields) == [field]
    assert not Thread.objects.exists()


def test_an_answer_is_about_a_post_that_is_there(thread, other, opener):
    assert write(thread, other, about=1).about_number == 1
    for missing in (7, 0):
        with pytest.raises(NotPossible):
            write(thread, other, about=missing)
    actions.take_away(post=thread.posts.get(number=1), by=opener)
    with pytest.raises(NotPossible) as error:
        write(thread, other, about=1)
    assert error.value.code == "gone"


def test_only_people_of_the_programme_write(thread, space):
    far = make_account(programme=make_programme())
    for by in (far, SystemActor("tests")):
        with pytest.raises(NotAllowed):
            write(thread, by)
        with pytest.raises(NotAllowed):
            start(space, by)


def test_other_words_keep_what_it_said_before(thread, opener, other):
    post = thread.posts.get()
    with clock.frozen(NIGHT + timedelta(hours=1)):
        for _twice in range(2):
            post = actions.edit_post(post=post, text="It is four.", by=opener)
    assert (post.text, post.edited_at) == ("It is four.", NIGHT + timedelta(hours=1))
    [before] = queries.versions_of(post)
    assert (before.text, before.until) == (
        "It is three and I am awake.",
        NIGHT + timedelta(hours=1),
    )
    with pytest.raises(NotAllowed):
        actions.edit_post(post=post, text="Not mine.", by=other)


def test_what_is_taken_away_is_empty_with_all_it_said_before(thread, opener, other):
    post = thread.posts.get()
    write(thread, other)
    actions.edit_post(post=post, text="It is four.", by=opener)
    with pytest.raises(NotAllowed):
        actions.take_away(post=post, by=other)
    for _twice in range(2):
        actions.take_away(post=post, by=opener)
    post.refresh_from_db()
    assert (post.text, post.taken_away_at is not None, post.number) == ("", True, 1)
    assert not PostVersion.objects.exists()
    now = again(thread)
    assert (now.title, now.looking_for, now.newest_number) == ("", "", 2)
    assert Event.objects.filter(verb="forum.post_taken_away").count() == 1
    with pytest.raises(NotPossible):
        actions.edit_post(post=post, text="Back.", by=opener)


def test_an_answer_taken_away_leaves_the_title(thread, other):
    post = write(thread, other)
    actions.take_away(post=post, by=other)
    assert again(thread).title == "Awake again"


def test_whoever_is_held_from_writing_reads_why(thread, other):
    here = thread.space.programme
    moderator = make_account(programme=here, roles=[Role.MODERATOR])
    case = make_report(here, other, thread.opener.account)
    safety.assign_case(case=case, by=moderator)
    wish = Wish(kind=Kind.RESTRICTION, rule=Rule.RESPECT, reason="So.", scope="writing", days=7)
    safety.decide_measure(case=case, wish=wish, by=moderator)
    with pytest.raises(NotPossible) as error:
        write(thread, other)
    assert error.value.code == "held"
    assert "Crisis help" in error.value.message


def test_the_front_page_has_the_longest_waiting_first_then_the_last_written_in(
    space, opener, other
):
    def at(hours, **said):
        with clock.frozen(NIGHT + timedelta(hours=hours)):
            return start(space, opener, **said)

    told = at(0, title="told", looking_for="")
    long, short, answered = (at(n, title=str(n)) for n in (1, 3, 2))
    with clock.frozen(NIGHT + timedelta(hours=9)):
        write(answered, other)
    found = list(queries.threads_of_space(other, space))
    assert found == [long, short, answered, told]
    assert [one.waits for one in found] == [True, True, False, False]
    assert [one.answers for one in found] == [0, 0, 1, 0]


def test_a_thread_taken_away_before_anybody_answered_is_not_listed(thread, opener, space):
    actions.take_away(post=thread.posts.get(), by=opener)
    assert not queries.threads_of_space(opener, space).exists()


def test_blocks_hold_both_ways_and_between_persons_not_faces(space, opener, other, programme):
    third = make_account(programme=programme)
    elsewhere = make_space(programme)
    theirs = start(space, other, title="theirs")
    mine = start(elsewhere, opener, title="mine")
    shared = start(space, third, title="shared")
    for by in (opener, other, third):
        write(shared, by, text=f"by {by.pseudonym}", about=1)
    quoting = write(shared, third, about=3)
    accounts.block(of=other, by=opener)
    for one, unseen in ((opener, other), (other, opener)):
        assert not queries.posts_visible_to(one).filter(face__account=unseen).exists()
        assert unseen.pk not in queries.threads_visible_to(one).values_list(
            "opener__account", flat=True
        )
    assert list(queries.threads_of_space(opener, space)) == [shared]
    assert [one.answers for one in queries.threads_of_space(opener, space)] == [3]
    assert [one.answers for one in queries.threads_of_space(third, space).filter(pk=shared.pk)] == [
        4
    ]
    [shown] = queries.shown(opener, [quoting])
    assert shown.quote is None
    [shown] = queries.shown(third, [quoting])
    assert shown.quote is not None
    with pytest.raises(NotAllowed):
        write(theirs, opener)
    with pytest.raises(NotAllowed):
        write(mine, other)


def test_nobody_of_another_programme_sees_a_post(thread):
    far = make_account(programme=make_programme(), roles=[Role.MODERATOR])
    assert not queries.posts_visible_to(far).exists()
    assert not queries.threads_visible_to(far).exists()


def test_what_an_erased_person_wrote_is_empty_and_nobodys(thread, opener, other):
    write(thread, other, text="I am here.")
    actions.edit_post(post=thread.posts.get(number=1), text="It is four.", by=opener)
    taken = actions.erase(account=opener, by=SystemActor("tests"))
    assert dict(taken.rows) == {
        "forum.postversion": 1,
        "forum.post": 1,
        "forum.attention": 1,
        "forum.thread": 1,
        "forum.face": 1,
    }
    texts = [(one.face.name, one.text) for one in thread.posts.order_by("number")]
    assert texts[0] == ("", "")
    assert texts[1][1] == "I am here."
    with pytest.raises(NotAllowed):
        actions.erase(account=other, by=other)
