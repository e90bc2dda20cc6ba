"""Who writes too much waits, what is said again and again is held, and a newcomer's link: but never of
somebody in danger."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.forum import actions
from hearten.forum.models import Face, Post, Space, Thread
from hearten.forum.rules.flooding import MOST_AT_ONCE
from hearten.forum.tests.factories import make_space, start, write
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible

LONG = "Cheap watches for everybody, write to me."
LINKED = "Look at https://watches.example/cheap"
DISTRESS = "I cannot stop crying and I feel so hopeless."
HEAVY = "I do not want to live any more."


@pytest.fixture
def thread(space: Space, opener: Account) -> Thread:
    return start(space, opener)


def fill(thread: Thread, by: Account, text: str = "Word {}.") -> None:
    for number in range(MOST_AT_ONCE):
        write(thread, by, text.format(number))


def known_for(person: Account, days: int) -> None:
    """They had their first name here so many days ago."""
    faces = Face.objects.filter(account=person)
    faces.update(made_on=clock.now().date() - timedelta(days=days))


def held(post: Post) -> tuple[str, bool]:
    return post.held_for, post.held_at is not None


def test_who_wrote_a_lot_waits_and_keeps_the_words(thread: Thread, other: Account) -> None:
    fill(thread, other)
    elsewhere = make_space(thread.space.programme)
    for place in (thread, elsewhere):
        with pytest.raises(NotPossible, match="send them again in 10 minutes") as refused:
            write(place, other, "Mine.") if place is thread else start(place, other, text="Mine.")
        assert refused.value.code == "slow"
    client = client_of(other)
    sent: dict[str, Any] = {
        "text": "My words.",
        "client_id": "11111111-1111-4111-8111-111111111111",
    }
    answer = client.post(reverse("forum:thread", args=[thread.pk]), sent)
    page = answer.content.decode()
    assert (answer.status_code, "My words.</textarea>" in page) == (409, True)
    assert "Your words stay here" in page
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        assert held(write(thread, other, "Mine.")) == ("", False)


@pytest.mark.parametrize("text", [DISTRESS, HEAVY])
def test_who_speaks_of_danger_never_waits(thread: Thread, other: Account, text: str) -> None:
    fill(thread, other)
    assert held(write(thread, other, text)) == ("", False)


def test_who_was_in_danger_today_never_waits(thread: Thread, other: Account) -> None:
    write(thread, other, HEAVY)
    fill(thread, other, text=LONG)
    known_for(other, 0)
    assert held(write(thread, other, LINKED)) == ("", False)
    tomorrow = clock.now() + timedelta(days=1, minutes=1)
    with clock.frozen(tomorrow):
        assert held(write(thread, other, LINKED)) == ("link", True)


def test_what_was_said_often_is_held_wherever_it_is_said(space: Space, other: Account) -> None:
    places = [
        start(make_space(space.programme), make_account(programme=space.programme)) for _ in "abc"
    ]
    found = [
        held(write(place, other, text))
        for place, text in zip(places, [LONG, LONG.upper(), f"{LONG}!"], strict=True)
    ]
    assert found == [("", False), ("", False), ("again", True)]


def test_changing_ones_words_is_not_saying_them_again(thread: Thread, other: Account) -> None:
    write(thread, other, LONG)
    post = write(thread, other, f"{LONG} Please.")
    again = actions.edit_post(post=post, text=LONG, by=other)
    assert held(again) == ("", False)
    assert held(actions.edit_post(post=again, text=LONG.upper(), by=other)) == ("", False)


def test_a_newcomers_link_is_held_until_it_is_gone_or_let_through(
    thread: Thread, other: Account
) -> None:
    post = write(thread, other, LINKED)
    assert held(post) == ("link", True)
    page = client_of(other).get(reverse("forum:thread", args=[thread.pk])).content.decode()
    assert '<q dir="auto">https://watches.example/cheap</q>' in page
    assert held(actions.edit_post(post=post, text="Look.", by=other)) == ("", False)
    second = write(thread, other, LINKED)
    moderator = make_account(programme=thread.space.programme, roles=[Role.MODERATOR])
    assert held(actions.release_post(post=second, by=moderator)) == ("", False)


def test_a_link_in_a_title_is_one_too(space: Space, other: Account) -> None:
    thread = start(space, other, title="https://watches.example", text="Look.")
    assert held(thread.posts.get()) == ("link", True)


@pytest.mark.parametrize(("days", "why"), [(2, "link"), (3, "")])
def test_who_is_known_here_may_link(thread: Thread, other: Account, days: int, why: str) -> None:
    write(thread, other)
    known_for(other, days)
    write(
        start(make_space(thread.space.programme), make_account(programme=thread.space.programme)),
        other,
    )
    assert write(thread, other, LINKED).held_for == why
