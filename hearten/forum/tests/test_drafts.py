"""Words that were begun are kept for their writer alone, sealed with their key, until they are sent or thrown
away."""

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Draft, Post, Thread
from hearten.forum.queries import Words
from hearten.forum.rules import TEXT_MOST
from hearten.forum.tests.factories import TESTS, start, write
from hearten.forum.tests.test_pages import at, filled
from hearten.foundation import crypto
from hearten.foundation.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(space, opener):
    return start(space, opener)


def html(person, name, *args):
    return client_of(person).get(at(name, *args)).content.decode()


def test_an_answer_is_kept_and_found_in_the_box_until_it_is_sent(thread, other, reader):
    client = client_of(other)
    said = filled(client.get(at("thread", thread.pk), {"answer": 1}))
    sent = said | {"text": "zqbegun", "notes": ["grief"], "keep": "1"}
    assert client.post(at("thread", thread.pk), sent).headers["Location"] == at("thread", thread.pk)
    assert not Post.objects.filter(text="zqbegun").exists()
    page = client.get(at("thread", thread.pk))
    found = filled(page)
    assert (found["text"], found["about"], found["notes"]) == ("zqbegun", 1, ["grief"])
    assert "only you can read it" in page.content.decode()
    assert "zqbegun" not in html(reader, "thread", thread.pk)
    assert thread.title in html(other, "yours")
    client.post(at("thread", thread.pk), found)
    [post] = Post.objects.filter(text="zqbegun")
    assert (post.about_number, post.notes, Draft.objects.count()) == (1, ["grief"], 0)


def test_a_new_thread_is_kept_as_it_is_so_far(space, other):
    client = client_of(other)
    said = filled(client.get(at("start", space.pk)))
    sent = said | {"title": "zqtitle", "text": "", "looking_for": "ideas", "keep": "1"}
    client.post(at("start", space.pk), sent)
    found = filled(client.get(at("start", space.pk)))
    assert (found["title"], found["text"], found["looking_for"]) == ("zqtitle", "", "ideas")
    assert Thread.objects.count() == 0
    assert at("start", space.pk) in html(other, "yours")
    client.post(at("start", space.pk), found | {"text": "zqsent"})
    assert (Thread.objects.count(), Draft.objects.count()) == (1, 0)


def test_kept_again_it_is_one_and_emptied_or_thrown_away_none(thread, space, other):
    for text in ("zqone", "zqtwo"):
        actions.keep_draft(place=thread, words=Words(text=text), by=other)
    kept = queries.draft_of(other, thread)
    assert (kept.words.text, Draft.objects.count()) == ("zqtwo", 1)
    actions.keep_draft(place=thread, words=Words(), by=other)
    assert queries.draft_of(other, thread) is None
    for place, name in ((thread, "drop_for_thread"), (space, "drop_for_space")):
        actions.keep_draft(place=place, words=Words(text="zqone"), by=other)
        client_of(other).post(at(name, place.pk))
    assert not Draft.objects.exists()
    assert not Event.objects.filter(actor_id=other.pk).exists()


def test_it_is_sealed_for_its_writer(thread, other, opener):
    actions.keep_draft(place=thread, words=Words(text="zqbegun"), by=other)
    row = Draft.objects.get()
    assert b"zqbegun" not in bytes(row.sealed_words)
    assert queries.draft_of(opener, thread) is None
    Draft.objects.update(account=opener)
    with pytest.raises(crypto.Unreadable):
        queries.draft_of(opener, thread)


def test_what_was_too_long_comes_back_with_the_error(thread, other):
    client = client_of(other)
    said = filled(client.get(at("thread", thread.pk)))
    answer = client.post(at("thread", thread.pk), said | {"text": "x" * 10_001, "keep": "1"})
    assert (answer.status_code, "text" in answer.context["form"].errors) == (422, True)
    assert "x" * 10_001 in answer.content.decode()
    with pytest.raises(Invalid):
        actions.keep_draft(place=thread, words=Words(text="x" * (TEXT_MOST + 1)), by=other)
    far = make_account(programme=make_programme())
    with pytest.raises(NotAllowed):
        actions.keep_draft(place=thread, words=Words(text="x"), by=far)


def test_of_a_thread_that_is_not_there_any_more_nothing_is_listed(thread, opener, other):
    actions.keep_draft(place=thread, words=Words(text="zqbegun"), by=other)
    accounts.block(of=opener, by=other)
    assert thread.title not in html(other, "yours")


def test_where_nobody_can_write_any_more_the_words_can_still_be_read(
    space, opener, other, moderator
):
    thread = start(space, opener, looking_for="")
    actions.keep_draft(place=thread, words=Words(text="zqbegun"), by=other)
    actions.lock_thread(thread=thread, why="said", by=moderator)
    assert "zqbegun" in html(other, "thread", thread.pk)
    actions.unlock_thread(thread=thread, by=moderator)
    actions.close_space(space=space, by=TESTS)
    page = html(other, "thread", thread.pk)
    assert ("zqbegun" in page, "<textarea" in page) == (True, False)


def test_it_is_exported_and_erased(thread, space, other):
    write(thread, other)
    actions.keep_draft(place=thread, words=Words(text="zqbegun"), by=other)
    actions.keep_draft(place=space, words=Words(title="zqtitle"), by=other)
    given = queries.export_of(other)["drafts"]
    assert [(one["space"], one["thread"], one["text"]) for one in given] == [
        ("Sleep", "", "zqbegun"),
        ("Sleep", "zqtitle", ""),
    ]
    actions.erase(account=Account.objects.get(pk=other.pk), by=TESTS)
    assert not Draft.objects.exists()
