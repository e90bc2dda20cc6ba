"""What the forum keeps of a person, for the export of what they own: their faces, and what they wrote
with them. Others' words there are others'."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.forum.models import (
    Attends,
    Attention,
    Bookmark,
    ContentNote,
    Draft,
    Face,
    LookingFor,
    Post,
    Said,
)
from hearten.forum.queries.blocks import face_blocks_of
from hearten.forum.queries.covering import reading_of
from hearten.forum.queries.drafts import opened

TITLE = _("What you wrote in the community")
EXPORTED = {
    "spaces": Declared(_("Spaces you wrote in")),
    "space": Declared(_("Space")),
    "name": Declared(_("Your name there")),
    "since": Declared(_("Since")),
    "left": Declared(_("You left it")),
    "host_since": Declared(_("You look after it as a host since")),
    "posts": Declared(_("What you wrote")),
    "thread": Declared(_("Under")),
    "opened": Declared(_("You opened it")),
    "looking_for": Declared(_("You were looking for"), dict(LookingFor.choices)),
    "number": Declared(_("Number")),
    "answers": Declared(_("Answers number")),
    "at": Declared(_("When")),
    "changed": Declared(_("Changed")),
    "held": Declared(_("Held since")),
    "deleted": Declared(_("Taken away")),
    "versions": Declared(_("What it said before")),
    "text": Declared(_("Words")),
    "notes": Declared(_("What you said it touches"), dict(ContentNote.choices)),
    "moderator_notes": Declared(_("What moderators said it touches"), dict(ContentNote.choices)),
    "hidden": Declared(_("What you would rather not see"), dict(ContentNote.choices)),
    "uncovered": Declared(_("Show everything without covering")),
    "drafts": Declared(_("What you began to write")),
    "bookmarks": Declared(_("Posts you keep to find them again")),
    "followed": Declared(_("Threads you follow or muted")),
    "how": Declared(_("How"), dict(Attends.choices)),
    "seen": Declared(_("Seen up to number")),
    "follows_own": Declared(_("Follow threads I write in")),
    "blocked": Declared(_("Whom you do not meet")),
    "both_ways": Declared(_("Blocked both ways")),
    "reactions": Declared(_("What you said to others without words")),
    "said": Declared(_("You said"), dict(Said.choices)),
}


def export_of(account: Account) -> dict[str, Any]:
    """Each of the person's faces with every post, and how they read."""
    reading = reading_of(account)
    faces = Face.objects.filter(account=account).select_related("space", "host")
    return {
        "spaces": [_face(one) for one in faces.order_by("made_on", "pk")],
        "hidden": reading.hidden,
        "uncovered": reading.uncovered,
        "follows_own": reading.follows_own,
        "bookmarks": _bookmarks(account),
        "followed": _attention(account),
        "drafts": _drafts(account),
        "blocked": [
            {"space": one.of.space.name, "name": one.of.name, "both_ways": one.both_ways}
            for one in face_blocks_of(account)
        ],
    }


def _bookmarks(account: Account) -> list[dict[str, Any]]:
    """Where each is: the words are others'."""
    mine = Bookmark.objects.filter(account=account).order_by("pk")
    rows = mine.values_list("post__thread__listed_in__name", "post__number")
    return [{"space": space, "number": number} for space, number in rows]


def _drafts(account: Account) -> list[dict[str, Any]]:
    """What they began to write, with the place it was for."""
    mine = Draft.objects.filter(account=account).select_related("space", "thread__listed_in")
    return [
        {
            "space": one.listed_in.name,
            "thread": words.title,
            "text": words.text,
            "at": one.kept_at,
        }
        for one in mine.order_by("kept_at")
        for words in [opened(account, one)]
    ]


def _attention(account: Account) -> list[dict[str, Any]]:
    mine = Attention.objects.filter(account=account).order_by("pk")
    rows = mine.values_list("thread__listed_in__name", "how", "seen_number")
    return [{"space": space, "how": how, "seen": seen} for space, how, seen in rows]


def _face(face: Face) -> dict[str, Any]:
    posts = Post.objects.filter(face=face, went_to=None).select_related("thread").order_by("pk")
    return {
        "space": face.space.name,
        "name": face.name,
        "since": face.made_on,
        "left": face.left_on,
        "host_since": face.host.since if hasattr(face, "host") else None,
        "posts": [_post(one) for one in posts.prefetch_related("versions")],
        "reactions": [
            {"said": said, "number": number}
            for said, number in face.reactions.order_by("pk").values_list("said", "post__number")
        ],
    }


def _post(post: Post) -> dict[str, Any]:
    opened = post.number == 1
    return {
        # The title is its opener's words: of another's thread only the person's own post is given.
        "thread": post.thread.title if opened else "",
        "opened": opened,
        "looking_for": post.thread.looking_for if opened else "",
        "number": post.number,
        "answers": post.about_number,
        "at": post.written_at,
        "changed": post.edited_at,
        "held": post.held_at,
        "deleted": post.taken_away_at,
        "versions": [
            {"at": one.until, "thread": one.title, "text": one.text} for one in post.versions.all()
        ],
        "text": post.text,
        "notes": post.notes,
        "moderator_notes": post.moderator_notes,
    }
