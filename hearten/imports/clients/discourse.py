"""A backup of Discourse: what is read of it, and what its columns mean. The tables of its people are not
read."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from hearten.imports.clients import postgres
from hearten.imports.rules import DumpError, OldPost, OldSpace, OldTopic, Reason
from hearten.imports.rules.discourse import plain

_WANTED = {
    "categories": (
        "id",
        "name",
        "parent_category_id",
        "read_restricted",
        "description",
        "topic_id",
    ),
    "topics": ("id", "category_id", "title", "archetype", "deleted_at", "visible"),
    "posts": (
        "id",
        "topic_id",
        "post_number",
        "user_id",
        "raw",
        "created_at",
        "deleted_at",
        "hidden",
        "post_type",
        "reply_to_post_number",
        "user_deleted",
    ),
}
_OPTIONAL = {"description", "parent_category_id", "user_deleted", "reply_to_post_number"}
_WHISPER, _REGULAR = "4", "1"
_NOT_OURS = (
    "This is no backup of Discourse: there is no table {table} in it. Give the .tar.gz or .sql.gz that its"
    " page of backups made, or say what it is: hearten import --help. Nothing was written."
)


def read(stream: io.BufferedReader) -> Iterator[OldSpace | OldTopic | OldPost]:
    """Everything there is to bring, in the order of the dump."""
    seen = set()
    spaces = {}
    about: set[int] = set()  # topics that say what a category is for: they come after these
    for table, values in postgres.rows(stream, _WANTED):
        seen.add(table)
        said = dict(zip(_WANTED[table], values, strict=True))
        if table == "categories":
            spaces[int(_needed(said, "id"))] = said
            about |= {int(said["topic_id"])} if said["topic_id"] else set()
        elif table == "topics":
            yield _topic(said, about)
        else:
            yield _post(said)
    for table in _WANTED:
        if table not in seen:
            raise DumpError(_NOT_OURS.format(table=table))
    for said in spaces.values():
        yield _space(said, spaces)


def _needed(said: dict[str, str | None], column: str) -> str:
    value = said[column]
    if value is None:
        raise DumpError(_NOT_OURS.format(table=column))
    return value


def _space(said: dict[str, str | None], spaces: dict[int, dict[str, str | None]]) -> OldSpace:
    parent = spaces.get(int(said["parent_category_id"] or 0))
    # Where nothing says that everybody could read it, not everybody could.
    restricted = any(one["read_restricted"] != "f" for one in (said, parent or said))
    skip = Reason.RESTRICTED if restricted else None
    return OldSpace(int(_needed(said, "id")), said["name"] or "", plain(said["description"]), skip)


def _topic(said: dict[str, str | None], about: set[int]) -> OldTopic:
    number = int(_needed(said, "id"))
    skip = None
    if said["archetype"] != "regular":
        skip = Reason.PRIVATE
    elif said["deleted_at"] is not None:
        skip = Reason.DELETED
    elif said["visible"] != "t":
        skip = Reason.HIDDEN
    elif number in about:
        skip = Reason.SOFTWARE
    return OldTopic(number, int(said["category_id"] or 0), said["title"] or "", skip)


def _post(said: dict[str, str | None]) -> OldPost:
    topic = int(_needed(said, "topic_id"))
    return OldPost(
        id=int(_needed(said, "id")),
        topic=topic,
        place=int(_needed(said, "post_number")),
        writer=said["user_id"] or f"gone/{topic}",
        at=_moment(_needed(said, "created_at")),
        text=said["raw"] or "",
        answers=int(said["reply_to_post_number"]) if said["reply_to_post_number"] else None,
        skip=_left_out(said),
    )


def _left_out(said: dict[str, str | None]) -> Reason | None:
    if said["deleted_at"] is not None or said["user_deleted"] == "t":
        return Reason.DELETED
    if said["hidden"] != "f":
        return Reason.HIDDEN
    if said["post_type"] == _WHISPER:
        return Reason.AMONG_STAFF
    by_software = said["post_type"] != _REGULAR or (said["user_id"] or "").startswith("-")
    return Reason.SOFTWARE if by_software else None


def _moment(words: str) -> datetime:
    """Discourse keeps UTC without saying so."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise DumpError(_NOT_OURS.format(table="posts")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
