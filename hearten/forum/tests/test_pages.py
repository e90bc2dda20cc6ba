"""The pages: everything by post and reload, and nothing that was written is lost."""

import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.forum import actions
from hearten.forum.models import Face, Post, Space, Thread
from hearten.forum.rules import PAGE
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation.tests.test_markup import ATTACKS

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"forum:{name}", args=args)


def filled(answer):
    """The fields of the page's own form as a browser would send them back; of what can be ticked only
    what is."""
    form = answer.context["form"]
    several = {"notes"}
    return {one.html_name: one.value() or ([] if one.name in several else "") for one in form}


@pytest.fixture
def thread(space, opener):
    return start(space, opener, face="Quiet Heron")


def test_a_thread_is_opened_with_the_name_that_was_offered(space, opener):
    client = client_of(opener)
    page = client.get(at("start", space.pk))
    said = filled(page) | {"title": "Awake", "text": "It is *three*.", "looking_for": "ideas"}
    assert said["face"]
    answer = client.post(at("start", space.pk), said)
    [thread] = Thread.objects.all()
    assert answer.headers["Location"] == at("thread", thread.pk)
    [face] = Face.objects.all()
    assert (face.name, thread.title, thread.looking_for) == (said["face"], "Awake", "ideas")
    shown = client.get(at("thread", thread.pk)).content.decode()
    assert "<em>three</em>" in shown
    assert "Looking for: Ideas" in shown
    again = client.get(at("start", space.pk))
    assert "face" not in again.context["form"].fields


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title": ""}, "title"), ({"text": ""}, "text"), ({"face": "Quiet Heron"}, "face")],
)
def test_what_was_typed_is_kept_beside_the_error(space, thread, other, wrong, field):
    typed = {"title": "typed title", "text": "typed words", "face": "Typed Name"}
    said = typed | {"looking_for": "company", "client_id": uuid4()} | wrong
    answer = client_of(other).post(at("start", space.pk), said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    html = answer.content.decode()
    kept = {name: text for name, text in typed.items() if name not in wrong}
    assert [text for text in kept.values() if text not in html] == []
    assert Thread.objects.count() == 1


def test_an_answer_is_written_with_a_quote_of_what_it_is_about(thread, other):
    client = client_of(other)
    page = client.get(at("thread", thread.pk), {"answer": 1})
    assert page.context["answering"].number == 1
    said = filled(page) | {"text": "I am here."}
    answer = client.post(at("thread", thread.pk), said)
    assert answer.headers["Location"] == f"{at('thread', thread.pk)}#p2"
    assert Post.objects.get(number=2).about_number == 1
    shown = client.get(at("thread", thread.pk))
    assert [one.quote.number if one.quote else None for one in shown.context["posts"]] == [None, 1]
    assert "It is three and I am awake." in shown.content.decode()


def test_an_answer_to_what_was_taken_away_meanwhile_is_kept(thread, opener, other):
    client = client_of(other)
    said = filled(client.get(at("thread", thread.pk), {"answer": 1})) | {"text": "typed words"}
    actions.take_away(post=thread.posts.get(), by=opener)
    answer = client.post(at("thread", thread.pk), said)
    assert answer.status_code == 409
    assert "typed words" in answer.content.decode()
    said = filled(answer)
    assert client.post(at("thread", thread.pk), said).status_code == 302


def test_words_for_a_space_that_closed_meanwhile_are_kept(thread, space, other):
    client = client_of(other)
    said = filled(client.get(at("thread", thread.pk))) | {"text": "typed words"}
    actions.close_space(space=space, by=TESTS)
    answer = client.post(at("thread", thread.pk), said)
    assert answer.status_code == 409
    assert "typed words" in answer.content.decode()
    page = client.get(at("thread", thread.pk)).content.decode()
    assert "Nothing new can be written here" in page
    assert "<textarea" not in page


def test_a_page_has_fifty_posts_and_each_is_found_on_its_page(thread, opener, other, at_any_pace):
    for number in range(2, PAGE + 2):
        write(thread, opener if number % 2 else other)
    client = client_of(other)
    assert len(client.get(at("thread", thread.pk)).context["posts"]) == PAGE
    assert len(client.get(at("thread", thread.pk), {"page": 2}).context["posts"]) == 1
    found = client.get(at("post", thread.pk, PAGE + 1))
    assert found.headers["Location"] == f"{at('thread', thread.pk)}?page=2#p{PAGE + 1}"
    accounts.block(of=opener, by=make_account(programme=thread.space.programme))
    third = make_account(programme=thread.space.programme)
    accounts.block(of=other, by=third)
    found = client_of(third).get(at("post", thread.pk, PAGE + 1))
    assert found.status_code == (
        404 if Post.objects.get(number=PAGE + 1).face.account == other else 302
    )


def test_changing_and_taking_away(thread, opener, other):
    mine, theirs = client_of(opener), client_of(other)
    for name in ("change", "take_away"):
        assert theirs.get(at(name, thread.pk, 1)).status_code == 404
        assert theirs.post(at(name, thread.pk, 1), {"text": "x"}).status_code == 404
    assert "awake" in mine.get(at("change", thread.pk, 1)).content.decode()
    said = filled(mine.get(at("change", thread.pk, 1)))
    wrong = mine.post(at("change", thread.pk, 1), said | {"text": " "})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["text"])
    mine.post(at("change", thread.pk, 1), said | {"text": "Other words."})
    assert "Other words." in theirs.get(at("thread", thread.pk)).content.decode()
    assert "It is three" not in theirs.get(at("thread", thread.pk)).content.decode()
    assert "It is three" in mine.get(at("change", thread.pk, 1)).content.decode()
    assert "Other words." in mine.get(at("take_away", thread.pk, 1)).content.decode()
    mine.post(at("take_away", thread.pk, 1))
    shown = theirs.get(at("thread", thread.pk)).content.decode()
    assert ("Other words." in shown, "Awake again" in shown) == (False, False)
    assert "taken away" in shown
    assert mine.get(at("change", thread.pk, 1)).status_code == 404


def test_another_name(thread, space, opener, other):
    assert client_of(other).get(at("face", space.pk)).status_code == 404
    client = client_of(opener)
    assert "Quiet Heron" in client.get(at("face", space.pk)).content.decode()
    wrong = client.post(at("face", space.pk), {"face": "Opening Person"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["face"])
    client.post(at("face", space.pk), {"face": "Late Comet"})
    assert "Late Comet" in client.get(at("thread", thread.pk)).content.decode()


def test_the_front_page_says_who_waits_and_the_list_how_many(thread, space, opener, other):
    told = start(space, opener, title="Only told", looking_for="")
    client = client_of(other)
    page = client.get(at("space", space.pk))
    assert page.context["waiting"] == [thread]
    assert page.context["others"] == [told]
    assert "1 waits for an answer" in client.get(at("spaces")).content.decode()


def test_what_is_not_for_a_person_is_not_there(thread, space, opener, other):
    far = client_of(make_account(programme=make_programme(), roles=[Role.MANAGER]))
    places = [
        ("space", space.pk),
        ("start", space.pk),
        ("thread", thread.pk),
        ("post", thread.pk, 1),
    ]
    assert {far.get(at(*place)).status_code for place in places} == {404}
    accounts.block(of=opener, by=other)
    blocked = client_of(other)
    assert [blocked.get(at(*one)).status_code for one in places] == [200, 200, 404, 404]
    assert "Awake again" not in blocked.get(at("space", space.pk)).content.decode()


def test_managers_keep_the_spaces(programme):
    manager = client_of(make_account(programme=programme, roles=[Role.MANAGER]))
    said = {"name": "Sleep", "purpose": "For who lies awake", "language": "es"}
    wrong = manager.post(at("add_space"), said | {"purpose": ""})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["purpose"])
    assert "Sleep" in wrong.content.decode()
    manager.post(at("add_space"), said)
    [space] = Space.objects.all()
    assert (space.name, space.language) == ("Sleep", "es")
    twice = manager.post(at("add_space"), said)
    assert list(twice.context["form"].errors) == ["name"]
    manager.post(at("change_space", space.pk), said | {"name": "Nights"})
    assert "Nights" in manager.get(at("manage")).content.decode()
    manager.post(at("close_space", space.pk))
    assert Space.objects.get().closed_at is not None
    manager.post(at("reopen_space", space.pk))
    assert Space.objects.get().closed_at is None
    member = client_of(make_account(programme=programme))
    assert member.get(at("manage")).status_code == 404


class _Page(HTMLParser):
    """Finds what could run, load something or send something elsewhere."""

    FORBIDDEN = frozenset({"img", "iframe", "base", "object", "embed", "style", "math", "video"})

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag in self.FORBIDDEN or (tag == "script" and "src" not in said):
            self.found.append(tag)
        self.found += [name for name in said if name.startswith("on")]
        for name in ("href", "src", "action", "xlink:href"):
            if re.match(
                r"\s*(javascript|data|vbscript|file|//)", said.get(name) or "", re.IGNORECASE
            ):
                self.found.append(f"{tag} {name}={said[name]}")


def test_what_could_run_would_be_found():
    html = "<img><a onclick=x href='javascript:x'></a><script>x</script><script src=/a.js></script>"
    assert _Page(html).found == ["img", "onclick", "a href=javascript:x", "script"]


def test_no_field_that_shows_text_lets_a_script_through(programme, at_any_pace):
    """Names and purposes of spaces, titles, names of faces, posts, quotes of them, and what they said
    before; on the page itself, kept in a box, and beside an error."""
    attacks = [one for one in ATTACKS if "\x00" not in one]
    lines = [" ".join(one.split()) for one in attacks]
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    for line in lines:
        made = make_space(programme, line[:60], purpose=line)
        actions.close_space(space=made, by=manager)
    space = make_space(programme, '"><img src=x onerror=alert(1)>', purpose=lines[0])
    face = "'\"><script>alert(1)</script>"
    thread = start(space, manager, title=lines[0], text=attacks[0], face=face)
    for line, attack in zip(lines, attacks, strict=True):
        start(space, manager, title=line, text=attack)
        before = thread.posts.filter(held_at=None).latest("number").number
        post = write(thread, manager, text=attack, about=before)
        actions.edit_post(post=post, text=f"{attack} again", by=manager)
    client = client_of(manager)
    pages = [
        *(at(name) for name in ("spaces", "manage")),
        *(at(name, space.pk) for name in ("change_space", "space", "start", "face")),
        *(f"{at('space', space.pk)}?page={page}" for page in (2, 3)),
        *(f"{at('thread', thread.pk)}?page={page}&answer={page}" for page in (1, 2)),
        *(at(name, thread.pk, number) for name in ("change", "take_away") for number in (2, 3)),
    ]
    answers = {page: client.get(page) for page in pages}
    answers["error"] = client.post(at("thread", thread.pk), {"text": attacks[1], "client_id": "x"})
    for words in ("alert or script", "img or again or x", attacks[1][:120]):
        answers[words] = client.post(at("search"), {"words": words})
    answers["refused"] = client.post(at("start", space.pk), {"text": attacks[1], "title": ""})
    assert {page: _Page(one.content.decode()).found for page, one in answers.items()} == {
        page: [] for page in answers
    }
    assert {one.status_code for one in answers.values()} == {200, 422}
