"""Feeds: what is read outside and nothing else, whole XML, safe HTML, and 304 where nothing changed."""

import uuid
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Account, Programme
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.forum import actions as forum
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation.tests.test_markup import ATTACKS, KNOWN

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def writer(programme: Programme) -> Account:
    return make_account("Writing Person", programme=programme)


@pytest.fixture
def space(programme):
    return forum.open_to_all(space=make_space(programme, "Sleep"), for_engines=False, by=TESTS)


@pytest.fixture
def thread(space, writer):
    return start(space, writer, title="zqtitle", text="zq*first*", face="Heron", knows_public=True)


def of_space(space):
    return reverse("integrations:space_feed", args=[space.pk])


def of_thread(thread):
    return reverse("integrations:thread_feed", args=[thread.pk])


def read(address, **headers):
    answer = Client().get(address, headers=headers)
    assert answer.status_code == 200
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def said(feed, name):
    return [one.findtext(f"{ATOM}{name}") for one in feed.iter(f"{ATOM}entry")]


def test_a_feed_is_whole(space, thread):
    feed = read(of_space(space))
    assert (feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}title")) == (space.pk.urn, "Sleep")
    [entry] = feed.iter(f"{ATOM}entry")
    found = {
        name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "content", "updated")
    }
    assert found == {
        "id": thread.pk.urn,
        "title": "zqtitle",
        "content": "<p>zq<em>first</em></p>\n",
        "updated": thread.posts.get().written_at.isoformat(),
    }
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Heron"
    page = reverse("forum:public_post", args=[thread.pk, 1])
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{page}"


def test_ids_stay_and_the_time_is_that_of_the_words(thread, writer):
    before = read(of_thread(thread))
    forum.edit_post(post=thread.posts.get(), text="zqsecond", by=writer)
    after = read(of_thread(thread))
    assert said(before, "id") == said(after, "id") == [uuid.uuid5(thread.pk, "1").urn]
    assert said(after, "updated") == [thread.posts.get().edited_at.isoformat()]
    assert after.findtext(f"{ATOM}updated") == said(after, "updated")[0]


def test_what_is_not_read_outside_is_in_no_feed(programme, space, thread, writer):
    write(thread, writer, "at zqheld@example.org")
    forum.take_away(post=write(thread, writer, "zqgone"), by=writer)
    write(thread, writer, "zqcovered", notes=["drugs"])
    answers = [Client().get(one).content.decode() for one in (of_space(space), of_thread(thread))]
    words = ("zqheld", "zqgone", "zqcovered", str(writer.pk), writer.pseudonym)
    assert [word for word in words if word in "".join(answers)] == []
    assert "It is about: alcohol and drugs" in answers[1]


def test_a_members_feed_answers_as_one_that_never_was(programme, writer):
    inside = make_space(programme)
    thread = start(inside, writer)
    addresses = [of_space(inside), of_thread(thread)]
    addresses += [reverse("integrations:space_feed", args=[uuid.uuid4()])]
    answers = [Client().get(one) for one in addresses]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1


def test_members_only_again_it_is_gone_at_once(space, thread):
    tag = Client().get(of_space(space))["ETag"]
    forum.keep_to_members(space=space, by=TESTS)
    for one in (of_space(space), of_thread(thread)):
        assert Client().get(one, headers={"If-None-Match": tag}).status_code == 404


def test_asked_again_it_says_in_a_line_that_nothing_changed(space, thread, writer):
    first = Client().get(of_space(space))
    assert first["Cache-Control"] == "no-cache"
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = Client().get(of_space(space), headers=headers)
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "no-cache")
    forum.edit_post(post=thread.posts.get(), text="zqsecond", by=writer)
    changed = Client().get(of_space(space), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


class _Marks(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        for name, value in attrs:
            assert name != "href" or value.startswith(("https://", "http://"))


def test_nothing_in_any_field_becomes_anything_else(space, thread):
    post = thread.posts.get()
    attacks = [one for one in ATTACKS if "\x00" not in one]
    # Past the actions, which would refuse or hold some of them.
    type(post).objects.filter(pk=post.pk).update(text="\n\n".join([*attacks, "\ufffe\uffff]]>"]))
    packed = "".join(attacks)
    for start_at in range(0, len(packed), 120):
        title = packed[start_at : start_at + 120].strip()
        type(thread).objects.filter(pk=thread.pk).update(title=title)
        type(space).objects.filter(pk=space.pk).update(name=title[:60])
        type(post.face).objects.filter(pk=post.face_id).update(name=title[-30:])
        feeds = [read(address) for address in (of_space(space), of_thread(thread))]
        for feed in feeds:
            [entry] = feed.iter(f"{ATOM}entry")
            assert entry.findtext(f"{ATOM}author/{ATOM}name") == title[-30:]
            assert {one.tag for one in feed.iter() if not one.tag.startswith(ATOM)} == set()
        found = [feed.findtext(f"{ATOM}title") for feed in feeds]
        assert [*found, *said(feeds[0], "title")] == [title[:60], title, title]
    marks = _Marks(said(read(of_thread(thread)), "content")[0])
    assert marks.tags <= KNOWN
    assert marks.attributes <= {"href", "rel", "start"}
