"""Small dumps in the real formats, from words written here: what `pg_dump` makes of a Discourse, and
`mysqldump` of a phpBB."""

import gzip
import io
import tarfile

MEMBERS = "zqsecretname"
"""In everything of a person that a dump holds and nothing may bring."""

_USERS = {
    "public.users": (
        "id, username, name, title, ip_address, registration_ip_address",
        [(n, f"{MEMBERS}{n}", f"{MEMBERS} Real {n}", MEMBERS, "203.0.113.7", "203.0.113.8")
         for n in range(1, 9)],
    ),
    "public.user_emails": ("id, user_id, email", [(1, 1, f"{MEMBERS}@zqmail.example")]),
    "public.user_profiles": ("user_id, bio_raw, website", [(1, f"{MEMBERS} likes tea", MEMBERS)]),
}  # fmt: skip
_CATEGORY = "id, name, topic_id, description, parent_category_id, read_restricted"
_TOPIC = "id, title, created_at, category_id, user_id, archetype, deleted_at, visible"
_POST = (
    "id, user_id, topic_id, post_number, raw, cooked, created_at, reply_to_post_number, deleted_at,"
    ' hidden, post_type, user_deleted, raw_email, "locale"'
)
_WHOLE = "\n--\n-- PostgreSQL database dump complete\n--\n"


def category(id, name, *, restricted=False, parent=None, about=None, says=None):
    return (id, name, about, says, parent, "t" if restricted else "f")


def topic(id, category_id, title="Awake again", *, kind="regular", deleted=None, visible="t"):
    return (id, title, "2019-02-03 04:05:06", category_id, 1, kind, deleted, visible)


def post(id, topic_id, number, raw, *, user=1, at=None, answers=None, deleted=None, hidden="f",
         kind=1, user_deleted="f"):  # fmt: skip
    at = at or f"2019-02-03 04:{number:02}:06.789"
    cooked = f"<p>{MEMBERS} cooked</p>"
    return (id, user, topic_id, number, raw, cooked, at, answers, deleted, hidden, kind,
            user_deleted, f"From: {MEMBERS}", None)  # fmt: skip


def discourse(categories, topics, posts, *, ends=_WHOLE):
    """The dump as text: posts stand before the topics they are of, as pg_dump puts them."""
    tables = {
        "public.categories": (_CATEGORY, categories),
        "public.posts": (_POST, posts),
        "public.topics": (_TOPIC, topics),
        **_USERS,
    }
    parts = ["--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n"]
    for name, (columns, rows) in tables.items():
        parts.append(f"CREATE TABLE {name} (\n    id integer NOT NULL\n);\n")
        parts.append(f"COPY {name} ({columns}) FROM stdin;\n")
        parts += ["\t".join(map(_copied, row)) + "\n" for row in rows]
        parts.append("\\.\n\n")
    return "".join(parts) + ends


def _copied(value):
    if value is None:
        return "\\N"
    signs = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return "".join(signs.get(sign, sign) for sign in str(value))


def backup(words):
    """A backup with uploads: an archive with the packed dump in it."""
    packed = gzip.compress(words.encode())
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in (("dump.sql.gz", packed), ("uploads/default/1X/a.jpeg", b"picture")):
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return made.getvalue()


_TABLES = {
    "acl_groups": "group_id, forum_id, auth_option_id, auth_role_id, auth_setting",
    "acl_options": "auth_option_id, auth_option, is_global",
    "acl_roles_data": "role_id, auth_option_id, auth_setting",
    "forums": "forum_id, parent_id, forum_name, forum_desc, forum_type, forum_password",
    "groups": "group_id, group_type, group_name",
    "posts": "post_id, topic_id, forum_id, poster_id, poster_ip, post_time, post_visibility,"
    " post_username, post_subject, post_text, bbcode_uid",
    "privmsgs": "msg_id, author_id, message_text",
    "topics": "topic_id, forum_id, topic_title, topic_first_poster_name, topic_visibility,"
    " topic_moved_id, poll_title",
    "users": "user_id, username, user_email, user_ip, user_sig",
}
EVERYBODY, STAFF = 2, 5
READ, ROLE = 20, 15


def forum(id, name, *, parent=0, password="", says=""):
    return (id, parent, name, says, 1, password)


def thread(id, forum_id, title="Awake again", *, visible=1, moved=0, poll=""):
    return (id, forum_id, title, MEMBERS, visible, moved, poll)


def entry(id, topic_id, text, *, user=2, at=1_549_166_706, visible=1, uid=""):
    return (id, topic_id, 1, user, "203.0.113.9", at + id, visible, MEMBERS, MEMBERS, text, uid)


def readable(*forums):
    """Rights by which every member reads these, as a role gives them."""
    return [(EVERYBODY, one, 0, ROLE, 0) for one in forums]


def phpbb(
    forums, topics, posts, *, rights, prefix="phpbb_", ends="-- Dump completed on 2024-01-01\n"
):
    """The dump as text."""
    rows = {
        "acl_groups": rights,
        "acl_options": [(READ, "f_read", 0), (21, "f_post", 0)],
        "acl_roles_data": [(ROLE, READ, 1), (ROLE, 21, 1)],
        "forums": forums,
        "groups": [(1, 3, "GUESTS"), (EVERYBODY, 3, "REGISTERED"), (STAFF, 3, "ADMINISTRATORS")],
        "posts": posts,
        "privmsgs": [(1, 2, f"{MEMBERS} in private; with (signs), 'and' more")],
        "topics": topics,
        "users": [(n, f"{MEMBERS}{n}", f"{MEMBERS}@zqmail.example", "203.0.113.9", MEMBERS)
                  for n in range(1, 9)],
    }  # fmt: skip
    parts = ["-- MySQL dump 10.19  Distrib 10.3\n/*!40101 SET NAMES utf8mb4 */;\n"]
    for name, columns in _TABLES.items():
        typed = ",\n".join(f"  `{one.strip()}` mediumtext NOT NULL" for one in columns.split(","))
        parts.append(f"CREATE TABLE `{prefix}{name}` (\n{typed},\n  PRIMARY KEY (`x`)\n);\n")
        parts.append(f"-- Dumping data for table `{prefix}{name}`, it's here\n")
        if rows[name]:
            values = ",".join(f"({','.join(map(_inserted, row))})" for row in rows[name])
            parts.append(f"INSERT INTO `{prefix}{name}` VALUES {values};\n")  # noqa: S608
    return "".join(parts) + ends


def _inserted(value):
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    signs = {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return "'" + "".join(signs.get(sign, sign) for sign in value) + "'"
