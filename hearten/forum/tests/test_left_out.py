"""What somebody would rather not see is a line in the thread and nowhere else; never their own."""

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Reading, Thread
from hearten.forum.tests.factories import COVERED, TESTS, hide, start, write
from hearten.forum.tests.seeing import Seen, seen, texts
from hearten.forum.tests.test_pages import at, filled
from hearten.foundation.errors import NotAllowed

pytestmark = pytest.mark.django_db
LEFT_OUT = "is not shown, as you asked"


@pytest.fixture
def thread(covered):
    return Thread.objects.get(pk=covered.thread_id)


@pytest.mark.parametrize("by_moderator", [False, True])
def test_a_post_is_left_out_of_the_thread_with_a_line_in_its_place(
    thread, covered, reader, moderator, by_moderator
):
    topic = "drugs"
    if by_moderator:
        topic = "violence"
        covered = actions.note_content(post=covered, notes=[topic], by=moderator)
    hide(reader, topic)
    answer = client_of(reader).get(at("thread", thread.pk), {"answer": 2})
    html = answer.content.decode()
    assert COVERED not in html
    assert f"{covered.touches} {LEFT_OUT}" in texts(Seen(html).open)
    assert [one.post.number for one in answer.context["posts"]] == [1, 2, 3]
    assert answer.context["answering"] is None
    assert f'href="{at("reading")}"' in html
    assert client_of(reader).get(at("react", thread.pk, 2)).status_code == 404
    assert LEFT_OUT not in texts(seen(moderator, at("thread", thread.pk)).open)


def test_a_thread_that_begins_so_is_in_no_list_and_no_count(space, opener, other, reader):
    for _twice in range(2):
        start(space, opener, title="Zqtitle", text=COVERED, notes=["eating"])
    seen_by_all = start(space, opener, title="For everybody")
    hide(reader, "eating")
    page = client_of(reader).get(at("space", space.pk))
    assert page.context["waiting"] == [seen_by_all]
    assert "Zqtitle" not in page.content.decode()
    assert "2 threads are not shown, as you asked." in texts(Seen(page.content.decode()).open)
    assert queries.spaces_with_waiting(reader, space.programme).get().waiting == 1
    assert queries.spaces_with_waiting(other, space.programme).get().waiting == 3
    assert queries.spaces_with_waiting(opener, space.programme).get().waiting == 3
    assert "not shown, as you asked" not in texts(seen(other, at("space", space.pk)).open)


def test_an_answer_that_touches_it_does_not_hide_the_thread(thread, space, reader):
    hide(reader, "drugs")
    assert list(queries.threads_of_space(reader, space)) == [thread]
    assert not queries.threads_left_out(reader).exists()


def test_a_space_of_which_everything_is_left_out_does_not_say_that_it_is_empty(
    space, opener, reader
):
    start(space, opener, notes=["eating"])
    hide(reader, "eating")
    page = texts(seen(reader, at("space", space.pk)).open)
    assert "1 thread is not shown, as you asked." in page
    assert "Nobody has written here yet" not in page


def test_by_its_link_such_a_thread_is_there_with_the_line(space, opener, reader):
    thread = start(space, opener, title="Zqtitle", text=COVERED, notes=["eating"])
    write(thread, opener, "zqsecond")
    hide(reader, "eating")
    html = client_of(reader).get(at("thread", thread.pk)).content.decode()
    assert (COVERED in html, "zqsecond" in html, LEFT_OUT in html) == (False, True, True)
    answer = client_of(reader).get(at("post", thread.pk, 1))
    assert answer.headers["Location"] == f"{at('thread', thread.pk)}#p1"


def test_ones_own_thread_is_always_listed(space, opener):
    thread = start(space, opener, notes=["eating"])
    hide(opener, "eating")
    assert list(queries.threads_of_space(opener, space)) == [thread]


def test_a_moderator_still_finds_what_is_held_and_left_out(thread, covered, other, moderator):
    hide(moderator, "drugs")
    held = write(thread, other, "Call 07700 900123 at night.", notes=["drugs"])
    assert list(queries.held_posts(moderator, thread.space.programme)) == [held]
    assert "07700 900123" in client_of(moderator).get(at("held")).content.decode()
    html = client_of(moderator).get(at("thread", thread.pk)).content.decode()
    assert (COVERED in html, at("note", thread.pk, 2) in html) == (False, True)
    assert COVERED in texts(seen(moderator, at("note", thread.pk, 2)).closed)


def test_the_way_to_help_does_not_depend_on_it(space, opener, reader):
    thread = start(space, opener, text="I do not want to live any more.", notes=["suicide"])
    hide(reader, "suicide")
    html = client_of(reader).get(at("thread", thread.pk)).content.decode()
    assert reverse("crisis:help") in html[html.index("Somebody here may") :].partition("</div>")[0]


def test_the_page_on_which_one_chooses(reader, other):
    client = client_of(reader)
    assert at("reading") in client.get(at("spaces")).content.decode()
    assert filled(client.get(at("reading"))) == {"hidden": "", "uncovered": ""}
    wrong = client.post(at("reading"), {"hidden": ["weather"]})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["hidden"])
    for _twice in range(2):
        client.post(at("reading"), {"hidden": ["grief", "suicide"], "uncovered": "on"})
    mine = Reading.objects.get()
    assert (mine.account, mine.hidden, mine.uncovered) == (reader, ["suicide", "grief"], True)
    assert Event.objects.filter(verb="forum.reading_changed").values_list("details").get() == ({},)
    client.post(at("reading"), {})
    mine.refresh_from_db()
    assert (mine.hidden, mine.uncovered) == ([], False)


def test_only_a_person_chooses_for_themselves():
    with pytest.raises(NotAllowed):
        actions.save_reading(hidden=["grief"], uncovered=False, by=TESTS)
