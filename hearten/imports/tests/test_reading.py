"""Reading the files: whatever their packing and their order, and nothing of what is not whole."""

import bz2
import gzip
import io
from datetime import UTC, datetime

import pytest

from hearten.imports.clients import discourse, mysql, phpbb
from hearten.imports.clients.files import opened
from hearten.imports.clients.spool import Spool
from hearten.imports.rules import DumpError, OldPost, OldSpace, OldTopic, Reason
from hearten.imports.tests import dumps

BACKUP = dumps.discourse(
    [dumps.category(1, "Sleep")], [dumps.topic(5, 1)], [dumps.post(9, 5, 1, "a\tb\\c\nd")]
)
DUMP = dumps.phpbb(
    [dumps.forum(1, "Sleep")],
    [dumps.thread(5, 1)],
    [dumps.entry(9, 5, '<t>it\'s; "so" (a, b)\\<br/>\nd</t>'), dumps.entry(10, 5, "<t>é日</t>")],
    rights=dumps.readable(1),
)


def read_discourse(content, tmp_path):
    file = tmp_path / "dump"
    file.write_bytes(content)
    with opened(file, lambda done, of: None) as stream:
        return list(discourse.read(stream))


def read_phpbb(content, tmp_path, prefix="phpbb_"):
    file = tmp_path / "dump"
    file.write_bytes(content)
    with opened(file, lambda done, of: None) as stream:
        return list(phpbb.read(stream, prefix=prefix))


@pytest.mark.parametrize(
    "packing", [str.encode, lambda words: gzip.compress(words.encode()), dumps.backup]
)
def test_a_backup_is_read_in_every_packing(packing, tmp_path):
    at = datetime(2019, 2, 3, 4, 1, 6, 789_000, UTC)
    assert read_discourse(packing(BACKUP), tmp_path) == [
        OldPost(9, 5, 1, "1", at, "a\tb\\c\nd"),
        OldTopic(5, 1, "Awake again"),
        OldSpace(1, "Sleep", ""),
    ]


@pytest.mark.parametrize("packing", [bytes, bytes.rstrip, gzip.compress, bz2.compress])
def test_a_dump_of_phpbb_is_read_in_every_packing(packing, tmp_path):
    found = read_phpbb(packing(DUMP.encode()), tmp_path)
    assert [one.text for one in found if isinstance(one, OldPost)] == [
        '<t>it\'s; "so" (a, b)\\<br/>\nd</t>',
        "<t>é日</t>",
    ]
    assert [one for one in found if isinstance(one, OldSpace)] == [OldSpace(1, "Sleep", "")]


@pytest.mark.parametrize("window", [1, 2, 7, 64])
def test_rows_are_the_same_wherever_the_window_over_the_file_ends(window, tmp_path, monkeypatch):
    whole = read_phpbb(DUMP.encode(), tmp_path)
    monkeypatch.setattr(mysql, "_CHUNK", 300)  # of a statement's beginning
    monkeypatch.setattr(mysql._Text, "_widen", _widened_by(window))
    assert read_phpbb(DUMP.encode(), tmp_path) == whole


def _widened_by(window):
    def widen(self, by):
        more = self._stream.read(window)
        self._ended = not more
        self._held, self._at = self._held[self._at :] + more, 0

    return widen


def test_columns_named_in_the_statement_are_those(tmp_path):
    words = (
        "INSERT INTO x_posts (post_text, post_id) VALUES\n('b', 2),\n(0x63, 3);\n"
        "INSERT INTO other VALUES ('it''s; here', NULL);\n"
    )
    found = mysql.rows(
        io.BufferedReader(io.BytesIO(words.encode())),
        {"posts": ("post_id", "post_text")},
        prefix="x_",
    )
    assert list(found) == [("posts", ["2", "b"]), ("posts", ["3", "c"])]


CUT = (BACKUP[: len(BACKUP) // 2], BACKUP[: BACKUP.index("-- PostgreSQL database dump complete")])
CUT_PHPBB = (DUMP[: len(DUMP) // 2], DUMP[: DUMP.index("-- Dump completed")])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (CUT[0].encode(), "cut off"),
        (CUT[1].encode(), "cut off"),
        (gzip.compress(BACKUP.encode())[:-20], "cut off"),
        (dumps.backup(BACKUP)[:-300], "cut off"),
        (b"", "cut off"),
        (BACKUP.replace("'UTF8'", "'LATIN1'").encode(), "UTF-8"),
        (BACKUP.replace("a\\tb", "\udce9").encode(errors="surrogateescape"), "UTF-8"),
        (b"just words\n-- PostgreSQL database dump complete\n", "no backup of Discourse"),
        (BACKUP.replace("2019-02-03 04:01", "yesterday").encode(), "no backup of Discourse"),
    ],
)
def test_what_is_no_whole_backup_says_what_to_do(content, says, tmp_path):
    with pytest.raises(DumpError, match=says):
        read_discourse(content, tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (CUT_PHPBB[0].encode(), "cut off"),
        (CUT_PHPBB[1].encode(), "cut off"),
        (DUMP.replace("utf8mb4", "latin1").encode(), "UTF-8"),
        (DUMP.replace("é日", "\udce9").encode(errors="surrogateescape"), "UTF-8"),
        (DUMP.replace("phpbb_", "other_").encode(), "--prefix"),
        (BACKUP.encode(), "--prefix|cut off"),
    ],
)
def test_what_is_no_whole_dump_says_what_to_do(content, says, tmp_path):
    with pytest.raises(DumpError, match=says):
        read_phpbb(content, tmp_path)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with (
        pytest.raises(DumpError, match="no file"),
        opened(tmp_path / "none", lambda done, of: None),
    ):
        pass


def test_a_value_longer_than_any_post_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(mysql, "_LONGEST", 1_000_000)
    words = b"INSERT INTO x_posts (post_id) VALUES ('" + b"a" * 3_000_000
    rows = mysql.rows(io.BufferedReader(io.BytesIO(words)), {"posts": ("post_id",)}, prefix="x_")
    with pytest.raises(DumpError, match="cut off"):
        list(rows)


def test_the_spool_gives_what_it_took_in_order():
    at = datetime(2020, 1, 2, tzinfo=UTC)
    spool = Spool()
    spool.fill(
        [
            OldPost(3, 7, 2, "4", at, "later", answers=1),
            OldPost(2, 7, 1, "4", at, "first", code="x", skip=Reason.HIDDEN),
            OldPost(5, 99, 1, "4", at, "of no topic"),
            OldTopic(7, 1, "t", Reason.DELETED, 1),
            OldTopic(6, 2, "other"),
            OldSpace(1, "n", "p", Reason.RESTRICTED),
        ]
    )
    assert spool.spaces() == [OldSpace(1, "n", "p", Reason.RESTRICTED)]
    assert list(spool.topics()) == [OldTopic(7, 1, "t", Reason.DELETED, 1), OldTopic(6, 2, "other")]
    posts = list(spool.posts(OldTopic(7, 1, "t")))
    assert posts == [
        OldPost(2, 7, 1, "4", at, "first", code="x", skip=Reason.HIDDEN),
        OldPost(3, 7, 2, "4", at, "later", answers=1),
    ]
    assert (list(spool.lost()), spool.count()) == ([5], 3)


def rights(*more):
    return read_rights([dumps.forum(1, "Sleep")], more)


def read_rights(forums, granted):
    words = dumps.phpbb(
        forums, [dumps.thread(5, 1)], [dumps.entry(9, 5, "<t>a</t>")], rights=granted
    )
    stream = io.BufferedReader(io.BytesIO(words.encode()))
    found = phpbb.read(stream, prefix="phpbb_")
    return {one.id: one.skip for one in found if isinstance(one, OldSpace)}


EVERYBODY, STAFF, READ, ROLE = dumps.EVERYBODY, dumps.STAFF, dumps.READ, dumps.ROLE


@pytest.mark.parametrize(
    ("granted", "skip"),
    [
        ([(EVERYBODY, 1, 0, ROLE, 0)], None),
        ([(EVERYBODY, 1, READ, 0, 1)], None),
        ([], Reason.RESTRICTED),
        ([(STAFF, 1, 0, ROLE, 0)], Reason.RESTRICTED),
        ([(EVERYBODY, 1, READ, 0, 0), (EVERYBODY, 1, 0, ROLE, 0)], Reason.RESTRICTED),
        ([(EVERYBODY, 1, READ + 1, 0, 1)], Reason.RESTRICTED),
    ],
)
def test_a_forum_is_brought_only_where_every_member_could_read_it(granted, skip):
    assert rights(*granted) == {1: skip}


def test_a_passphrase_holds_for_what_is_below_it():
    forums = [dumps.forum(1, "Sleep", parent=2), dumps.forum(2, "Above", password="zq")]
    assert read_rights(forums, dumps.readable(1, 2)) == dict.fromkeys((1, 2), Reason.RESTRICTED)


def test_tables_of_people_are_never_asked_for():
    asked = {*discourse._WANTED, *phpbb._WANTED}
    assert [one for one in asked if "user" in one or "mail" in one or "privmsg" in one] == []
