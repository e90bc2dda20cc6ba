"""A dump of phpBB 3: what is read of it, and what its columns mean. The tables of its people are not
read; of their groups only which of them everybody is in."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from hearten.imports.clients import mysql
from hearten.imports.rules import DumpError, OldPost, OldSpace, OldTopic, Reason
from hearten.imports.rules.phpbb import plain

_WANTED = {
    "forums": ("forum_id", "parent_id", "forum_name", "forum_desc", "forum_type", "forum_password"),
    "topics": (
        "topic_id",
        "forum_id",
        "topic_title",
        "topic_visibility",
        "topic_approved",
        "topic_moved_id",
        "poll_title",
    ),
    "posts": (
        "post_id",
        "topic_id",
        "poster_id",
        "post_time",
        "post_visibility",
        "post_approved",
        "post_text",
        "bbcode_uid",
    ),
    "groups": ("group_id", "group_name"),
    "acl_options": ("auth_option_id", "auth_option"),
    "acl_roles_data": ("role_id", "auth_option_id", "auth_setting"),
    "acl_groups": ("group_id", "forum_id", "auth_option_id", "auth_role_id", "auth_setting"),
}
_NEEDED = ("forums", "topics", "posts")
_EVERYBODY = {"REGISTERED", "GUESTS"}
_ANONYMOUS = "1"
_APPROVED, _DELETED = "1", "2"
_YES, _NEVER = "1", "0"
_NOT_OURS = (
    "This is no dump of phpBB with the prefix “{prefix}”: there is no table {prefix}{table} in it. Say the"
    " prefix of its tables with --prefix, or what it is: hearten import --help. Nothing was written."
)
Said = dict[str, str | None]


def read(stream: io.BufferedReader, *, prefix: str) -> Iterator[OldSpace | OldTopic | OldPost]:
    """Everything there is to bring, in the order of the dump."""
    kept: dict[str, list[Said]] = {name: [] for name in _WANTED}
    seen = set()
    for table, values in mysql.rows(stream, _WANTED, prefix=prefix):
        seen.add(table)
        said = dict(zip(_WANTED[table], values, strict=True))
        if table == "topics":
            yield _topic(said)
        elif table == "posts":
            yield _post(said, prefix)
        else:
            kept[table].append(said)  # of these there are few
    for table in _NEEDED:
        if table not in seen:
            raise DumpError(_NOT_OURS.format(prefix=prefix, table=table))
    readable = _read_by_everybody(kept)
    forums = {one["forum_id"]: one for one in kept["forums"]}
    for forum in forums.values():
        yield _space(forum, forums, readable, prefix)


def _read_by_everybody(kept: dict[str, list[Said]]) -> set[str | None]:
    """The forums that every member could read. Without the tables of rights: none."""
    groups = {one["group_id"] for one in kept["groups"] if one["group_name"] in _EVERYBODY}
    reading = {
        one["auth_option_id"] for one in kept["acl_options"] if one["auth_option"] == "f_read"
    }
    roles = {
        one["role_id"]: one["auth_setting"]
        for one in kept["acl_roles_data"]
        if one["auth_option_id"] in reading
    }
    settings: dict[str | None, set[str | None]] = {}
    for one in kept["acl_groups"]:
        if one["group_id"] not in groups:
            continue
        if one["auth_role_id"] not in (None, "0"):
            setting = roles.get(one["auth_role_id"])
        else:
            setting = one["auth_setting"] if one["auth_option_id"] in reading else None
        settings.setdefault(one["forum_id"], set()).add(setting)
    return {forum for forum, found in settings.items() if _YES in found and _NEVER not in found}


def _space(
    said: Said, forums: dict[str | None, Said], readable: set[str | None], prefix: str
) -> OldSpace:
    restricted = said["forum_id"] not in readable
    above: Said | None = said
    for _level in range(len(forums)):  # never longer, whatever a damaged dump says
        if above is None:
            break
        restricted = restricted or bool(above["forum_password"])
        above = forums.get(above["parent_id"])
    return OldSpace(
        int(_needed(said, "forum_id", prefix)),
        plain(said["forum_name"]),
        plain(said["forum_desc"]),
        Reason.RESTRICTED if restricted else None,
    )


def _topic(said: Said) -> OldTopic:
    return OldTopic(
        int(said["topic_id"] or 0),
        int(said["forum_id"] or 0),
        plain(said["topic_title"]),
        Reason.MOVED
        if said["topic_moved_id"] not in (None, "0")
        else _state(said["topic_visibility"], said["topic_approved"]),
        polls=1 if said["poll_title"] else 0,
    )


def _state(visibility: str | None, approved: str | None) -> Reason | None:
    """phpBB 3.0 says only whether it was approved."""
    state = approved if visibility is None else visibility
    if state == _APPROVED:
        return None
    return Reason.DELETED if state == _DELETED else Reason.UNAPPROVED


def _post(said: Said, prefix: str) -> OldPost:
    topic, number = said["topic_id"] or "0", _needed(said, "post_id", prefix)
    time = int(_needed(said, "post_time", prefix))
    writer = said["poster_id"] or _ANONYMOUS
    return OldPost(
        id=int(number),
        topic=int(topic),
        place=time,
        # Guests share a number; within a topic they may have been one, elsewhere nobody knows.
        writer=f"guest/{topic}" if writer == _ANONYMOUS else writer,
        at=datetime.fromtimestamp(time, UTC),
        text=said["post_text"] or "",
        code=said["bbcode_uid"] or "",
        skip=_state(said["post_visibility"], said["post_approved"]),
    )


def _needed(said: Said, column: str, prefix: str) -> str:
    value = said[column]
    if value is None:
        raise DumpError(_NOT_OURS.format(prefix=prefix, table=f"… with {column}"))
    return value
