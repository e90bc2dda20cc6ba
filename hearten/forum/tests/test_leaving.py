"""Leaving a space takes the name away, answers for what was written, and is no way round anything."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.forum import actions, jobs, queries
from hearten.forum.models import Bookmark, Draft, Face, Host, Post, PostReaction, PostVersion
from hearten.forum.queries import Words
from hearten.forum.tests.factories import TESTS, start, write
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotPossible
from hearten.safety.queries import ReportReason, cases_visible_to

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.fixture
def thread(space, opener, other):
    thread = start(space, opener, title="zqtitle", text="zqfirst", face="Quiet Heron")
    write(thread, other, "zqanswer", about=1, face="Slow Tide")
    return thread


def page_of(thread, person):
    return client_of(person).get(reverse("forum:thread", args=[thread.pk])).content.decode()


def test_the_name_goes_and_the_words_stay_where_they_want_that(thread, opener, other):
    actions.leave_space(space=thread.space, keep_words=True, by=opener)
    page = page_of(thread, other)
    found = {word for word in ("zqtitle", "zqfirst", "Quiet Heron") if word in page}
    assert (found, "Somebody who has left" in page) == ({"zqtitle", "zqfirst"}, True)
    post = queries.own_post(opener, thread, 1)
    actions.take_away(post=post, by=opener)  # also later
    assert "zqfirst" not in page_of(thread, other)


def test_or_the_words_go_with_all_they_said_before(thread, opener, other):
    post = thread.posts.get(number=1)
    actions.edit_post(post=post, text="zqsecond", by=opener)
    actions.react(post=post, said="hope", on=True, by=other)
    actions.leave_space(space=thread.space, keep_words=False, by=opener)
    page = page_of(thread, other)
    assert [word for word in ("zqtitle", "zqfirst", "zqsecond") if word in page] == []
    assert ("zqanswer" in page, PostVersion.objects.count(), PostReaction.objects.count()) == (
        True,
        0,
        0,
    )


def test_what_they_kept_there_goes(thread, opener, other, space):
    actions.bookmark(post=thread.posts.get(number=1), on=True, by=other)
    actions.keep_draft(place=thread, words=Words(text="zqdraft"), by=other)
    actions.keep_draft(place=space, words=Words(title="zqdraft"), by=other)
    actions.name_host(space=space, name="Slow Tide", by=TESTS)
    actions.react(post=thread.posts.get(number=1), said="hope", on=True, by=other)
    actions.leave_space(space=space, keep_words=True, by=other)
    kept = [Bookmark, Draft, Host, PostReaction]
    assert [one.objects.count() for one in kept] == [0, 0, 0, 0]
    assert queries.attention_of(other, thread) is None


def test_who_asked_and_left_waits_no_more(space, opener):
    thread = start(space, opener)
    actions.leave_space(space=space, keep_words=True, by=opener)
    thread.refresh_from_db()
    assert (thread.looking_for, thread.is_waiting) == ("", False)


def test_coming_back_is_a_new_face_and_twice_is_once(thread, opener, space):
    actions.leave_space(space=space, keep_words=True, by=opener)
    actions.leave_space(space=space, keep_words=True, by=opener)
    with pytest.raises(Invalid):
        write(thread, opener, face="Quiet Heron")
    write(thread, opener, face="Early Tram")
    assert sorted(Face.objects.filter(account=opener).values_list("name", flat=True)) == [
        "",
        "Early Tram",
    ]
    assert queries.face_of(opener, space).name == "Early Tram"


def test_the_name_is_nobodys_for_a_year(thread, opener, reader, space):
    with clock.frozen(DAY):
        actions.leave_space(space=space, keep_words=True, by=opener)
    with clock.frozen(DAY + timedelta(days=365)):
        assert actions.forget_left_names(by=jobs.FORGETTER) == 0
        assert not queries.is_name_free(space, "Quiet Heron")
    with clock.frozen(DAY + timedelta(days=366)):
        assert actions.forget_left_names(by=jobs.FORGETTER) == 1
        assert queries.is_name_free(space, "Quiet Heron")


@pytest.mark.parametrize("both_ways", [True, False])
def test_who_was_blocked_is_not_met_under_the_new_name(thread, opener, other, space, both_ways):
    face = queries.face_of(other, space)
    actions.block_face(face=face, both_ways=both_ways, by=opener)
    actions.leave_space(space=space, keep_words=True, by=other)
    again = start(space, other, title="zqagain", face="Early Tram")
    assert again not in queries.threads_visible_to(opener)
    assert "Early Tram" not in client_of(opener).get(reverse("forum:blocked")).content.decode()
    found = queries.threads_visible_to(other).filter(pk=thread.pk).exists()
    assert found is not both_ways
    assert queries.followers_to_tell(again.posts.get()) == set()


def test_who_blocked_and_comes_back_still_does_not_meet_them(thread, opener, other, space):
    actions.block_face(face=queries.face_of(other, space), both_ways=True, by=opener)
    actions.leave_space(space=space, keep_words=True, by=opener)
    again = start(space, opener, title="zqagain", face="Early Tram")
    assert again not in queries.threads_visible_to(other)


def test_leaving_is_no_way_round_a_slow_thread(thread, other, moderator, space):
    actions.slow_thread(thread=thread, minutes=60, why="heated", by=moderator)
    actions.leave_space(space=space, keep_words=True, by=other)
    with pytest.raises(NotPossible) as refused:
        write(thread, other, face="Early Tram")
    assert refused.value.code == "slow"


def test_what_stays_is_reported_without_the_pseudonym(thread, opener, other, moderator, space):
    actions.leave_space(space=space, keep_words=True, by=other)
    actions.report_post(
        post=thread.posts.get(number=2), reason=ReportReason.HARASSMENT, words="", by=opener
    )
    [case] = cases_visible_to(moderator)
    assert (case.about, case.known_as) == (other, "Somebody who has left")


def test_who_left_and_is_erased_leaves_no_words_either(thread, other, reader, space):
    actions.leave_space(space=space, keep_words=True, by=other)
    write(thread, other, "zqagain", face="Early Tram")
    actions.erase(account=other, by=jobs.FORGETTER)
    page = page_of(thread, reader)
    assert [word for word in ("zqanswer", "zqagain", "Early Tram") if word in page] == []
    assert Face.objects.filter(account=None, name="", name_key="").count() == 2


def test_the_database_keeps_one_face_and_no_name_of_who_left(thread, opener, other, space):
    left = queries.face_of(other, space)
    actions.leave_space(space=space, keep_words=True, by=other)
    for change in ({"name": "Slow Tide"}, {"left_on": None}):
        with pytest.raises(IntegrityError, match="face_whole"), transaction.atomic():
            Face.objects.filter(pk=left.pk).update(**change)
    with pytest.raises(IntegrityError, match="face_once"), transaction.atomic():
        Face.objects.create(
            space=space, account=opener, name="Two", name_key="two", made_on=DAY.date()
        )


def test_it_is_chosen_on_a_page(thread, other, space):
    client, page = client_of(other), reverse("forum:leave", args=[space.pk])
    assert "Slow Tide" in client.get(page).content.decode()
    assert client.post(page).status_code == 422
    assert client.post(page, {"words": "empty"}).status_code == 302
    assert Post.objects.get(number=2).text == ""
    assert client.get(page).status_code == 404
