"""A dump put in order. It has no order of its own (posts come before the topics they are of), so it is
read once into a database file that has no name: SQLite takes it away as it opens it, and it is gone with
the process however that ends."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import datetime
from itertools import islice

from hearten.imports.rules import OldPost, OldSpace, OldTopic, Reason

_TABLES = """
CREATE TABLE space (id INTEGER PRIMARY KEY, name TEXT, purpose TEXT, skip TEXT);
CREATE TABLE topic (id INTEGER PRIMARY KEY, space INTEGER, title TEXT, skip TEXT, polls INTEGER);
CREATE TABLE post (id INTEGER PRIMARY KEY, topic INTEGER, place INTEGER, writer TEXT, at TEXT, text TEXT,
                   code TEXT, answers INTEGER, skip TEXT);
"""
_ORDER = """
CREATE INDEX topic_by_space ON topic (space, id);
CREATE INDEX post_by_topic ON post (topic, place, id);
"""
_TOPICS = "SELECT id, space, title, skip, polls FROM topic ORDER BY space, id"
_POSTS = """SELECT id, topic, place, writer, at, text, code, answers, skip FROM post
            WHERE topic = ? ORDER BY place, id"""
_LOST = "SELECT id FROM post WHERE topic NOT IN (SELECT id FROM topic) ORDER BY id"
_MEMORY_KIB = 16_384
_EACH = 500


class Spool:
    """Spaces, topics and posts of one dump, in the order they are brought in."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute(f"PRAGMA cache_size = -{_MEMORY_KIB}")
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("PRAGMA temp_store = FILE")
        self._kept.executescript(_TABLES)

    def fill(self, found: Iterable[OldSpace | OldTopic | OldPost]) -> None:
        """Take all of it, as it comes; what comes twice is there once."""
        rest = iter(found)
        self._kept.execute("BEGIN")
        while some := list(islice(rest, _EACH)):
            self._add("space", [one for one in some if isinstance(one, OldSpace)])
            self._add("topic", [one for one in some if isinstance(one, OldTopic)])
            self._add("post", [one for one in some if isinstance(one, OldPost)])
        self._kept.execute("COMMIT")
        self._kept.executescript(_ORDER)

    def _add(self, table: str, rows: list[OldSpace] | list[OldTopic] | list[OldPost]) -> None:
        if not rows:
            return
        values = [_plain(astuple(one)) for one in rows]
        signs = ", ".join("?" * len(values[0]))
        self._kept.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({signs})", values)  # noqa: S608

    def spaces(self) -> list[OldSpace]:
        """All of them, by number: there are few."""
        rows = self._kept.execute("SELECT id, name, purpose, skip FROM space ORDER BY id")
        return [
            OldSpace(number, name, purpose, _reason(skip)) for number, name, purpose, skip in rows
        ]

    def topics(self) -> Iterator[OldTopic]:
        """Space after space, by number."""
        for row in self._kept.execute(_TOPICS):
            number, space, title, skip, polls = row
            yield OldTopic(number, space, title, _reason(skip), polls)

    def posts(self, topic: OldTopic) -> Iterator[OldPost]:
        """Of one topic, first to last."""
        for row in self._kept.execute(_POSTS, [topic.id]):
            number, its_topic, place, writer, at, text, code, answers, skip = row
            yield OldPost(
                id=number,
                topic=its_topic,
                place=place,
                writer=writer,
                at=datetime.fromisoformat(at),
                text=text,
                code=code,
                answers=answers,
                skip=_reason(skip),
            )

    def lost(self) -> Iterator[int]:
        """Numbers of posts whose topic is not there."""
        for row in self._kept.execute(_LOST):
            yield row[0]

    def count(self) -> int:
        """How many posts there are in all."""
        return int(self._kept.execute("SELECT count(*) FROM post").fetchone()[0])


def _plain(values: tuple[object, ...]) -> list[object]:
    return [one.isoformat() if isinstance(one, datetime) else one for one in values]


def _reason(code: str | None) -> Reason | None:
    return Reason(code) if code else None
