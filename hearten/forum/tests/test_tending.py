"""Locking, pinning and slowing a thread: by moderators, for a reason people read, recorded, to be taken
back; never of somebody who waits or is badly off."""

from datetime import timedelta

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Post, Thread
from hearten.forum.rules import slow_until
from hearten.forum.tests.factories import make_space, start, write
from hearten.forum.tests.test_pages import at, filled
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
DISTRESS = "I cannot stop crying and I feel so hopeless."
HEAVY = "I do not want to live any more."


@pytest.fixture
def thread(space, opener, other):
    made = start(space, opener, looking_for="", title="About trains")
    write(made, other)
    return Thread.objects.get(pk=made.pk)


def lock(thread, by, why="heated"):
    return actions.lock_thread(thread=thread, why=why, by=by)


def slow(thread, by, minutes=15):
    return actions.slow_thread(thread=thread, minutes=minutes, why="much", by=by)


def recorded(verb):
    return Event.objects.filter(verb=f"forum.{verb}").count()


def html(person, name, *args):
    answer = client_of(person).get(at(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


DOING = [
    (lambda thread, by: lock(thread, by), "thread_locked"),
    (lambda thread, by: actions.pin_thread(thread=thread, by=by), "thread_pinned"),
    (lambda thread, by: slow(thread, by), "thread_slowed"),
]
UNDOING = [
    (lambda thread, by: actions.unlock_thread(thread=thread, by=by), "thread_unlocked"),
    (lambda thread, by: actions.unpin_thread(thread=thread, by=by), "thread_unpinned"),
    (lambda thread, by: actions.unslow_thread(thread=thread, by=by), "thread_unslowed"),
]


def test_each_is_done_and_undone_once_and_recorded(thread, moderator):
    before = Thread.objects.filter(pk=thread.pk).values().get()
    for act, verb in [*DOING, *UNDOING]:
        for _twice in range(2):
            act(thread, moderator)
        assert recorded(verb) == 1
    assert Thread.objects.filter(pk=thread.pk).values().get() == before


def test_only_moderators_of_the_programme_do_it(thread, opener, programme):
    far = make_account(programme=make_programme(), roles=[Role.MODERATOR])
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    for person in (opener, far, manager):
        for act, _verb in [*DOING, *UNDOING]:
            with pytest.raises(NotAllowed):
                act(thread, person)
        assert client_of(person).get(at("tend", thread.pk)).status_code == 404


def test_what_cannot_be_recorded_is_not_done(thread, moderator, monkeypatch):
    def fails(**_said):
        raise RuntimeError

    monkeypatch.setattr("hearten.audit.actions.record", fails)
    for act, _verb in DOING:
        with pytest.raises(RuntimeError):
            act(thread, moderator)
    now = Thread.objects.get(pk=thread.pk)
    assert (now.locked_at, now.pinned_place, now.slow_minutes) == (None, None, None)


def test_reasons_and_times_are_of_the_list(thread, moderator):
    for act in (
        lambda: lock(thread, moderator, why="because"),
        lambda: actions.slow_thread(thread=thread, minutes=5, why="because", by=moderator),
        lambda: actions.slow_thread(thread=thread, minutes=0, why="much", by=moderator),
    ):
        with pytest.raises(Invalid):
            act()


# Locked


def test_in_a_locked_thread_nothing_is_written_or_changed_and_the_rest_goes_on(
    thread, opener, other, moderator
):
    lock(thread, moderator)
    first, second = Post.objects.order_by("number")
    for act in (
        lambda: write(thread, other),
        lambda: write(thread, moderator),
        lambda: actions.edit_post(post=first, text="x", by=opener),
    ):
        with pytest.raises(NotPossible) as refused:
            act()
        assert refused.value.code == "locked"
    actions.react(post=first, said="hope", on=True, by=other)
    assert client_of(other).get(at("report", thread.pk, 1)).status_code == 200
    actions.take_away(post=second, by=other)
    actions.unlock_thread(thread=thread, by=moderator)
    assert write(thread, other).number == 3


def test_the_thread_says_why_it_is_locked_and_what_one_can_do(thread, other, moderator):
    assert "This thread is locked" not in html(other, "thread", thread.pk)
    lock(thread, moderator)
    page = html(other, "thread", thread.pk)
    assert "It became heated, and a rest helps everybody." in page
    assert "You can still read it, react, and report something" in page
    assert ("<textarea" in page, ">Answer<" in page, ">React<" in page) == (False, False, True)
    assert "Locked" in html(other, "space", thread.space_id)


def test_words_for_a_thread_that_was_locked_meanwhile_are_kept(thread, other, moderator):
    client = client_of(other)
    said = filled(client.get(at("thread", thread.pk))) | {"text": "typed words"}
    lock(thread, moderator)
    answer = client.post(at("thread", thread.pk), said)
    page = answer.content.decode()
    assert (answer.status_code, "typed words</textarea>" in page) == (409, True)
    assert "a rest helps everybody. Your words stay here" in page


def test_who_waits_is_not_locked_in(space, opener, other, moderator):
    waiting = start(space, opener)
    with pytest.raises(NotPossible) as refused:
        lock(waiting, moderator)
    assert refused.value.code == "waits"
    client = client_of(moderator)
    assert "Please answer first" in client.get(at("tend", waiting.pk)).content.decode()
    said = {"lock-why": "said"}
    assert client.post(at("lock", waiting.pk), said).status_code == 422
    write(waiting, other)
    assert client.post(at("lock", waiting.pk), said).status_code == 302


# Pinned


def test_pinned_ones_stand_below_who_waits_and_above_the_others(space, opener, other, moderator):
    plain, pinned, _waits, waits_pinned = (
        start(space, opener, title=title, looking_for=sought)
        for title, sought in (("a", ""), ("b", ""), ("c", "ideas"), ("d", "ideas"))
    )
    write(plain, other)
    for thread in (pinned, waits_pinned):
        actions.pin_thread(thread=thread, by=moderator)
    listed = queries.threads_of_space(other, space)
    assert [one.title for one in listed] == ["c", "d", "b", "a"]
    answer = client_of(other).get(at("space", space.pk))
    assert [one.title for one in answer.context["pinned"]] == ["b"]
    assert [one.title for one in answer.context["others"]] == ["a"]


def test_a_space_has_three_pinned_ones(space, opener, moderator):
    threads = [start(space, opener) for _one in range(4)]
    for thread in threads[:3]:
        actions.pin_thread(thread=thread, by=moderator)
    client = client_of(moderator)
    answer = client.post(at("pin", threads[3].pk), follow=True)
    assert "3 threads are pinned here already" in answer.content.decode()
    actions.unpin_thread(thread=threads[1], by=moderator)
    client.post(at("pin", threads[3].pk))
    assert Thread.objects.get(pk=threads[3].pk).pinned_place == 2
    elsewhere = start(make_space(space.programme), opener)
    assert actions.pin_thread(thread=elsewhere, by=moderator).pinned_place == 1


# Slow


@pytest.mark.parametrize(
    ("last", "minutes", "waits"),
    [(None, 5, None), (0, None, None), (5, 5, None), (4, 5, 1), (0, 1440, 1440)],
)
def test_how_long_somebody_waits(last, minutes, waits):
    now = clock.now()
    wrote = None if last is None else now - timedelta(minutes=last)
    until = None if waits is None else now + timedelta(minutes=waits)
    assert slow_until(wrote, minutes, now) == until


def test_in_a_slow_thread_one_waits_between_two_posts_and_keeps_the_words(
    thread, other, reader, moderator
):
    slow(thread, moderator)
    page = html(reader, "thread", thread.pk)
    assert "This thread is slow: 15 minutes between two posts of one person." in page
    assert "So much is written here that it is hard to follow." in page
    assert "You can send something again" not in page
    assert "You can send something again" in html(other, "thread", thread.pk)
    client = client_of(other)
    said = filled(client.get(at("thread", thread.pk))) | {"text": "typed words"}
    answer = client.post(at("thread", thread.pk), said)
    page = answer.content.decode()
    assert (answer.status_code, "typed words</textarea>" in page) == (409, True)
    assert "please send them again in 15 minutes" in page
    elsewhere = start(thread.space, reader)
    assert write(elsewhere, other).number == 2
    with clock.frozen(clock.now() + timedelta(minutes=15)):
        assert write(thread, other).number == 3


def test_who_looks_for_something_there_is_not_slowed(space, opener, other, moderator):
    thread = start(space, opener)
    write(thread, other)
    slow(thread, moderator)
    write(thread, opener)
    assert "You can send something again" not in html(opener, "thread", thread.pk)
    with pytest.raises(NotPossible):
        write(thread, other)


@pytest.mark.parametrize("text", [DISTRESS, HEAVY])
def test_who_speaks_of_danger_is_not_slowed(thread, other, moderator, text):
    slow(thread, moderator)
    assert write(thread, other, text).number == 3


def test_who_was_in_danger_today_is_not_slowed_and_sees_no_wait(thread, other, moderator):
    write(thread, other, HEAVY)
    slow(thread, moderator)
    assert "You can send something again" not in html(other, "thread", thread.pk)
    assert write(thread, other).number == 4


# On the page


def test_a_moderator_does_all_of_it_on_one_page(thread, moderator):
    client = client_of(moderator)
    assert "Look after this thread" in client.get(at("thread", thread.pk)).content.decode()
    for name in ("lock", "slow"):
        wrong = client.post(at(name, thread.pk), {})
        assert wrong.status_code == 422
        assert "field-error" in wrong.content.decode()
    client.post(at("lock", thread.pk), {"lock-why": "said"})
    client.post(at("slow", thread.pk), {"slow-minutes": "60", "slow-why": "room"})
    client.post(at("pin", thread.pk))
    now = Thread.objects.get(pk=thread.pk)
    assert (now.locked_for, now.slow_minutes, now.slowed_for) == ("said", 60, "room")
    assert now.pinned_place == 1
    page = client.get(at("tend", thread.pk)).content.decode()
    assert "It is locked: What it was about is said." in page
    assert "It is slow: 1 hour between two posts of one person." in page
    for name in ("unlock", "unslow", "unpin"):
        client.post(at(name, thread.pk))
    now = Thread.objects.get(pk=thread.pk)
    assert (now.locked_at, now.slow_minutes, now.pinned_place) == (None, None, None)
