"""What the API takes and gives, as its document says."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import AfterValidator, Field

from hearten.foundation.markup import to_html
from hearten.integrations.rules import Cursor, cursor_of


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def _known(given: str | None) -> str | None:
    if given is not None:
        cursor_of(given)
    return given


class Page(Schema):
    """Which part of a list."""

    after: Annotated[str | None, AfterValidator(_known)] = Field(
        None, description="`next` of the page before, as it was given."
    )
    limit: int = Field(50, ge=1, le=100)

    def cursor(self) -> Cursor | None:
        """After what it begins."""
        return cursor_of(self.after) if self.after else None


class PostPage(Schema):
    """Which part of a thread."""

    after: int = Field(0, ge=0, le=2**31 - 1, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=100)


class SpaceOut(Schema):
    """A public space."""

    id: UUID
    name: str
    purpose: str
    language: str
    closed: bool
    public_since: datetime
    url: str
    feed: str


class ThreadOut(Schema):
    """A thread that everybody can read. Without a title its opener took it away."""

    id: UUID
    title: str
    opened_at: datetime
    last_at: datetime
    answers: int
    locked: bool
    touches: list[str] = Field(description="What its first words touch, as codes.")
    url: str
    feed: str


class PostOut(Schema):
    """A post. `covered` words are to be shown only once a reader opens them, after reading `touches`."""

    number: int
    name: str = Field(description="Of this space alone; empty for somebody who has left.")
    html: str
    touches: list[str]
    covered: bool
    taken_away: bool
    answers: int | None = Field(description="The number of the post it answers.")
    written_at: datetime
    changed_at: datetime | None
    url: str


class GroupOut(Schema):
    """A group that people of the programme may come into. Who is in it nobody learns."""

    id: UUID
    name: str
    purpose: str
    language: str
    format: str
    entry: str
    free_places: int


class EventOut(Schema):
    """A coming meeting."""

    id: UUID
    group_id: UUID
    group_name: str
    starts_at: datetime
    minutes: int


class SpacesOut(Schema):
    """Public spaces, the last made public first."""

    items: list[SpaceOut]
    next: str | None


class ThreadsOut(Schema):
    """Threads, the last begun first."""

    items: list[ThreadOut]
    next: str | None


class PostsOut(Schema):
    """Posts by number. `next` is the number after which the next page begins."""

    items: list[PostOut]
    next: int | None


class GroupsOut(Schema):
    """Groups, the last made first."""

    items: list[GroupOut]
    next: str | None


class EventsOut(Schema):
    """Meetings, the next one first."""

    items: list[EventOut]
    next: str | None


def _at(request: HttpRequest, name: str, *arguments: Any) -> str:
    return request.build_absolute_uri(reverse(name, args=arguments))


def space_out(request: HttpRequest, space: Any) -> dict[str, Any]:
    """A space, for the answer."""
    return {
        "id": space.pk,
        "name": space.name,
        "purpose": space.purpose,
        "language": space.language,
        "closed": space.closed_at is not None,
        "public_since": space.public_since,
        "url": _at(request, "forum:public_space", space.pk),
        "feed": _at(request, "integrations:space_feed", space.pk),
    }


def thread_out(request: HttpRequest, thread: Any) -> dict[str, Any]:
    """A thread of `threads_of_public_space`."""
    return {
        "id": thread.pk,
        "title": thread.title,
        "opened_at": thread.opened_at,
        "last_at": thread.last_at,
        "answers": thread.answers,
        "locked": thread.locked_at is not None,
        "touches": [code for post in thread.first for code in _touches(post)],
        "url": _at(request, "forum:public_thread", thread.pk),
        "feed": _at(request, "integrations:thread_feed", thread.pk),
    }


def post_out(request: HttpRequest, post: Any) -> dict[str, Any]:
    """A post with its face."""
    touches = _touches(post)
    return {
        "number": post.number,
        "name": post.face.name,
        "html": to_html(post.text),
        "touches": touches,
        "covered": bool(touches),
        "taken_away": post.taken_away_at is not None,
        "answers": post.about_number,
        "written_at": post.written_at,
        "changed_at": post.edited_at,
        "url": _at(request, "forum:public_post", post.thread_id, post.number),
    }


def _touches(post: Any) -> list[str]:
    return list(dict.fromkeys([*post.notes, *post.moderator_notes]))


def group_out(group: Any) -> dict[str, Any]:
    """A group."""
    return {
        "id": group.pk,
        "name": group.name,
        "purpose": group.purpose,
        "language": group.language,
        "format": group.format,
        "entry": group.entry,
        "free_places": group.size_limit - group.taken,
    }


def event_out(meeting: Any) -> dict[str, Any]:
    """A meeting with its group."""
    return {
        "id": meeting.pk,
        "group_id": meeting.group_id,
        "group_name": meeting.group.name,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
    }
