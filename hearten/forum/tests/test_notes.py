"""Content notes: words that touch something are covered until they are opened, and left out for who asked
for that (test_left_out.py); nobody but the writer takes a writer's note away."""

import pytest
from django.db import DatabaseError, transaction

from hearten.accounts.tests.factories import client_of
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import ContentNote, Post, Reading, Thread
from hearten.forum.tests.factories import COVERED, TESTS, hide, start, write
from hearten.forum.tests.seeing import seen, texts
from hearten.forum.tests.test_pages import at, filled
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
LEFT_OUT = "is not shown, as you asked"


@pytest.fixture
def thread(covered):
    return Thread.objects.get(pk=covered.thread_id)


# Writing them


def test_a_writer_names_what_their_words_touch_in_the_order_of_the_list(thread, covered, reader):
    assert (covered.notes, covered.touches) == (
        ["self_harm", "drugs"],
        "self-harm, alcohol and drugs",
    )
    post = write(thread, reader, notes=["grief", "grief"])
    assert post.notes == ["grief"]
    opened = start(thread.space, reader, notes=["eating"])
    assert opened.posts.get().notes == ["eating"]


def test_unknown_ones_are_refused(space, thread, covered, opener, other, reader, moderator):
    for act in (
        lambda: start(space, reader, notes=["weather"]),
        lambda: write(thread, reader, notes=["weather"]),
        lambda: actions.edit_post(post=covered, text="x", notes=["weather"], by=other),
        lambda: actions.note_content(post=covered, notes=["weather"], by=moderator),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert list(refused.value.fields) == ["notes"]
    with pytest.raises(Invalid) as refused:
        hide(reader, "weather")
    assert list(refused.value.fields) == ["hidden"]
    assert (Thread.objects.count(), Post.objects.count(), Reading.objects.count()) == (1, 3, 0)


def test_changing_them_alone_is_no_change_of_the_words(covered, other):
    actions.edit_post(post=covered, text=COVERED, notes=["grief"], by=other)
    covered.refresh_from_db()
    assert (covered.notes, covered.edited_at, covered.versions.count()) == (["grief"], None, 0)
    actions.edit_post(post=covered, text="other words", by=other)
    covered.refresh_from_db()
    assert (covered.notes, covered.text) == (["grief"], "other words")
    actions.edit_post(post=covered, text="other words", notes=[], by=other)
    covered.refresh_from_db()
    assert covered.notes == []


def test_with_words_that_are_refused_the_notes_stay_as_they_were(covered, other):
    with pytest.raises(Invalid):
        actions.edit_post(post=covered, text=" ", notes=[], by=other)
    covered.refresh_from_db()
    assert covered.notes == ["self_harm", "drugs"]


def test_what_is_taken_away_touches_nothing(covered, other, moderator, thread):
    actions.note_content(post=covered, notes=["violence"], by=moderator)
    actions.take_away(post=covered, by=other)
    covered.refresh_from_db()
    assert (covered.notes, covered.moderator_notes) == ([], [])
    post = write(thread, other, notes=["grief"])
    actions.take_away_as_moderator(post=post, by=moderator)
    post.refresh_from_db()
    assert post.notes == []
    with pytest.raises(NotPossible) as refused:
        actions.note_content(post=post, notes=["grief"], by=moderator)
    assert refused.value.code == "gone"


# Moderators


def test_a_moderator_adds_and_takes_back_but_never_the_writers(covered, moderator, other):
    for _twice in range(2):
        actions.note_content(post=covered, notes=["violence"], by=moderator)
    covered.refresh_from_db()
    assert covered.touches == "self-harm, abuse and violence, alcohol and drugs"
    actions.note_content(post=covered, notes=[], by=moderator)
    covered.refresh_from_db()
    assert (covered.notes, covered.moderator_notes) == (["self_harm", "drugs"], [])
    acts = Event.objects.filter(verb="forum.post_noted").order_by("pk")
    assert list(acts.values_list("actor_id", "details")) == [
        (moderator.pk, {"notes": 1}),
        (moderator.pk, {"notes": 0}),
    ]


def test_nobody_else_does(thread, covered, opener, other, reader, moderator):
    for person in (opener, other, reader, TESTS):
        with pytest.raises(NotAllowed):
            actions.note_content(post=covered, notes=["grief"], by=person)
    own = write(thread, moderator)
    with pytest.raises(NotAllowed):
        actions.note_content(post=own, notes=["grief"], by=moderator)
    assert client_of(reader).get(at("note", thread.pk, 2)).status_code == 404
    assert client_of(moderator).get(at("note", thread.pk, own.number)).status_code == 404


def test_an_act_that_cannot_be_recorded_does_not_happen(covered, moderator, reader, monkeypatch):
    def full(**_said):
        raise DatabaseError("full")

    monkeypatch.setattr("hearten.audit.actions.record", full)
    for act in (
        lambda: actions.note_content(post=covered, notes=["grief"], by=moderator),
        lambda: hide(reader, "grief"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    covered.refresh_from_db()
    assert (covered.moderator_notes, Reading.objects.count()) == ([], 0)


def test_its_writer_sees_that_a_moderator_added_it_and_cannot_take_it_back(
    thread, opener, other, moderator
):
    client = client_of(moderator)
    assert "zqanswer" in client.get(at("note", thread.pk, 3)).content.decode()
    answer = client.post(at("note", thread.pk, 3), {"notes": ["grief", "sexual"]})
    assert answer.headers["Location"] == f"{at('thread', thread.pk)}#p3"
    assert "A moderator added: sexual violence, death and grief" in texts(
        seen(opener, at("thread", thread.pk)).open
    )
    assert "A moderator added" not in texts(seen(other, at("thread", thread.pk)).open)
    mine = client_of(opener)
    said = filled(mine.get(at("change", thread.pk, 3)))
    mine.post(at("change", thread.pk, 3), said)
    assert thread.posts.get(number=3).moderator_notes == ["sexual", "grief"]
    form = client.get(at("note", thread.pk, 3)).context["form"]
    assert form["notes"].value() == ["sexual", "grief"]


# Reading


def test_the_words_stand_only_in_what_is_closed_and_its_summary_names_the_topics(thread, reader):
    page = seen(reader, at("thread", thread.pk))
    assert COVERED not in texts(page.open)
    assert COVERED in texts(page.closed)
    assert "About: self-harm, alcohol and drugs. Open to read." in texts(page.summaries)
    assert "It is three and I am awake." in texts(page.open)


def test_a_quote_of_it_names_only_its_topics(thread, reader):
    html = client_of(reader).get(at("thread", thread.pk)).content.decode()
    quotes = html.split('class="post-quote"')[1:]
    assert len(quotes) == 1
    quote = quotes[0].partition("</a>")[0]
    assert "About: self-harm, alcohol and drugs" in quote
    assert html.count(COVERED) == 1
    answering = client_of(reader).get(at("thread", thread.pk), {"answer": 2}).content.decode()
    assert answering.count(COVERED) == 1
    assert answering.count("About: self-harm, alcohol and drugs</i>") == 2


@pytest.mark.parametrize("name", ["react", "note", "remove"])
def test_it_is_covered_on_every_page_that_shows_another_ones_post(thread, moderator, name):
    page = seen(moderator, at(name, thread.pk, 2))
    assert COVERED not in texts(page.open)
    assert COVERED in texts(page.closed)


def test_words_it_is_held_for_are_covered_with_it(thread, other, moderator):
    write(thread, other, "Call 07700 900123 at night.", notes=["drugs"])
    page = seen(moderator, at("thread", thread.pk))
    assert "07700 900123" not in texts(page.open)
    assert "07700 900123" in texts(seen(other, at("thread", thread.pk)).open)


def test_ones_own_words_are_not_covered(thread, other):
    hide(other, "drugs")
    page = seen(other, at("thread", thread.pk))
    assert COVERED in texts(page.open)
    assert LEFT_OUT not in texts(page.open)
    assert "About: self-harm, alcohol and drugs" in texts(page.open)


def test_who_wants_nothing_covered_reads_everything_at_once(thread, reader):
    hide(reader, uncovered=True)
    page = seen(reader, at("thread", thread.pk))
    assert texts(page.open).count(COVERED) == 2  # the post and the quote of it
    assert "Open to read" not in texts(page.summaries)
    hide(reader, "drugs", uncovered=True)
    assert COVERED not in client_of(reader).get(at("thread", thread.pk)).content.decode()


def test_a_list_shows_the_title_with_its_topics(space, opener, reader):
    start(space, opener, title="Zqtitle", text=COVERED, notes=["eating"])
    page = seen(reader, at("space", space.pk))
    assert "Zqtitle" in texts(page.open)
    assert "About: eating and weight" in texts(page.open)
    assert COVERED not in texts(page.open + page.closed)


# The pages


def test_what_was_ticked_is_kept_beside_an_error_and_stands_open(space, thread, reader, other):
    client = client_of(reader)
    ticked = {"notes": ["grief"], "text": ""}
    for address in (at("start", space.pk), at("thread", thread.pk)):
        page = client.get(address)
        assert '<details class="notes-field" open>' not in page.content.decode()
        answer = client.post(address, filled(page) | ticked)
        assert (answer.status_code, answer.context["form"]["notes"].value()) == (422, ["grief"])
        assert '<details class="notes-field" open>' in answer.content.decode()
    theirs = client_of(other)
    answer = theirs.post(at("change", thread.pk, 2), ticked)
    assert (answer.status_code, answer.context["form"]["notes"].value()) == (422, ["grief"])
    assert thread.posts.get(number=2).notes == ["self_harm", "drugs"]


def test_notes_are_sent_with_every_form_and_unticked_they_go(space, thread, reader, other):
    client = client_of(reader)
    said = filled(client.get(at("start", space.pk)))
    client.post(at("start", space.pk), said | {"title": "a", "text": "b", "notes": ["grief"]})
    said = filled(client.get(at("thread", thread.pk)))
    client.post(at("thread", thread.pk), said | {"text": "c", "notes": ["medical", "eating"]})
    found = Post.objects.filter(face__account=reader).order_by("pk")
    assert [one.notes for one in found] == [["grief"], ["eating", "medical"]]
    theirs = client_of(other)
    said = filled(theirs.get(at("change", thread.pk, 2)))
    assert said["notes"] == ["self_harm", "drugs"]
    theirs.post(at("change", thread.pk, 2), said | {"notes": []})
    assert thread.posts.get(number=2).notes == []


def test_it_is_exported(thread, other):
    hide(other, "grief", uncovered=True)
    export = queries.export_of(other)
    assert (export["hidden"], export["uncovered"]) == (["grief"], True)
    [post] = export["spaces"][0]["posts"]
    assert (post["notes"], post["moderator_notes"]) == (["self_harm", "drugs"], [])


def test_a_page_with_many_costs_no_query_more(
    space, thread, opener, other, reader, django_assert_max_num_queries
):
    def look(most):
        counts = []
        for address in (at("thread", thread.pk), at("space", space.pk), at("spaces")):
            with django_assert_max_num_queries(most.pop(0)) as made:
                client.get(address)
            counts.append(len(made.captured_queries))
        return counts

    client = client_of(reader)
    hide(reader, "grief")
    start(space, opener, notes=["grief"])
    few = look([60, 60, 60])
    for number in range(5):
        write(thread, other, notes=[ContentNote.values[number], "grief"][: 1 + number % 2], about=2)
        start(space, opener, notes=[ContentNote.values[number], "grief"][: 1 + number % 2])
    assert look(list(few)) == few


# What the database holds


def refused(name, rows, **said):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        rows.update(**said)


def test_constraints(thread, covered, other, reader):
    post = Post.objects.filter(pk=covered.pk)
    for said in ({"notes": ["weather"]}, {"moderator_notes": ["grief", "weather"]}):
        refused("post_notes_known", post, **said)
    hide(reader, "grief")
    refused("reading_hidden_known", Reading.objects.all(), hidden=["weather"])
    actions.take_away(post=covered, by=other)
    for said in ({"notes": ["grief"]}, {"moderator_notes": ["grief"]}):
        refused("post_taken_away_has_no_notes", post, **said)
