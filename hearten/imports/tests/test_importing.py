"""A whole import: what came, under whose name, what did not, and what it did not do."""

import sqlite3
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.forum import actions as forum
from hearten.forum import queries
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation.errors import NotAllowed
from hearten.imports.clients.spool import Spool
from hearten.imports.models import BroughtPost, BroughtWriter, Source
from hearten.imports.tests import dumps
from hearten.imports.tests.dumps import category, entry, phpbb, post, topic

Face, Post, PostWords, Space, Thread = (
    apps.get_model("forum", name) for name in ("Face", "Post", "PostWords", "Space", "Thread")
)

METHOD = "I know the most painless way to die."
DANGER = "I want to kill myself tonight."


def discourse(posts, *, categories=None, topics=None):
    return dumps.discourse(categories or [category(1, "Sleep")], topics or [topic(5, 1)], posts)


TALK = [
    post(11, 5, 1, "I am **awake**.", user=3),
    post(12, 5, 2, "Me too, @maria.", user=4, answers=1),
    post(13, 5, 3, "Thanks.", user=3, answers=2),
]


def said():
    return list(Post.objects.order_by("thread__title", "number").values_list("text", flat=True))


def test_a_talk_comes_as_it_was(bring, programme):
    report = bring("discourse", discourse(TALK))
    thread = Thread.objects.get()
    posts = list(Post.objects.order_by("number").select_related("face"))
    assert report["came"] == {"spaces": 1, "threads": 1, "posts": 3, "faces": 2}
    assert (thread.title, thread.space.name, thread.space.programme) == (
        "Awake again",
        "Sleep",
        programme,
    )
    assert [(one.text, one.about_number) for one in posts] == [
        ("I am **awake**.", None),
        ("Me too, @….", 1),
        ("Thanks.", 2),
    ]
    assert [one.face.called for one in posts] == [
        "Somebody from before 1",
        "Somebody from before 2",
        "Somebody from before 1",
    ]
    assert {one.account_id for one in Face.objects.all()} == {None}
    assert thread.opened_at == posts[0].written_at == datetime(2019, 2, 3, 4, 1, 6, 789_000, UTC)
    assert thread.last_at == posts[2].written_at


def test_phpbb_comes_too(bring):
    words = phpbb(
        [dumps.forum(1, "Sleep &amp; rest", says="<t>At night</t>")],
        [dumps.thread(5, 1, "Up &quot;again&quot;")],
        [
            entry(9, 5, "<r><B><s>[b]</s>Up<e>[/b]</e></B></r>"),
            entry(10, 5, "guest words", user=1),
            entry(11, 5, "more", user=1),
        ],
        rights=dumps.readable(1),
    )
    bring("phpbb", words)
    assert said() == ["**Up**", "guest words", "more"]
    space = Space.objects.get()
    assert (space.name, space.purpose) == ("Sleep & rest", "At night")
    assert Thread.objects.get().title == 'Up "again"'
    assert list(Post.objects.order_by("number").values_list("face__before_number", flat=True)) == [
        1,
        2,
        2,
    ]


def test_nobody_waits_is_told_or_called(bring, programme, reader):
    bring("discourse", discourse([post(11, 5, 1, DANGER), post(12, 5, 2, "Stay with us.", user=2)]))
    thread = Thread.objects.get()
    assert (thread.looking_for, thread.due_at, thread.locked_for) == ("", None, "before")
    assert queries.held_count(reader, programme) == 0
    empty = [
        "safety.Finding",
        "safety.Case",
        "safety.Alert",
        "notifications.Delivery",
        "notifications.News",
        "forum.Attention",
    ]
    for label in empty:
        assert apps.get_model(label).objects.count() == 0, label


def test_it_is_found_and_read(bring, programme, reader):
    bring("discourse", discourse(TALK))
    assert PostWords.objects.count() == 3
    assert [hit.post.number for hit in queries.search(reader, programme, "awake").hits] == [1]
    page = client_of(reader).get(f"/community/threads/{Thread.objects.get().pk}/").content.decode()
    assert "Somebody from before 1" in page
    assert "It was written in an earlier community and is here to be read." in page
    assert "<strong>awake</strong>" in page


def test_open_it_can_be_answered(bring, reader):
    bring("discourse", discourse(TALK), "--open")
    answer = write(Thread.objects.get(), reader, "Still awake?")
    assert (answer.number, answer.held_at) == (4, None)


LEFT_OUT = {
    "private": discourse([post(11, 5, 1, "zq")], topics=[topic(5, 1, kind="private_message")]),
    "restricted": discourse([post(11, 5, 1, "zq")], categories=[category(1, "S", restricted=True)]),
    "deleted": discourse(
        [post(11, 5, 1, "zq")], topics=[topic(5, 1, deleted="2020-01-01 00:00:00")]
    ),
    "hidden": discourse([post(11, 5, 1, "zq")], topics=[topic(5, 1, visible="f")]),
    "software": discourse([post(11, 5, 1, "zq")], categories=[category(1, "Sleep", about=5)]),
    "no_place": discourse([post(11, 6, 1, "zq")]),
    "method": discourse([post(11, 5, 1, METHOD)]),
}


@pytest.mark.parametrize("reason", LEFT_OUT)
def test_a_topic_that_is_left_out_is_counted_with_its_reason(reason, bring):
    report = bring("discourse", LEFT_OUT[reason])
    assert report["left_out"] == {reason: {"count": 1, "ids": [11]}}
    assert (Post.objects.count(), Space.objects.count(), Source.objects.count()) == (0, 0, 0)


def test_posts_that_are_left_out_are_counted_and_the_others_come(bring):
    posts = [
        post(11, 5, 1, "first"),
        post(12, 5, 2, "zq", deleted="2020-01-01 00:00:00"),
        post(13, 5, 3, "zq", hidden="t"),
        post(14, 5, 4, "zq", kind=4),
        post(15, 5, 5, "zq", kind=3),
        post(16, 5, 6, "zq", user=-1),
        post(17, 5, 7, METHOD),
        post(18, 5, 8, "zq", user_deleted="t"),
        post(19, 5, 9, "last", answers=2),
    ]
    report = bring("discourse", discourse(posts))
    assert said() == ["first", "last"]
    assert {one: found["ids"] for one, found in report["left_out"].items()} == {
        "deleted": [12, 18],
        "hidden": [13],
        "among_staff": [14],
        "software": [15, 16],
        "method": [17],
    }
    assert report["to_look_at"]["method"] == {"count": 1, "ids": [17]}
    assert Post.objects.get(text="last").about_number is None


def test_phpbb_leaves_out_what_was_not_approved_moved_or_not_for_everybody(bring):
    words = phpbb(
        [dumps.forum(1, "Sleep"), dumps.forum(2, "Team"), dumps.forum(3, "Shut", password="x")],
        [
            dumps.thread(5, 1),
            dumps.thread(6, 2),
            dumps.thread(7, 1, visible=0),
            dumps.thread(8, 1, moved=5),
            dumps.thread(9, 3),
        ],
        [
            entry(11, 5, "here"),
            entry(12, 5, "zq", visible=0),
            entry(13, 5, "zq", visible=2),
            entry(14, 6, "zq"),
            entry(15, 7, "zq"),
            entry(16, 8, "zq"),
            entry(17, 9, "zq"),
        ],
        rights=dumps.readable(1, 3),
    )
    report = bring("phpbb", words)
    assert said() == ["here"]
    assert {one: found["ids"] for one, found in report["left_out"].items()} == {
        "restricted": [14, 17],
        "deleted": [13],
        "unapproved": [12, 15],
        "moved": [16],
    }


def test_answers_to_what_was_left_out_are_left_out_with_it(bring):
    report = bring("discourse", discourse([post(11, 5, 1, METHOD), post(12, 5, 2, "which?")]))
    assert {one: found["ids"] for one, found in report["left_out"].items()} == {
        "method": [11],
        "first_left_out": [12],
    }


def test_a_restricted_category_comes_when_it_is_named(bring):
    both = [category(1, "Sleep", restricted=True), category(2, "Team", restricted=True)]
    words = discourse(
        [post(11, 5, 1, "one"), post(12, 6, 1, "two")],
        categories=both,
        topics=[topic(5, 1), topic(6, 2)],
    )
    report = bring("discourse", words, "--restricted", "1")
    assert said() == ["one"]
    assert report["left_out"] == {"restricted": {"count": 1, "ids": [12]}}


def test_what_somebody_is_found_by_is_covered_and_named_by_number(bring):
    report = bring("discourse", discourse([post(11, 5, 1, "Call 020 7946 0123 any night.")]))
    assert said() == ["Call (…) any night."]
    assert report["covered"] == {"count": 1, "ids": [11]}


def test_danger_of_years_ago_is_named_by_number_and_stays(bring):
    report = bring("discourse", discourse([post(11, 5, 1, DANGER)]))
    assert said() == [DANGER]
    assert report["to_look_at"]["danger"] == {"count": 1, "ids": [11]}


def test_what_is_longer_than_a_post_goes_on_in_the_next(bring):
    report = bring(
        "discourse", discourse([post(11, 5, 1, "word " * 3_000), post(12, 5, 2, "b", answers=1)])
    )
    found = list(Post.objects.order_by("number"))
    assert "".join(one.text.replace(" ", "") for one in found[:2]) == "word" * 3_000
    assert [(one.number, one.about_number) for one in found] == [(1, None), (2, None), (3, 1)]
    assert (report["came"]["posts"], report["changed"]["cut"]) == (2, 1)


def test_a_dry_run_says_the_same_and_writes_nothing(bring):
    words = discourse(TALK)
    dry = bring("discourse", words, "--dry-run")
    assert (Source.objects.count(), Space.objects.count(), Post.objects.count()) == (0, 0, 0)
    real = bring("discourse", words)
    del real["came"]["faces"]
    assert dry | {"dry_run": False} == real
    again = bring("discourse", words, "--dry-run")
    assert (again["came"], again["here_before"]) == ({"spaces": 0, "threads": 0, "posts": 0}, 3)


def test_a_second_run_brings_only_what_is_new(bring):
    bring("discourse", discourse(TALK))
    before = list(Post.objects.order_by("pk").values())
    newer = [
        post(11, 5, 1, "changed since", user=3),
        *TALK[1:],
        post(14, 5, 4, "New.", user=4, answers=2),
        post(21, 6, 1, "Another.", user=3),
    ]
    report = bring("discourse", discourse(newer, topics=[topic(5, 1), topic(6, 1, "Beside")]))
    assert report["came"] == {"spaces": 0, "threads": 1, "posts": 2, "faces": 0}
    assert report["here_before"] == 3
    assert list(Post.objects.order_by("pk").values())[:3] == before
    new = Post.objects.get(text="New.")
    assert (new.number, new.about_number, new.face.before_number) == (4, 2, 2)
    assert Thread.objects.get(title="Awake again").newest_number == 4


def test_what_was_taken_away_here_does_not_come_back(bring, programme):
    moderator = make_account("Calm Harbour", programme=programme, roles=[Role.MODERATOR])
    bring("discourse", discourse(TALK))
    forum.take_away_as_moderator(post=Post.objects.get(number=1), by=moderator)
    assert not [table for table, row in every_value() if "I am **awake**" in row]
    report = bring("discourse", discourse([*TALK, post(14, 5, 4, "New.")]))
    assert report["left_out"] == {"taken_away_here": {"count": 4, "ids": [11, 12, 13, 14]}}
    assert said() == ["", "Me too, @….", "Thanks."]


def test_two_spaces_of_one_person_have_nothing_in_common(bring):
    words = discourse(
        [post(11, 5, 1, "one", user=3), post(12, 6, 1, "b", user=4), post(13, 6, 2, "two", user=3)],
        categories=[category(1, "Sleep"), category(2, "Food")],
        topics=[topic(5, 1), topic(6, 2)],
    )
    bring("discourse", words)
    one, two = (Post.objects.get(text=text).face for text in ("one", "two"))
    keys = {row.face_id: row.key for row in BroughtWriter.objects.all()}
    assert (one.before_number, two.before_number) == (1, 2)
    assert one.pk != two.pk
    assert len(set(keys.values())) == 3
    assert "3" not in {keys[one.pk], keys[two.pk]}


def every_value():
    """All that any table holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')  # noqa: S608
            for (row,) in cursor.fetchall():
                yield table, row


@pytest.mark.parametrize("kind", ["discourse", "phpbb"])
def test_nothing_of_a_person_is_in_any_table(kind, bring, capsys):
    name = dumps.MEMBERS
    told = f"Thanks @{name}3, see https://old.example/u/{name}3 or [them](/u/{name}3)."
    if kind == "discourse":
        words = discourse([post(11, 5, 1, f'[quote="{name}3, post:1"]hi[/quote] {told} zqkept')])
    else:
        typed = f"<s>[quote={name}3]</s>hi<e>[/quote]</e>"
        quote = f'<r><QUOTE author="{name}3">{typed}</QUOTE> {told} zqkept</r>'
        words = phpbb(
            [dumps.forum(1, "S")],
            [dumps.thread(5, 1)],
            [entry(9, 5, quote)],
            rights=dumps.readable(1),
        )
    assert name in words
    report = bring(kind, words)
    found = list(every_value())
    assert sorted(table for table, row in found if "zqkept" in row) == [
        "forum_post",
        "forum_postwords",
    ]
    for secret in (name, "zqmail", "203.0.113"):
        assert [table for table, row in found if secret in row] == [], secret
        assert secret not in str(report) + "".join(capsys.readouterr())


def test_a_name_that_is_taken_gets_a_number(bring, programme):
    make_space(programme, "Sleep")
    bring("discourse", discourse(TALK))
    assert sorted(Space.objects.values_list("name", flat=True)) == ["Sleep", "Sleep (2)"]


def test_everybody_may_have_a_moderator_look_at_what_is_from_before(bring, programme, reader):
    moderator = make_account("Calm Harbour", programme=programme, roles=[Role.MODERATOR])
    other = make_account("Other Person", programme=programme)
    bring("discourse", discourse(TALK))
    found = Post.objects.get(number=2)
    there = Thread.objects.get().last_at
    page = client_of(reader).get(f"/community/threads/{found.thread_id}/").content.decode()
    assert f"/{found.number}/hold/" in page
    assert f"/{found.number}/report/" not in page
    assert f"/{found.number}/react/" not in page
    forum.hold_post(post=found, by=reader)
    assert queries.post_visible_to(other, found.thread, 2) is None
    assert list(queries.held_posts(moderator, programme)) == [found]
    forum.release_post(post=found, by=moderator)
    assert queries.post_visible_to(other, found.thread, 2) == found
    assert Thread.objects.get().last_at == there


FAULTS = {
    "no such file": (["discourse", "/nowhere/dump.sql"], "no file"),
    "of another kind": (["phpbb", "{file}"], "--prefix|cut off"),
    "no such programme": (["discourse", "{file}", "--programme", "zq"], "--programme"),
    "no folder for the report": (
        ["discourse", "{file}", "--report", "/nowhere/r.json"],
        "no folder",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_said_and_nothing_is_written(fault, programme, tmp_path):
    arguments, says = FAULTS[fault]
    file = tmp_path / "dump.sql"
    file.write_text(discourse(TALK))
    with pytest.raises(CommandError, match=says) as raised:
        call_command("import_forum", *(one.format(file=file) for one in arguments))
    assert raised.value.returncode == 2
    assert (Source.objects.count(), Post.objects.count()) == (0, 0)


def test_a_source_stays_what_it_was(bring):
    bring("discourse", discourse(TALK), "--name", "old")
    words = phpbb(
        [dumps.forum(1, "S")], [dumps.thread(5, 1)], [entry(9, 5, "a")], rights=dumps.readable(1)
    )
    with pytest.raises(CommandError, match="another name"):
        bring("phpbb", words, "--name", "old")
    assert Post.objects.count() == 3


def test_of_several_programmes_one_is_named(bring):
    other = make_programme("Beside")
    with pytest.raises(CommandError, match="--programme"):
        bring("discourse", discourse(TALK))
    bring("discourse", discourse(TALK), "--programme", other.name)
    assert Space.objects.get().programme == other


def test_only_the_programme_brings(programme, reader):
    space = make_space(programme)
    with pytest.raises(NotAllowed):
        forum.make_faces_from_before(space=space, count=1, by=reader)
    [face] = forum.make_faces_from_before(space=space, count=1, by=TESTS)
    assert face.before_number == 1


def test_a_living_thread_is_not_one_from_before(bring, reader, programme):
    alive = start(make_space(programme, "Now"), reader)
    bring("discourse", discourse(TALK))
    assert not BroughtPost.objects.filter(post__thread=alive).exists()
    assert alive.opener.called == alive.opener.name


def test_a_full_disk_is_said_and_nothing_is_written(bring, monkeypatch):
    def full(self, found):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Spool, "fill", full)
    with pytest.raises(CommandError, match="TMPDIR"):
        bring("discourse", discourse(TALK))
    assert Source.objects.count() == 0
