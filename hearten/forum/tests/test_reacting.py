"""What is said without words: once, to another, seen by name only by who it is said to, never counted."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.tests.factories import client_of, make_account
from hearten.forum import actions
from hearten.forum.models import Face, PostReaction, Said
from hearten.forum.queries import Reactions, export_of, reactions_to
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(space, opener):
    return start(space, opener, face="Quiet Heron")


@pytest.fixture
def post(thread):
    return thread.posts.get()


def react(post, by, said="with_you", *, on=True, face=""):
    actions.react(post=post, said=said, on=on, face=face or by.pseudonym[::-1], by=by)


def said(person, post):
    return reactions_to(person, [post])[post.pk]


def test_said_twice_it_is_there_once_and_taken_back_it_is_gone(post, other):
    react(post, other)
    react(post, other)
    assert PostReaction.objects.values_list("said").get() == ("with_you",)
    react(post, other, on=False)
    react(post, other, on=False)
    assert not PostReaction.objects.exists()


def test_who_wrote_it_sees_by_whom_and_everybody_else_that_there_is_one(programme, post, opener):
    people = [make_account(programme=programme) for _ in range(3)]
    for number, one in enumerate(people):
        react(post, one, face=f"Grey Boat {'abc'[number]}")
    react(post, people[0], "hope")
    reader = make_account(programme=programme)
    assert said(opener, post).to_me == {
        Said.WITH_YOU: ["Grey Boat a", "Grey Boat b", "Grey Boat c"],
        Said.HOPE: ["Grey Boat a"],
    }
    assert said(people[0], post) == Reactions(
        mine=[Said.WITH_YOU, Said.HOPE], others=[Said.WITH_YOU]
    )
    assert said(reader, post) == Reactions(others=[Said.WITH_YOU, Said.HOPE])


def test_that_it_helped_only_the_two_see(programme, post, opener, other):
    react(post, other, "helped", face="Grey Boat")
    assert said(opener, post).to_me == {Said.HELPED: ["Grey Boat"]}
    assert said(other, post).mine == [Said.HELPED]
    reader = make_account(programme=programme)
    assert said(reader, post) == Reactions()
    react(post, reader, "helped")
    assert said(reader, post) == Reactions(mine=[Said.HELPED])


def test_it_is_no_answer(thread, post, other):
    react(post, other)
    thread.refresh_from_db()
    assert thread.answered_at is None


def test_not_to_oneself_and_not_from_outside(post, opener):
    with pytest.raises(NotAllowed):
        react(post, opener)
    with pytest.raises(NotAllowed):
        react(post, make_account())
    with pytest.raises(NotAllowed):
        actions.react(post=post, said="hope", on=True, by=TESTS)
    assert not PostReaction.objects.exists()


def test_nothing_that_is_none(post, other):
    with pytest.raises(Invalid):
        react(post, other, "dislike")


def test_of_who_is_blocked_nothing_is_seen_and_nothing_is_taken(programme, thread, opener, other):
    third = make_account(programme=programme)
    answer = write(thread, third)
    react(answer, other)
    accounts.block(of=opener, by=other)
    assert said(opener, answer) == Reactions()
    assert said(third, answer).to_me != {}
    with pytest.raises(NotAllowed):
        react(answer, other, "hope")


def test_what_is_taken_away_takes_with_it_what_was_said_to_it(post, opener, other):
    react(post, other)
    actions.take_away(post=post, by=opener)
    assert not PostReaction.objects.exists()
    with pytest.raises(NotPossible) as refused:
        react(post, other)
    assert refused.value.code == "gone"


def test_in_a_closed_space_only_taking_back(space, post, other):
    react(post, other)
    actions.close_space(space=space, by=TESTS)
    with pytest.raises(NotPossible) as refused:
        react(post, other, "hope")
    assert refused.value.code == "closed"
    react(post, other, on=False)
    assert not PostReaction.objects.exists()


def test_the_database_takes_none_to_oneself_and_none_from_another_space(
    programme, post, opener, other
):
    elsewhere = start(make_space(programme), other).opener
    for face in (post.face, elsewhere):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostReaction.objects.create(post=post, face=face, said="hope")


def test_who_has_no_name_yet_is_offered_one(post, thread, other, opener):
    client = client_of(other)
    address = reverse("forum:react", args=[thread.pk, 1])
    page = client.get(address)
    offered = page.context["form"]["face"].value()
    assert offered
    taken = client.post(address, {"on": "hope", "face": "Quiet Heron"})
    assert (taken.status_code, PostReaction.objects.count()) == (422, 0)
    assert client.post(address, {"on": "hope", "face": offered}).status_code == 302
    assert Face.objects.get(account=other).name == offered
    assert "face" not in client.get(address).context["form"].fields
    shown = client_of(opener).get(reverse("forum:thread", args=[thread.pk])).content.decode()
    assert offered in shown


def test_the_page_never_says_how_many(programme, thread, post):
    for number in range(7):
        react(post, make_account(programme=programme), face=f"Grey Boat {'abcdefg'[number]}")
    reader = client_of(make_account(programme=programme))
    shown = reader.get(reverse("forum:thread", args=[thread.pk])).content.decode()
    part = shown[shown.index("post-said") :]
    part = part[: part.index("</p>")]
    assert "With you" in part
    assert "7" not in part
    assert "Grey Boat" not in shown


def test_ones_own_post_has_no_such_page(thread, opener):
    assert client_of(opener).get(reverse("forum:react", args=[thread.pk, 1])).status_code == 404


def test_what_one_said_is_exported(post, other):
    react(post, other, "me_too")
    [space] = export_of(other)["spaces"]
    assert space["reactions"] == [{"said": "me_too", "number": 1}]


def test_a_page_with_many_costs_no_query_more(
    programme, thread, post, opener, django_assert_max_num_queries
):
    reader = client_of(opener)
    address = reverse("forum:thread", args=[thread.pk])
    with django_assert_max_num_queries(60) as few:
        reader.get(address)
    for number in range(5):
        react(post, make_account(programme=programme), face=f"Grey Boat {'abcde'[number]}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        reader.get(address)
