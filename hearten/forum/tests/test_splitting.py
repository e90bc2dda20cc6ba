"""Making a thread of some posts of another one: numbers stay without gaps, and all that belongs to a post or
leads to it goes with it."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts import actions as accounts
from hearten.accounts.tests.factories import client_of
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Post, PostReaction, PostVersion, Thread
from hearten.forum.rules import SPLIT_MOST, place_of
from hearten.forum.tests.factories import TESTS, start, write
from hearten.forum.tests.test_pages import at
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.safety.queries import ReportReason

pytestmark = pytest.mark.django_db
Case, Finding, Report = (apps.get_model("safety", name) for name in ("Case", "Finding", "Report"))
HEAVY = "I do not want to live any more."


@pytest.fixture
def thread(space, opener, other, reader):
    """1 opens; 2 answers it; 3 answers 2; 4 answers 3; 5 answers 4."""
    made = start(space, opener, title="First talk", text="zqone")
    write(made, other, "zqtwo", about=1, notes=["grief"])
    write(made, reader, "zqthree", about=2)
    write(made, other, "zqfour", about=3)
    write(made, reader, "zqfive", about=4)
    return Thread.objects.get(pk=made.pk)


def split(thread, by, *numbers, **said):
    usual = {"title": "Second talk"} | said
    return actions.split_thread(thread=thread, numbers=numbers, **usual, by=by)


def texts(thread):
    return [(one.number, one.text) for one in thread.posts.order_by("number")]


def quotes(person, thread):
    """The number of each post with words, and what it answers, as this person finds it."""
    posts = queries.posts_visible_to(person).filter(thread=thread, taken_away_at=None)
    posts = posts.order_by("number")
    shown = queries.shown(person, posts.select_related("face", "thread"))
    return {one.post.number: one.quote.text if one.quote else None for one in shown}


def html(person, name, *args):
    return client_of(person).get(at(name, *args)).content.decode()


def test_the_posts_are_numbered_anew_and_their_old_places_lead_to_them(
    thread, other, reader, moderator
):
    made = split(thread, moderator, 4, 2)
    assert texts(made) == [(1, "zqtwo"), (2, "zqfour")]
    assert texts(thread) == [(1, "zqone"), (2, ""), (3, "zqthree"), (4, ""), (5, "zqfive")]
    assert (made.opener, made.newest_number) == (Post.objects.get(text="zqtwo").face, 2)
    found = client_of(reader).get(at("post", thread.pk, 4))
    assert found.headers["Location"] == f"{at('thread', made.pk)}#p2"
    page = html(reader, "thread", thread.pk)
    assert page.count("These words are in a thread of their own now.") == 2
    assert ("zqtwo" in page, "zqthree" in page) == (False, True)
    assert "About: death and grief" in page  # the quote of what went
    page = html(reader, "thread", made.pk)
    assert "A moderator made this thread from posts of another one." in page
    assert at("thread", thread.pk) in page
    assert write(thread, other).number == 6
    assert write(made, reader).number == 3


def test_answers_and_quotes_stay_right_on_both_sides(thread, reader, moderator):
    made = split(thread, moderator, 2, 4, 5)
    assert quotes(reader, thread) == {1: None, 3: "zqtwo"}
    assert quotes(reader, made) == {1: "zqone", 2: "zqthree", 3: "zqfour"}
    again = split(thread, moderator, 3, title="Third")
    assert quotes(reader, again) == {1: "zqtwo"}
    assert quotes(reader, made) == {1: "zqone", 2: "zqthree", 3: "zqfour"}
    last = split(made, moderator, 2, title="Fourth")
    assert quotes(reader, made) == {1: "zqone", 3: "zqfour"}
    assert quotes(reader, last) == {1: "zqthree"}
    found = client_of(reader).get(at("post", thread.pk, 4))
    assert found.headers["Location"] == f"{at('thread', last.pk)}#p1"


def test_what_belongs_to_a_post_goes_with_it(thread, other, reader, moderator):
    post = Post.objects.get(text="zqtwo")
    actions.note_content(post=post, notes=["drugs"], by=moderator)
    actions.react(post=post, said="hope", on=True, by=reader)
    actions.edit_post(post=post, text="zqtwo again", by=other)
    made = split(thread, moderator, 2)
    copy = made.posts.get()
    assert (copy.text, copy.notes, copy.moderator_notes) == ("zqtwo again", ["grief"], ["drugs"])
    assert (copy.written_at, copy.edited_at is None) == (post.written_at, False)
    assert [one.post for one in PostVersion.objects.all()] == [copy]
    assert [one.post for one in PostReaction.objects.all()] == [copy]
    hits = queries.search(reader, thread.space.programme, "zqtwo").hits
    assert [one.post for one in hits] == [copy]
    stub = thread.posts.get(number=2)
    assert (stub.notes, stub.moderator_notes, stub.went_to) == ([], [], copy)


def test_what_was_found_and_reported_leads_to_the_words(thread, opener, other, reader, moderator):
    heavy = write(thread, other, HEAVY)
    write(thread, other, "x")
    plain = Post.objects.get(text="zqfour")
    actions.report_post(post=plain, reason=ReportReason.HARASSMENT, words="", by=opener)
    [found] = Finding.objects.filter(subject_id=f"{thread.pk}/{heavy.number}/0")
    made = split(thread, moderator, plain.number, heavy.number)
    found.refresh_from_db()
    assert (found.place, found.subject_id) == (place_of(made.pk), f"{made.pk}/2/0")
    assert queries.text_found(found.subject_id) == HEAVY
    report = Report.objects.get(reporter=opener)
    thread_id, number, _version = report.subject_id.split("/")
    leads = client_of(reader).get(at("post", thread_id, int(number)))
    assert leads.headers["Location"] == f"{at('thread', made.pk)}#p1"
    assert Case.objects.filter(about=other, known_as=plain.face.name).count() == 1


def test_sent_again_it_is_the_same_thread(thread, moderator):
    made = split(thread, moderator, 2, 4)
    assert split(thread, moderator, 2, 4) == made
    assert Event.objects.filter(verb="forum.thread_split").count() == 1
    other_one = split(thread, moderator, 3)
    assert other_one != made
    for numbers in ((2, 3), (2, 5)):
        with pytest.raises(NotPossible):
            split(thread, moderator, *numbers)


def test_a_form_sent_again_finds_its_post_where_it_went(thread, reader, moderator):
    sent = Post.objects.get(text="zqfive")
    made = split(thread, moderator, 5)
    again = {"text": "zqfive", "client_id": str(sent.client_id)}
    answer = client_of(reader).post(at("thread", thread.pk), again)
    assert answer.headers["Location"] == f"{at('thread', made.pk)}#p1"


def test_not_the_first_nor_none_nor_held_nor_taken_away_and_only_by_moderators(
    thread, other, opener, moderator
):
    for numbers in ((), (1,), (1, 2), (9,)):
        with pytest.raises(Invalid) as refused:
            split(thread, moderator, *numbers)
        assert list(refused.value.fields) == ["numbers"]
    with pytest.raises(Invalid):
        split(thread, moderator, 2, looking_for="money")
    with pytest.raises(NotAllowed):
        split(thread, opener, 2)
    held = write(thread, other, "Call me on 07700 900123.")
    assert held.held_at is not None
    with pytest.raises(NotPossible):
        split(thread, moderator, held.number)
    actions.take_away(post=Post.objects.get(text="zqtwo"), by=other)
    with pytest.raises(NotPossible):
        split(thread, moderator, 2, 3)
    assert Thread.objects.count() == 1


def test_who_looks_for_something_is_promised_an_answer_from_now_on(thread, reader, moderator):
    made = split(thread, moderator, 3, looking_for="listening")
    assert (made.is_waiting, made.due_at > made.opened_at) == (True, True)
    assert queries.threads_of_space(reader, thread.space)[0] == made


def test_who_was_answered_among_the_posts_waits_for_nobody(thread, moderator):
    made = split(thread, moderator, 3, 4, looking_for="ideas")
    made.refresh_from_db()
    assert (made.answered_number, made.is_waiting) == (2, False)


def test_who_has_a_block_with_a_writer_finds_neither_place(thread, other, reader, moderator):
    accounts.block(of=other, by=reader)
    made = split(thread, moderator, 2)
    client = client_of(reader)
    assert client.get(at("thread", made.pk)).status_code == 404
    assert client.get(at("post", thread.pk, 2)).status_code == 404
    page = client.get(at("thread", thread.pk)).content.decode()
    assert ("in a thread of their own" in page, "zqtwo" in page) == (False, False)
    assert "In answer to something earlier" in page


def test_the_writer_takes_the_words_away_where_they_are_now(thread, other, moderator, reader):
    made = split(thread, moderator, 2)
    actions.take_away(post=made.posts.get(), by=other)
    assert "zqtwo" not in html(reader, "thread", thread.pk)
    assert client_of(other).get(at("take_away", thread.pk, 2)).status_code == 404


def test_erased_and_exported_words_are_there_once(thread, other, moderator):
    split(thread, moderator, 2)
    exported = str(queries.export_of(other))
    assert (exported.count("zqtwo"), exported.count("'deleted': None")) == (1, 2)
    actions.erase(account=other, by=TESTS)
    assert not Post.objects.filter(text__in=["zqtwo", "zqfour"]).exists()


def test_a_moderator_chooses_the_posts_on_a_page(thread, moderator, reader):
    client = client_of(moderator)
    assert (
        f"{at('split', thread.pk)}?from=3" in client.get(at("thread", thread.pk)).content.decode()
    )
    page = client.get(at("split", thread.pk), {"from": "3"})
    assert [number for number, _words in page.context["form"].fields["numbers"].choices] == [
        3,
        4,
        5,
    ]
    assert "zqtwo" not in page.content.decode()
    covered = client.get(at("split", thread.pk)).content.decode()
    assert ("zqtwo" in covered, "death and grief" in covered) == (False, True)
    wrong = client.post(at("split", thread.pk), {"numbers": ["3"], "title": ""})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["title"])
    answer = client.post(at("split", thread.pk), {"numbers": ["3", "5"], "title": "Second"})
    made = Thread.objects.get(title="Second")
    assert answer.headers["Location"] == at("thread", made.pk)
    assert texts(made) == [(1, "zqthree"), (2, "zqfive")]
    assert client_of(reader).get(at("split", thread.pk)).status_code == 404


def test_a_thread_asks_as_much_however_much_of_it_went_elsewhere(
    thread, other, reader, moderator, at_any_pace
):
    def asked():
        with CaptureQueriesContext(connection) as found:
            html(reader, "thread", thread.pk)
        return len(found)

    for _one in range(10):
        write(thread, other, about=3)
        write(thread, other, about=4)
    split(thread, moderator, 4, 6)
    html(reader, "thread", thread.pk)
    few = asked()
    split(thread, moderator, 3, *range(8, 8 + 10))
    assert asked() == few
    with pytest.raises(Invalid):
        split(thread, moderator, *range(2, SPLIT_MOST + 4))
