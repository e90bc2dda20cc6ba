"""The public API: what outside readers find, for programs with a token. Every operation reads."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import AfterValidator, Field

from hearten.forum import queries as forum
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.markup import to_html
from hearten.groups import queries as groups
from hearten.integrations import actions, queries
from hearten.integrations.models import ApiToken, Scope
from hearten.integrations.rules import Cursor, cursor_of
from hearten.ui.caching import checked_each_time

COUNTER = SystemActor("api")
"""Who counts what a token asks."""
router = Router()


class Token(HttpBearer):
    """A token with one scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; None for 401. 403 without the scope, 429 where it asked too often."""
        found = queries.token_of(token)
        if found is None:
            return None
        actions.note_use(token=found, by=COUNTER)
        if self.scope not in found.scopes:
            raise HttpError(403, f"The token has not the scope {self.scope.value}.")
        return found


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


def _get(path: str, out: type[Schema], scope: Scope, **more: Any) -> Callable[[Any], Any]:
    """A reading operation for tokens of a scope, with every answer it may give."""
    codes = (401, 403, 404, 422, 429)
    responses: dict[int, Any] = {200: out} | dict.fromkeys(codes, Problem)
    extra: dict[str, Any] = {
        "summary": out.__doc__,
        "description": f"Needs the scope `{scope.value}`.",
    }
    register = router.get(path, response=responses, auth=Token(scope), **extra, **more)

    def decorate(view: Any) -> Any:
        return register(decorate_view(checked_each_time)(view))

    return decorate


def _list(
    rows: Any,
    by: str,
    page: Page,
    out: Callable[[Any], dict[str, Any]],
    *,
    newest_first: bool = True,
) -> dict[str, Any]:
    found, beyond = queries.page_after(
        rows, by, page.cursor(), page.limit, newest_first=newest_first
    )
    return {"items": [out(one) for one in found], "next": str(beyond) if beyond else None}


@_get("/spaces", SpacesOut, Scope.SPACES, url_name="spaces", tags=["spaces"])
def spaces(request: HttpRequest, page: Query[Page]) -> Any:
    """The programme's public spaces."""
    rows = forum.spaces_open_to_all().filter(programme=_programme(request))
    return _list(rows, "public_since", page, lambda one: _space(request, one))


@_get(
    "/spaces/{uuid:space_id}/threads", ThreadsOut, Scope.SPACES, url_name="threads", tags=["spaces"]
)
def threads(request: HttpRequest, space_id: UUID, page: Query[Page]) -> Any:
    """The threads of one that everybody can read."""
    here = forum.spaces_open_to_all().filter(programme=_programme(request))
    space = get_object_or_404(here, pk=space_id)
    rows = forum.threads_of_public_space(space)
    return _list(rows, "opened_at", page, lambda one: _thread(request, one))


@_get("/threads/{uuid:thread_id}/posts", PostsOut, Scope.SPACES, url_name="posts", tags=["spaces"])
def posts(
    request: HttpRequest,
    thread_id: UUID,
    page: Query[PostPage],
) -> Any:
    """What can be read of it."""
    here = forum.threads_open_to_all().filter(listed_in__programme=_programme(request))
    thread = get_object_or_404(here, pk=thread_id)
    rows = list(
        forum.posts_of_public_thread(thread).filter(number__gt=page.after)[: page.limit + 1]
    )
    beyond = rows[page.limit - 1].number if len(rows) > page.limit else None
    return {"items": [_post(request, one) for one in rows[: page.limit]], "next": beyond}


@_get("/groups", GroupsOut, Scope.GROUPS, url_name="groups", tags=["groups"])
def listed_groups(request: HttpRequest, page: Query[Page]) -> Any:
    """The groups that stand in the list."""
    rows = groups.groups_in_list(_programme(request))
    return _list(rows, "made_at", page, _group)


@_get("/events", EventsOut, Scope.EVENTS, url_name="events", tags=["events"])
def events(request: HttpRequest, page: Query[Page]) -> Any:
    """Their meetings that have not begun."""
    rows = groups.meetings_in_list(_programme(request)).filter(starts_at__gt=clock.now())
    return _list(rows, "starts_at", page, _event, newest_first=False)


def _programme(request: HttpRequest) -> Any:
    token = getattr(request, "auth", None)
    if not isinstance(token, ApiToken):
        raise Http404
    return token.programme


def _at(request: HttpRequest, name: str, *arguments: Any) -> str:
    return request.build_absolute_uri(reverse(name, args=arguments))


def _space(request: HttpRequest, space: Any) -> dict[str, Any]:
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


def _thread(request: HttpRequest, thread: Any) -> dict[str, Any]:
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


def _post(request: HttpRequest, post: Any) -> dict[str, Any]:
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


def _group(group: Any) -> dict[str, Any]:
    return {
        "id": group.pk,
        "name": group.name,
        "purpose": group.purpose,
        "language": group.language,
        "format": group.format,
        "entry": group.entry,
        "free_places": group.size_limit - group.taken,
    }


def _event(meeting: Any) -> dict[str, Any]:
    return {
        "id": meeting.pk,
        "group_id": meeting.group_id,
        "group_name": meeting.group.name,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
    }
